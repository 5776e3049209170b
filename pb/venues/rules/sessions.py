"""When a voting session can be."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, time
from typing import NamedTuple, Protocol

from pb.clock import LOCAL
from pb.formats import day_time, last_day, start_time
from pb.venues.rules.hours import through_the_night
from pb.words import Sentence
from pb.words import lazy_gettext as _l


class SessionFirstTimes(Protocol):
    """A session with the times that were public first, where they are others now."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def was_starts_at(self) -> datetime | None: ...
    @property
    def was_ends_at(self) -> datetime | None: ...


class FirstTimes(NamedTuple):
    """The times that were public first, and when they were changed; None where they are those again."""

    was_starts_at: datetime | None = None
    was_ends_at: datetime | None = None
    times_changed_at: datetime | None = None


def order_error(starts_at: datetime, ends_at: datetime) -> Sentence | None:
    """Why a session cannot have these times whenever voting is, or None."""
    if ends_at.astimezone(UTC) > starts_at.astimezone(UTC):
        return None
    ends = ends_at.astimezone(LOCAL)
    if ends.time() == time(0) and ends.date() == starts_at.astimezone(LOCAL).date():
        return _l("The session must end after it starts. For midnight at the end of a day, write 24:00.")
    return _l("The session must end after it starts. Check the two times.")


def times_error(starts_at: datetime, ends_at: datetime, opens_at: datetime, closes_at: datetime) -> Sentence | None:
    """Why a session cannot be at this time in a round whose voting is open from ``opens_at`` until ``closes_at``, or
    None.
    """
    if why := order_error(starts_at, ends_at):
        return why
    if starts_at < opens_at or ends_at > closes_at:
        return _l(
            "Voting is open from %(opens)s until %(closes)s. The session must be within that time.",
            opens=start_time(opens_at),
            closes=day_time(closes_at),
        )
    return None


def overlap(starts_at: datetime, ends_at: datetime, others: list[tuple[datetime, datetime]]) -> bool:
    """Whether a session would be at the same time as one of the ``others`` at its venue."""
    return any(starts_at < end and start < ends_at for start, end in others)


def first_times(session: SessionFirstTimes, starts_at: datetime, ends_at: datetime, now: datetime) -> FirstTimes:
    """What a session says of its first times once it has these. A letter that was printed before has the first ones."""
    first = (session.was_starts_at or session.starts_at, session.was_ends_at or session.ends_at)
    return FirstTimes() if first == (starts_at, ends_at) else FirstTimes(*first, now)


def begun_error(
    session: SessionFirstTimes, starts_at: datetime, ends_at: datetime, gone: Collection[int]
) -> tuple[Sentence, Sentence | str] | None:
    """Why a session that has begun cannot have these times or lose these people of its team, and what to do; or None."""
    if starts_at != session.starts_at or gone:
        said = _l("This session has started, so you cannot change its start time or remove anyone from its team.")
        return said, ""
    if ends_at > session.ends_at:
        return (
            _l("This session has started, so you cannot change it to end later."),
            _l("Use “Keep this session open for longer today” and say why."),
        )
    if through_the_night(starts_at, ends_at) != through_the_night(starts_at, session.ends_at):
        return (
            _l("This session has started, so you cannot change its opening hours."),
            _l("Choose another day with the same end time, or close the session at the end of its opening hours."),
        )
    return None


def opening_again_error(ends_at: datetime, now: datetime, closes_at: datetime) -> Sentence | None:
    """Why a cancelled session cannot be opened again, or None: its last day is over, or voting has closed."""
    if last_day(ends_at) < now.astimezone(LOCAL).date() or now >= closes_at:
        return _l("The day of this session is over, so it cannot be opened again.")
    return None
