"""How voting cards, ballots and papers ended, in sentences whose numbers add up."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from pb.formats import number
from pb.pages.results.result_sentences import titles_joined
from pb.results.rules.groups import LEAST
from pb.results.rules.quick_votes import FEW
from pb.words import lazy_ngettext as _ln


def rights_in_words(known: Mapping[str, int], *, exact: bool = False) -> list[str]:
    """The sentences for the facts of a publication (``pb.results.queries.facts``); older ones say nothing of cards.
    ``exact``: whether turnout tells how many voted on tablets; else no number of votes from them is told here.
    """
    said = [_cards(known)] if "handed_out" in known and known["codes"] else []
    return [
        *said,
        _without_a_vote(known),
        *_found_late(known),
        *_lost_tablets(known),
        *_other_codes(known, exact),
        *_not_taken(known),
    ]


def codes_in_rows(known: Mapping[str, int]) -> list[tuple[str, str]]:
    """How many voting codes there were, as rows of a table. No more people can have voted with one than there were to vote with:
    a few are told as few.
    """
    issued, released = known["codes"], known["codes"] - known.get("unreleased", 0)
    if issued and released - known["void"] < LEAST:
        return [(_("Voting codes that could be used"), str(FEW))]
    return [
        (_("Voting codes issued"), number(issued)),
        (_("Codes that were counted and released by a second person"), number(released)),
        (_("Codes that were cancelled"), number(known["void"])),
        (_("of these, lost cards that were replaced"), number(known.get("replaced", known["void"]))),
    ]


def parts_of_cards(known: Mapping[str, int]) -> dict[str, int]:
    """How the cards that were made divide; together they are all of them, "missing" below 0 where too many were counted."""
    return {
        "handed_out": known["handed_out"],
        "came_back": known["came_back"],
        "void": known["void"],
        "unaccounted": known["unaccounted"],
        "missing": known["missing"],
    }


def parts_without_a_vote(known: Mapping[str, int]) -> dict[str, int]:
    """How the ballots and papers divide that ended without a vote; the last below 0 where the accounts of sessions name more
    papers than there were.
    """
    named = {"spoiled": known["spoiled"], "taken_away": known["taken_away"]}
    rest = known["without_vote"] - sum(named.values())
    if "did_not_count" not in known:
        return {**named, "other": rest}
    # (Of papers that were more than were issued, some had no right that could end.)
    refused = min(known["did_not_count"], max(0, rest))
    return {**named, "did_not_count": refused, "closed": rest - refused}


def _cards(known: Mapping[str, int]) -> str:
    parts = parts_of_cards(known)
    # No more people than these can have voted with a card.
    if known["codes"] < LEAST:
        return _("Fewer than %(few)s voting cards were made.", few=LEAST)
    if parts["handed_out"] + parts["unaccounted"] + max(0, parts["missing"]) < LEAST:
        return _(
            "%(made)s voting cards were made. Fewer than %(few)s of them were handed out, or are not accounted for.",
            made=number(known["codes"]),
            few=LEAST,
        )
    said = [_PARTS[part](n) for part, n in parts.items() if n > 0]
    whole = ngettext(
        "One voting card was made: %(parts)s.",
        "%(num)s voting cards were made: %(parts)s.",
        known["codes"],
        parts=titles_joined([str(each) for each in said]),
    )
    if (more := -parts["missing"]) > 0:
        counted = ngettext(
            "At these places, one more card was counted than was sent there.",
            "At these places, %(num)s more cards were counted than were sent there.",
            more,
        )
        return f"{whole} {counted}"
    return whole


def _without_a_vote(known: Mapping[str, int]) -> str:
    if not known["without_vote"] and not known["spoiled"] and not known["taken_away"]:
        return _("No ballot that was opened on a tablet and no paper that was issued ended without a vote.")
    parts = parts_without_a_vote(known)
    named = [_PARTS[part](n) for part, n in parts.items() if n > 0]
    if min(parts.values()) < 0:
        return _(
            "%(n)s ballots and papers ended without a vote. The accounts of the sessions say: %(parts)s. Two people have "
            "agreed to the difference.",
            n=number(known["without_vote"]),
            parts=titles_joined([str(each) for each in named]),
        )
    return ngettext(
        "One ballot or paper ended without a vote: %(parts)s.",
        "%(num)s ballots and papers ended without a vote: %(parts)s.",
        known["without_vote"],
        parts=titles_joined([str(each) for each in named]),
    )


def _found_late(known: Mapping[str, int]) -> list[str]:
    """Papers that were found when their bundle was in the ballot box; most rounds have none."""
    if not (n := known.get("found_late", 0)):
        return []
    return [
        ngettext(
            "One ballot paper was found too late, and its vote was not counted. Two people agreed about that.",
            "%(num)s ballot papers were found too late, and their votes were not counted. Two people agreed about that.",
            n,
        )
    ]


def _lost_tablets(known: Mapping[str, int]) -> list[str]:
    """Which two people declared lost, with votes on them perhaps; most rounds have none."""
    tablets, votes = known.get("lost_tablets", 0), known.get("lost_votes", 0)
    if not tablets:
        return []
    lost = ngettext(
        "One tablet was lost or broken, with any votes that it had not sent.",
        "%(num)s tablets were lost or broken, with any votes that they had not sent.",
        tablets,
    )
    if not votes:
        return [f"{lost} {_('At the last contact there were none. Nobody can know of votes since then.')}"]
    known_of = ngettext(
        "At the last contact there was one vote. Nobody can know of votes since then.",
        "At the last contact there were %(num)s votes. Nobody can know of votes since then.",
        votes,
    )
    return [f"{lost} {known_of}"]


def _other_codes(known: Mapping[str, int], exact: bool) -> list[str]:
    """Votes whose receipt was not the code of what the tablet had sealed, as two people decided; most rounds have none."""
    if not (n := known.get("other_codes", 0)):
        return []
    if not exact:
        return [
            _(
                "Some votes from tablets came without the code of their sealed ballot, or with another one. Two people looked "
                "into each and decided whether it counts."
            )
        ]
    came = ngettext(
        "One vote from a tablet came without the code of its sealed ballot, or with another one.",
        "%(num)s votes from tablets came without the code of their sealed ballot, or with another one.",
        n,
    )
    if not (counted := known["other_codes_counted"]):
        return [f"{came} {_('Two people looked into it and decided that it cannot be counted.')}"]
    decided = ngettext(
        "Two people looked into it and decided that one of these votes counts.",
        "Two people looked into it and decided that %(num)s of these votes count.",
        counted,
    )
    return [f"{came} {decided}"]


def _not_taken(known: Mapping[str, int]) -> list[str]:
    """Votes from tablets that could not be counted; most rounds have none."""
    if not (n := known.get("not_taken", 0)):
        return []
    return [
        ngettext(
            "One vote from a tablet could not be taken, for example because it came too late.",
            "%(num)s votes from tablets could not be taken, for example because they came too late.",
            n,
        )
    ]


_PARTS = {
    "handed_out": lambda n: _ln("1 was handed out", "%(num)s were handed out", n),
    "came_back": lambda n: _ln("1 came back unused and was closed", "%(num)s came back unused and were closed", n),
    "void": lambda n: _ln("1 was cancelled", "%(num)s were cancelled", n),
    "unaccounted": lambda n: _ln(
        "1 was not accounted for by two people", "%(num)s were not accounted for by two people", n
    ),
    "missing": lambda n: _ln("1 is missing, with a reason", "%(num)s are missing, with a reason", n),
    "spoiled": lambda n: _ln("1 spoiled paper that was returned", "%(num)s spoiled papers that were returned", n),
    "taken_away": lambda n: _ln("1 paper taken away", "%(num)s papers taken away", n),
    "did_not_count": lambda n: _ln(
        "1 paper that did not count, as two people decided",
        "%(num)s papers that did not count, as two people decided",
        n,
    ),
    "closed": lambda n: _ln(
        "1 that was closed on a tablet, was an empty envelope, or was not found",
        "%(num)s that were closed on a tablet, were empty envelopes, or were not found",
        n,
    ),
    "other": lambda n: _ln(
        "1 that was closed on a tablet, was an empty envelope, was not found, or did not count by a decision of two people",
        "%(num)s that were closed on a tablet, were empty envelopes, were not found, or did not count by a decision of two "
        "people",
        n,
    ),
}
