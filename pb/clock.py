"""The one clock of the program. Everything that asks for the time asks here, so that a demo and the tests can move
it.

Where the data are in PostgreSQL it is the database's clock: each server looks at it now and then (``follow``) and goes on
from there by a counter that nobody sets, so that two servers close a vote at the same moment and a clock that is put
right in between changes nothing. With SQLite, which only one machine uses, it is that machine's clock.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

#: The place in which the programme's dates and times are read and shown.
LOCAL = ZoneInfo("Europe/London")

#: What holds the place of a moment that somebody has yet to set, and whatever comes after it.
NOT_SET_YET = datetime(2999, 1, 1, tzinfo=UTC)

#: Two clocks of one programme may differ by so much and nobody notices; more is told to whoever looks after the server.
TOLERANCE = timedelta(seconds=60)

#: Seconds between two looks at the database's clock.
LOOK_EVERY = 30.0


class MachineClocks:
    """The clocks of one machine. ``difference``: how far its own clock was ahead of the database's at the last look;
    None before the first, and with SQLite."""

    def __init__(self) -> None:
        self.difference: timedelta | None = None
        self._followed: tuple[datetime, float] | None = None

    def wall(self) -> datetime:
        """What the machine's own clock shows, which somebody may set."""
        return datetime.now(UTC)

    def steady(self) -> float:
        """Seconds that only ever rise, also while the machine sleeps."""
        return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))

    def now(self) -> datetime:
        """The database's time, as far as this machine knows it; else its own."""
        if self._followed is None:
            return self.wall()
        theirs, seen_at = self._followed
        return theirs + timedelta(seconds=self.steady() - seen_at)

    def is_due(self) -> bool:
        """Whether it is time to look at the database's clock again."""
        return self._followed is None or self.steady() - self._followed[1] >= LOOK_EVERY

    def follow(self, theirs: datetime, asked_at: float) -> None:
        """The database said ``theirs`` when it was asked at ``asked_at`` (of ``steady``) and has answered just now."""
        seen_at = (asked_at + self.steady()) / 2
        self._followed = (theirs.astimezone(UTC), seen_at)
        self.difference = self.wall() - self.now()


#: The one on which this process runs. Tests put others in its place.
machine = MachineClocks()

_moved: ContextVar[datetime | None] = ContextVar("moved", default=None)
_moved_everywhere: list[datetime] = []
_ahead: list[Callable[[], timedelta]] = [timedelta]


def now() -> datetime:
    """The present moment in UTC."""
    return _moved.get() or (_moved_everywhere[-1] if _moved_everywhere else None) or machine.now() + _ahead[-1]()


def goes_ahead_by(ahead: Callable[[], timedelta]) -> None:
    """``ahead`` says how far the clock of this programme was moved ahead: nothing, but in a practice (``pb.practice``)."""
    _ahead.append(ahead)


def unmoved() -> datetime:
    """The same, whatever a demo, a practice or a test has moved: what cookies are signed with."""
    return machine.now()


def difference_that_matters() -> timedelta | None:
    """How far this machine's clock is ahead of the database's (behind: negative), where that is more than
    ``TOLERANCE``."""
    found = machine.difference
    return found if found is not None and abs(found) > TOLERANCE else None


def today() -> date:
    """Today's date where the programme is (Europe/London), which is what a voter's calendar says."""
    return now().astimezone(LOCAL).date()


@contextmanager
def moved(to: datetime, *, everywhere: bool = False) -> Iterator[None]:
    """Let ``now()`` be ``to`` (an aware time) within the block.

    By default only for the code of this block; with ``everywhere`` for all threads, for tests that run a server.
    """
    if to.tzinfo is None:
        raise ValueError("a moved clock needs a time with its zone")
    if everywhere:
        _moved_everywhere.append(to)
        try:
            yield
        finally:
            _moved_everywhere.pop()
        return
    token = _moved.set(to)
    try:
        yield
    finally:
        _moved.reset(token)
