"""Votes that arrive at the same moment go into the box in one transaction: one wait for the disk serves them all.

Every vote still goes through the one door, ``cast``, and is answered only after the commit. When something fails,
each vote of the transaction is tried again by itself, so that nobody's trouble becomes somebody else's.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field

from flask import current_app

from pb.database import casting, db
from pb.voting.actions.cast import Vote, cast_each, refusal_of


def cast_now(vote: Vote) -> str:
    """Cast one vote in a transaction of its own or shared with others, and return its receipt once it is durable.

    Refuses what ``cast`` refuses.
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
    """One transaction for all; after any failure one for each. Every process takes the rows in the same order."""
    slips.sort(key=lambda slip: slip.vote.right_key)
    try:
        with casting() as session:
            answers = cast_each(session, [slip.vote for slip in slips])
    except Exception as trouble:
        if len(slips) == 1:
            slips[0].answer = trouble
            return
        for slip in slips:
            _cast_all([slip])
        return
    for slip, answer in zip(slips, answers, strict=True):
        slip.answer = answer
