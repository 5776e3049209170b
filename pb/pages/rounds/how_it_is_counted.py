"""How a round is going to be counted, in sentences for everybody: in votes, or in points where its ballots have them."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from pb.paper.rules.rulings import RULE_OF_PAPERS
from pb.results.queries.currencies import currency_of
from pb.results.rules.offers import OFFER_DAYS
from pb.rounds.models import Round
from pb.rounds.rules import counts_points
from pb.rounds.rules.rulebooks import worded_as
from pb.rounds.rules.sentences import LEVEL_IN_A_FILE
from pb.voting.rules.envelopes import RULE_OF_VOTES
from pb.words import lazy_gettext as _l

_TOGETHER = _l(
    "Every voter has an equal share of the pot. A project gets its money when the people who chose it can pay for it "
    "together, each with their share."
)
_GROWS = _l(
    "Every voter has an equal share of the pot. A project gets its money when the people who chose it can pay for it "
    "together. The shares grow bit by bit as long as the pot can pay."
)
_SAVED = _l(
    "Every voter gets money bit by bit, all at the same pace. A project gets its money as soon as the people who chose it "
    "can pay for it together."
)
_VOTES = {
    "most-votes": _l(
        "The project with the most votes gets its money first, then the next one, as long as the money lasts."
    ),
    "most-votes-stop": _l(
        "The project with the most votes gets its money first, then the next one. The first project that costs more than "
        "what is left ends the list."
    ),
    "votes-per-pound": _l(
        "The project with the most votes for each pound it costs gets its money first, then the next one, as long as the "
        "money lasts."
    ),
    "votes-per-cost": _l(
        "The project with the most votes for what it costs gets its money first, then the next one, as long as the money "
        "lasts."
    ),
    "equal-shares": _TOGETHER,
    "equal-shares-add1": _GROWS,
    "equal-shares-add1-greedy": _l(
        "Every voter has an equal share of the pot. A project gets its money when the people who chose it can pay for it "
        "together. What is left after that goes to the projects with the most votes."
    ),
    "phragmen": _SAVED,
}
_POINTS = _VOTES | {
    "most-votes": _l(
        "The project with the most points gets its money first, then the next one, as long as the money lasts."
    ),
    "most-votes-stop": _l(
        "The project with the most points gets its money first, then the next one. The first project that costs more than "
        "what is left ends the list."
    ),
    "votes-per-pound": _l(
        "The project with the most points for each pound it costs gets its money first, then the next one, as long as the "
        "money lasts."
    ),
    "votes-per-cost": _l(
        "The project with the most points for what it costs gets its money first, then the next one, as long as the money "
        "lasts."
    ),
    "equal-shares-add1-greedy": _l(
        "Every voter has an equal share of the pot. A project gets its money when the people who gave it points can pay for "
        "it together. What is left after that goes to the projects with the most points."
    ),
}


def how_it_is_counted(round_: Round) -> list[str]:
    """Sentence by sentence: the rule, what the round added to it, ties, pots and signatures."""
    return [str(sentence) for sentence in _sentences(round_)]


def _sentences(round_: Round) -> Iterator[object]:
    by_points = counts_points(round_)
    if by_points and round_.ballot_type == "rank":
        yield _(
            "On each ballot the last choice gets 1 point, the one before it 2 points, and so on up to the first choice."
        )
    yield (_POINTS if by_points else _VOTES)[worded_as(round_.rule, currency_of(round_))]
    yield from _where_money_runs_short(round_)
    yield from _what_an_offer_is(round_)
    if least := round_.min_support_votes:
        yield (
            ngettext("A project needs at least %(num)s point.", "A project needs at least %(num)s points.", least)
            if by_points
            else ngettext("A project needs at least %(num)s vote.", "A project needs at least %(num)s votes.", least)
        )
    yield from _ties(round_)
    if len(round_.pots) > 1:
        yield _("Each pot is counted on its own.")
    if round_.source != "file":  # nobody here checked how that one was counted
        yield RULE_OF_PAPERS
        yield RULE_OF_VOTES
        yield from _who_checks(round_)


def _ties(round_: Round) -> Iterator[object]:
    if round_.source == "file":
        yield LEVEL_IN_A_FILE
    elif round_.tie_rule == "lot":
        yield _("If two projects are level, a lot decides. It is drawn in public after the vote.")
    else:
        yield _(
            "If two projects are level, the one that costs less goes first. If they cost the same, a lot decides. It is drawn "
            "in public after the vote."
        )


def _where_money_runs_short(round_: Round) -> Iterator[str]:
    if round_.part_funding and round_.rule == "most-votes-stop":
        yield _(
            "If there is not enough left for the whole of the next project, its group is offered part of the money, but never "
            "less than it can work with."
        )
    elif round_.part_funding:
        yield _(
            "If a project costs more than what is left, its group is offered what is left, where it can work with that. Where "
            "it cannot, the project is skipped."
        )
    elif round_.rule in ("most-votes", "votes-per-pound"):
        yield _("If a project costs more than what is left, it is skipped.")


def _what_an_offer_is(round_: Round) -> Iterator[str]:
    if not round_.part_funding or round_.source != "people":
        return
    yield ngettext(
        "Such a group has %(num)s day from the publication on to say whether it takes the money.",
        "Such a group has %(num)s days from the publication on to say whether it takes the money.",
        OFFER_DAYS,
    )
    if round_.rule == "most-votes-stop":
        yield _("If it says no, or nothing, it gets nothing, and the list ends there.")
    else:
        yield _("If it says no, or nothing, the votes are counted on without it.")


def _who_checks(round_: Round) -> Iterator[str]:
    yield ngettext(
        "%(num)s steering group member must sign the result.",
        "%(num)s steering group members must sign the result.",
        round_.signatures_needed,
    )
    if round_.papers_checked:
        yield _(
            "Before that, two people who did not type them look at papers again. Up to 400 papers they look at all of them. Of "
            "more, dice choose some."
        )
    if round_.objection_days:
        yield ngettext(
            "After the count everyone can object to how the vote was run for %(num)s day. Two people answer each objection "
            "before the result is signed.",
            "After the count everyone can object to how the vote was run for %(num)s days. Two people answer each objection "
            "before the result is signed.",
            round_.objection_days,
        )
    if round_.least_alike:
        yield _(
            "Choices that fewer than %(n)s ballots have are not published ballot by ballot, only added up. Two steering group "
            "members count all the ballots again, and the result names them.",
            n=round_.least_alike,
        )
