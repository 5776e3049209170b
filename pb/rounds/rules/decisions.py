"""What may still be decided about a round after the freeze."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from pb.rounds.rules.calendar import (
    AnyDecision,
    RoundDates,
    abandonment,
    closes_at,
    closes_without,
    post_closes_at,
    undoing,
)
from pb.rounds.rules.sentences import (
    CHANGE_THE_SETTINGS,
    DRAFTS_ARE_DELETED,
    ONLY_THE_POST_MOVES,
    POST_CLOSES_LAST,
    ROUND_IS_ABANDONED,
)
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: How much later than the frozen one a close can be, whatever is decided and how often: a slip in the year would keep the
#: result back for ever.
LONGEST_EXTENSION = timedelta(weeks=8)


def frozen_error(round_: RoundDates) -> Sentence | None:
    """Why a round needs no decision of two people yet: before the freeze its settings are simply changed."""
    return None if round_.frozen_at else CHANGE_THE_SETTINGS


class RoundAndOrigin(RoundDates, Protocol):
    """A round with where it came from."""

    @property
    def source(self) -> str: ...


def abandon_error(round_: RoundAndOrigin) -> Sentence | None:
    """Why nobody can propose to abandon this round now, or None. (Signed results are known further up: ``programme/queries/endings.py``.)"""
    if round_.source == "file":
        return _l("This round was imported from a file of a vote that is over.")
    if round_.draft:
        return DRAFTS_ARE_DELETED
    if abandonment(round_):
        return ROUND_IS_ABANDONED
    if any(each.kind == "abandon" for each in round_.decisions):
        return _l("Someone has already proposed to abandon this round.")
    return None


def too_late_to_extend(round_: RoundDates, now: datetime) -> Sentence | None:
    """Why no close of this round can move any longer, whatever somebody enters, or None."""
    if now < post_closes_at(round_):
        return None
    return _l("Voting has closed, so it can no longer be extended.")


def extension_error(
    round_: RoundDates, voting_closes: datetime, post_closes: datetime, now: datetime
) -> Sentence | None:
    """Why the closes cannot move to these moments, or None. A close only ever moves later, and only before it has
    passed.
    """
    if sentence := frozen_error(round_):
        return sentence
    screens, post = closes_at(round_), post_closes_at(round_)
    if sentence := too_late_to_extend(round_, now):
        return sentence
    if now >= screens and voting_closes != screens:
        return ONLY_THE_POST_MOVES
    if voting_closes < screens or post_closes < post:
        return _l("Voting cannot close earlier than planned, only later.")
    if post_closes < voting_closes:
        return POST_CLOSES_LAST
    if max(voting_closes - round_.voting_closes_at, post_closes - round_.post_closes_at) > LONGEST_EXTENSION:
        return _l("Voting can be kept open for at most 8 weeks longer than was planned. Check the month and the year.")
    if (voting_closes, post_closes) == (screens, post):
        return _l("These are already the closing dates. Enter a later date.")
    return None


def undo_error(round_: RoundDates, decision: AnyDecision, now: datetime) -> Sentence | None:
    """Why two people cannot undo this decision now, or None.

    A longer vote is undone only while it has made no difference: once the close before it has passed, votes may
    have come in because of it. A withdrawn project can be put back until the box is opened (a guard sees to that).
    """
    if decision.agreed_at is None:
        return _l(
            "This is only a proposal. The person who made it can withdraw it, and another member can turn it down."
        )
    if decision.kind == "undo":
        return _l("This decision undid another one. To bring the other one into force again, propose it again.")
    if decision.id in undoing(round_):
        return _l("This decision has already been undone.")
    if decision.kind != "extend":
        return None
    now_and_without = zip((closes_at(round_), post_closes_at(round_)), closes_without(round_, decision), strict=True)
    moved = [without for with_it, without in now_and_without if with_it != without]
    if not moved:
        return _l("A later decision has set the closing dates, so this one no longer makes a difference.")
    if now >= min(moved):
        return _l("Voting has already been extended because of this decision. You can only propose later dates.")
    return None


class DecisionAndVotes(Protocol):
    """A decision with how many people had voted when it was agreed to; None where nobody noted that."""

    @property
    def votes_then(self) -> int | None: ...


def was_touched(decision: DecisionAndVotes, votes: int | None) -> bool:
    """Whether anybody may have voted under a decision, now that so many have voted in all: it is then replaced in
    public, and can no longer be treated as if it had never been.
    """
    if decision.votes_then is None or votes is None:
        return votes != 0
    return votes > decision.votes_then
