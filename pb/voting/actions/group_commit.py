"""Group commit: votes that arrive at the same moment share one transaction and one wait for the disk.

Every vote still goes through ``cast`` and is answered only after the commit. When the transaction fails, each of its
votes is tried again alone, so that one bad vote does not spoil the others. When the database itself is busy or not
running, all of them are told so straight away, because trying each one again would only make everyone wait.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import current_app

from pb.causes import cause_of
from pb.database import db, is_out_of_reach, transaction
from pb.refusals import Refusal
from pb.voting.actions.cast import cast_each, refusal_of_vote
from pb.voting.actions.votes import VoteToCast
from pb.words import lazy_gettext as _l

log = logging.getLogger("pb")

#: PostgreSQL's codes for a transaction that lost to another (deadlock, serialization failure); a second try works.
_GAVE_WAY = ("40P01", "40001")


class Busy(Refusal):
    """The database did not answer in time. The same request can be sent again: if the first one worked, it changes
    nothing."""

    def __init__(self) -> None:
        super().__init__(
            _l("This website is very busy at the moment. Your vote may not have been saved yet."),
            _l("Press the button again. Your vote will not be counted twice."),
            status=503,
        )


@contextmanager
def busy_if_out_of_reach() -> Iterator[None]:
    """Refuses as ``Busy`` where the database does not answer inside. It may show in any question before a cast: at a kiosk
    the number of the request is written down, until the first vote the words of the ballot are looked up. Who sent it
    sends it again: a voter presses, a device does so by itself.
    """
    try:
        yield
    except Exception as trouble:
        if is_out_of_reach(trouble):
            raise Busy from trouble
        raise


def cast_vote(vote: VoteToCast) -> str:
    """Cast one vote in a transaction of its own or shared with others, and return its receipt once it is durable.

    Refuses what ``cast`` refuses, and as ``Busy`` when the database does not answer in time.
    """
    if refusal_of_vote(vote) is None:  # (asks the database nothing in the common case: this is done for each vote)
        _ = vote.sealed  # the longest piece of work is done before the vote's turn comes
    db.session.rollback()  # while it waits in the queue, no request may keep a lock that opening the box needs
    return _queue().cast(PendingVote(vote))


@dataclass(eq=False)
class PendingVote:
    """A vote in the queue, and its answer: a receipt, or the refusal or error that stopped it. Its thread sleeps on
    ``asleep`` until there is an answer, or until it is this thread's turn to cast.
    """

    vote: VoteToCast
    answer: str | Exception | None = None
    asleep: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.asleep.acquire()


@dataclass
class CommitQueue:
    """Where votes queue. One thread at a time casts every vote that is waiting by then, and wakes whose they are; the
    first who came meanwhile has the next turn. (With one lock for all, each thread that had its answer would have to take
    that lock once more, one after the other, before the next turn could begin.)
    """

    waiting: deque[PendingVote] = field(default_factory=deque)
    lock: threading.Lock = field(default_factory=threading.Lock)
    is_taken: bool = False

    def cast(self, pending: PendingVote) -> str:
        with self.lock:
            self.waiting.append(pending)
            is_mine, self.is_taken = not self.is_taken, True
        if not is_mine:
            pending.asleep.acquire()
        if pending.answer is None:  # it is this thread's turn
            self._take_turn(pending)
        if isinstance(pending.answer, str):
            return pending.answer
        assert pending.answer is not None  # whoever had the turn has answered it
        raise pending.answer

    def _take_turn(self, pending: PendingVote) -> None:
        """Cast this one and all that wait, and wake the others."""
        mine = self._everybody()
        try:
            if _cast_all(mine):
                mine += (late := self._everybody())
                for each in late:  # they would wait for the same trouble again
                    each.answer = Busy()
        finally:
            self.pass_on()
            for each in mine:
                if each is not pending:
                    each.answer = each.answer or Busy()  # nobody sleeps for ever, whatever stopped this thread
                    each.asleep.release()

    def pass_on(self) -> None:
        """The next turn is that of whoever has waited longest; nobody's where nobody waits."""
        with self.lock:
            self.is_taken = bool(self.waiting)
            if self.waiting:
                self.waiting[0].asleep.release()

    def _everybody(self) -> list[PendingVote]:
        with self.lock:
            found = list(self.waiting)
            self.waiting.clear()
        return found


def _queue() -> CommitQueue:
    return current_app.extensions.setdefault("pb_voting_door", CommitQueue())


def _cast_all(votes: list[PendingVote]) -> bool:
    """Cast all votes in one transaction; if it fails, each in one of its own. Returns whether the database is busy or
    away.

    Every process casts its votes in the same order. Two processes that spend the same rights at the same moment may
    still wait for each other; the database then stops one of them, and that one casts its votes one by one.
    """
    votes.sort(key=lambda pending: pending.vote.right_key)
    trouble = _cast_together(votes)
    if trouble is None or _is_busy(trouble) or (len(votes) == 1 and not _gave_way(trouble)):
        return _is_busy(trouble)
    for place, pending in enumerate(votes, start=1):
        if _is_busy(_cast_together([pending])):
            for waiting in votes[place:]:
                waiting.answer = Busy()
            return True
    return False


def _cast_together(votes: list[PendingVote]) -> Exception | None:
    """Cast these votes in one transaction and answer each. Returns the error that stopped it; None when it worked."""
    try:
        with transaction() as session:
            answers = cast_each(session, [pending.vote for pending in votes])
    except Exception as trouble:
        is_busy = is_out_of_reach(trouble)
        if is_busy:  # log the cause, never the error's text: that may tell a vote
            log.error("votes could not go in: %s", cause_of(trouble))
        for pending in votes:
            pending.answer = Busy() if is_busy else trouble
        return trouble
    for pending, answer in zip(votes, answers, strict=True):
        pending.answer = answer
    return None


def _is_busy(trouble: Exception | None) -> bool:
    return trouble is not None and is_out_of_reach(trouble) and not _gave_way(trouble)


def _gave_way(trouble: Exception) -> bool:
    return getattr(getattr(trouble, "orig", None), "sqlstate", None) in _GAVE_WAY
