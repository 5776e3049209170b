"""What the mark of an envelope covers: the vote as it went in, and nothing that a ballot keeps after the opening."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pb.words import lazy_gettext as _l

#: What the mark says that it is.
ENVELOPE = "envelope"
#: Why a vote is not counted, and what else may not agree at the opening. Fixed with the program, before any vote:
#: ``RULE_OF_VOTES`` tells it, and docs/decisions.md (187) why it is no setting of a round.
REASONS = (
    *("does_not_open", "wrong_mark", "without_right", "missing", "not_allowed"),
    *("days_differ", "cards_differ", "record_differs", "kiosks_differ"),
)
#: The rule, as the round's page and the page of the freeze say it before anybody votes: the first five reasons in their order.
#: (Of the others no vote is left out: they are told.)
RULE_OF_VOTES = _l(
    "A vote is left out only if it is damaged and cannot be opened, was changed or put in from outside, was cast without a "
    "right to vote, is missing, or has choices that the ballot does not allow. Nobody chooses this: it is found when the "
    "ballot box is opened, two people confirm the numbers, and the result says how many votes there were of each kind."
)
#: The act whose lines note the votes up to a day.
DAY_NOTED = "votes.noted"
#: The act by which a ballot box is opened.
BOX_OPENED_NAME = "box.opened"

#: Why a vote that a kiosk sent waits for two people: its tablet was no longer a kiosk; it came after the close or the
#: account; before the session's hours; of one opening too many; of a session that was cancelled; its attempt is that of
#: another vote; its tablet showed the code of another envelope; or one of ``CARD_FAULTS``.
_TABLET_FAULTS = ("stopped", "late", "early", "too_many", "cancelled", "used", "other_code")
#: Why there is no card for a vote that came from a tablet without a network: its code could not be read, or is no card's of the
#: round; the card had given a vote; it had been cancelled or closed; it was not released yet.
CARD_FAULTS = ("no_card", "card_used", "card_void", "unreleased")
WHY_HELD = (*_TABLET_FAULTS, *CARD_FAULTS)


def marked_values(turnout: dict[str, Any], envelope: dict[str, Any]) -> list[Any]:
    """The values under the mark: right, round, turnout's columns, attempt, receipt, and the sealed ballot (as SHA-256)."""
    return [
        *(turnout[name] for name in ("right_key", "round_id", "cast_on", "venue_id", "channel")),
        bool(turnout["assisted"]),
        *(envelope[name] for name in ("right_key", "round_id", "attempt_hash", "receipt", "sealed")),
    ]


@dataclass
class EnvelopesCompared:
    """The votes of a box laid side by side, in numbers. Everything but ``votes`` should be 0."""

    #: Envelopes with their turnout, their right and the right mark.
    votes: int = 0
    #: Envelopes that this program did not put in so, or that were changed since.
    wrong_mark: int = 0
    #: Rights that were used to vote, or lines of turnout, whose envelope is not there.
    missing: int = 0
    #: Envelopes whose right was not used to vote, or that have no line of turnout.
    without_right: int = 0


def compare_envelopes(cast: set[str], turnout: set[str], envelopes: dict[str, bool]) -> EnvelopesCompared:
    """``cast``: keys of rights that were used to vote; ``turnout``: keys of its lines; ``envelopes``: by the key of
    their right, whether their mark is right.
    """
    found = EnvelopesCompared(missing=len((cast | turnout) - set(envelopes)))
    for key, mark_is_right in envelopes.items():
        if key not in cast or key not in turnout:
            found.without_right += 1
        elif not mark_is_right:
            found.wrong_mark += 1
        else:
            found.votes += 1
    return found


def fault_sentences(found: EnvelopesCompared, where: str) -> list[str]:
    """What is wrong, each thing in one sentence for whoever runs ``flask record verify``; no fault, no sentence."""
    said = (
        (found.wrong_mark, "{n} of the votes were changed, or put in past this program."),
        (found.missing, "{n} people have voted whose votes are not in the box."),
        (found.without_right, "{n} votes are in the box that nobody with a right to vote has cast."),
    )
    return [f"{where}: {words.format(n=number)}" for number, words in said if number]


def missing_cards(numbers: Iterable[int], made: int) -> int:
    """How many of the cards 1 … ``made`` are not there, or are there and were never made."""
    return len(set(numbers) ^ set(range(1, made + 1)))


#: Fewer new votes than this are noted only after a close: a small number would tell who was among them.
LEAST_NEW = 10


def day_is_due(day: date, votes: int, noted: Sequence[dict[str, Any]], closes: Iterable[date]) -> bool:
    """Whether the ``votes`` up to ``day``, which is over, are to be noted. ``noted``: the facts of the lines so far;
    ``closes``: the days on which voting closes, on screens and by post.
    """
    last = date.fromisoformat(noted[-1]["day"]) if noted else date.min
    if day <= last:
        return False
    new = votes - (noted[-1]["votes"] if noted else 0)
    return new >= LEAST_NEW or (new > 0 and any(last < close <= day for close in closes))
