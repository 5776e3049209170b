"""Voting sessions as a person who wants to vote looks for them: what is open now, what comes next, what is on which day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, Protocol, TypeVar

from pb.clock import LOCAL
from pb.venues.rules.hours import SessionTimes, hours_on, through_the_night


class DatedSession(SessionTimes, Protocol):
    """A session with when it was cancelled."""

    @property
    def cancelled_at(self) -> datetime | None: ...


Session = TypeVar("Session", bound=DatedSession)


@dataclass(frozen=True)
class SessionOnDay(Generic[Session]):
    """A session on one of its days, with the hours of that day."""

    session: Session
    day: date
    starts: datetime
    ends: datetime

    @property
    def cancelled(self) -> bool:
        return self.session.cancelled_at is not None


def days_of(session: Session) -> list[SessionOnDay[Session]]:
    """Each day of a session: one that stays for days has the same hours on each; one through the night is one."""
    first, last = session.starts_at.astimezone(LOCAL).date(), session.ends_at.astimezone(LOCAL).date()
    if through_the_night(session.starts_at, session.ends_at):
        return [SessionOnDay(session, first, session.starts_at, session.ends_at)]
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    found = ((day, hours_on(session, day, 0)) for day in days)
    return [SessionOnDay(session, day, *hours) for day, hours in found if hours]


def to_come(sessions: Iterable[Session], now: datetime) -> list[SessionOnDay[Session]]:
    """Every day of every session that is not over, in order of time; cancelled ones too, so that nobody goes there."""
    ahead = [each for session in sessions for each in days_of(session) if each.ends > now]
    return sorted(ahead, key=lambda each: (each.starts, each.ends))


def open_now(ahead: Iterable[SessionOnDay[Session]], now: datetime) -> list[SessionOnDay[Session]]:
    """Those at which people can vote at this moment."""
    return [each for each in ahead if each.starts <= now and not each.cancelled]


def next_ones(ahead: Iterable[SessionOnDay[Session]], now: datetime) -> list[SessionOnDay[Session]]:
    """Those that start next, all at the same moment."""
    later = [each for each in ahead if each.starts > now and not each.cancelled]
    return [each for each in later if each.starts == later[0].starts]
