"""Votes that arrive at the same moment go into the box in one transaction: one wait for the disk serves them all.

Every vote still goes through the one door, ``cast``, and is answered only after the commit. When something fails,
each vote of the transaction is tried again by itself, so that nobody's trouble becomes somebody else's. Only where
the database itself is busy or away everybody hears so at once: one after the other they would wait for nothing.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from dataclasses import dataclass, field

from flask import current_app

from pb.database import casting, db, is_out_of_reach
from pb.refusals import Refusal
from pb.voting.actions.cast import Vote, cast_each, refusal_of
from pb.words import lazy_gettext as _l

log = logging.getLogger("pb")

#: What PostgreSQL says to one of two who wait for each other (deadlock, serialization failure): once more will do.
_GAVE_WAY = ("40P01", "40001")


class Busy(Refusal):
    """The database did not answer in time. The same press again is harmless, whatever became of the first."""

    def __init__(self) -> None:
        super().__init__(
            _l("The site is very busy just now. Your vote may not be in the box yet."),
            _l("Press the button again. Your vote cannot count twice."),
            status=503,
        )


def cast_now(vote: Vote) -> str:
    """Cast one vote in a transaction of its own or shared with others, and return its receipt once it is durable.

    Refuses what ``cast`` refuses, and as ``Busy`` when the database does not answer in time.
    """
    if refusal_of(vote) is None:
        _ = vote.sealed  # the longest piece of work is done before the vote's turn comes
    db.session.rollback()  # nobody waits at the door with a lock in hand that the opening of the box may wait for
    return _door().cast(_Slip(vote))


@dataclass(eq=False)
class _Slip:
    """A vote that waits at the door, and what became of it: a receipt, a refusal, or whatever went wrong."""

    vote: Vote
    answer: str | Exception | None = None


@dataclass
class _Door:
    """Where votes queue. Whoever comes first takes everybody in who is waiting by then."""

    waiting: deque[_Slip] = field(default_factory=deque)
    turn: threading.Lock = field(default_factory=threading.Lock)

    def cast(self, slip: _Slip) -> str:
        self.waiting.append(slip)
        with self.turn:
            if slip.answer is None:
                _cast_all([slip, *(each for each in self._everybody() if each is not slip)])
        if isinstance(slip.answer, str):
            return slip.answer
        assert slip.answer is not None  # whoever had the turn has answered it
        raise slip.answer

    def _everybody(self) -> list[_Slip]:
        return [self.waiting.popleft() for _ in range(len(self.waiting))]


def _door() -> _Door:
    return current_app.extensions.setdefault("pb_voting_door", _Door())


def _cast_all(slips: list[_Slip]) -> None:
    """One transaction for all; after a failure of one vote one for each.

    Every process puts votes in in the same order. Two that spend the same rights at the same moment may still wait for
    each other; then one of them gives way, and casts one by one.
    """
    slips.sort(key=lambda slip: slip.vote.right_key)
    trouble = _cast_together(slips)
    if trouble is None or _is_busy(trouble) or (len(slips) == 1 and not _gave_way(trouble)):
        return
    for place, slip in enumerate(slips, start=1):
        if _is_busy(_cast_together([slip])):
            for waiting in slips[place:]:
                waiting.answer = Busy()
            return


def _cast_together(slips: list[_Slip]) -> Exception | None:
    """Answer all of them. Returns what kept the transaction from being made, None when it was."""
    try:
        with casting() as session:
            answers = cast_each(session, [slip.vote for slip in slips])
    except Exception as trouble:
        is_busy = is_out_of_reach(trouble)
        if is_busy:  # its kind, never its words
            log.error("votes could not go in: %s", type(getattr(trouble, "orig", None) or trouble).__name__)
        for slip in slips:
            slip.answer = Busy() if is_busy else trouble
        return trouble
    for slip, answer in zip(slips, answers, strict=True):
        slip.answer = answer
    return None


def _is_busy(trouble: Exception | None) -> bool:
    return trouble is not None and is_out_of_reach(trouble) and not _gave_way(trouble)


def _gave_way(trouble: Exception) -> bool:
    return getattr(getattr(trouble, "orig", None), "sqlstate", None) in _GAVE_WAY
