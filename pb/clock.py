"""The one clock of the program. Everything that asks for the time asks here, so that a demo and the tests can move
it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

#: The place in which the programme's dates and times are read and shown.
LOCAL = ZoneInfo("Europe/London")

_moved: ContextVar[datetime | None] = ContextVar("moved", default=None)
_moved_everywhere: list[datetime] = []


def now() -> datetime:
    """The present moment in UTC."""
    return _moved.get() or (_moved_everywhere[-1] if _moved_everywhere else None) or datetime.now(UTC)


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
