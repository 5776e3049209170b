"""When ballots may be opened at a voting session: within its hours, with the round's margin before and after."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Protocol

from pb.clock import LOCAL
from pb.formats import day_time, start_time
from pb.venues.rules.sentences import ASK_FOR_LONGER, SESSION_IS_OVER, SESSION_NOT_TODAY
from pb.words import Sentence
from pb.words import lazy_gettext as _l


class SessionTimes(Protocol):
    """What the hours need to know of a voting session."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def extended_until(self) -> datetime | None: ...


def through_the_night(starts_at: datetime, ends_at: datetime) -> bool:
    """Whether a session is open from its start to its end without a break, and not at the same hours of each day."""
    return starts_at.astimezone(LOCAL).time() >= ends_at.astimezone(LOCAL).time()


def hours_on(session: SessionTimes, day: date, margin: int) -> tuple[datetime, datetime] | None:
    """From when until when ballots may be opened on ``day``; None where the session is on other days.

    ``margin`` in minutes, before and after. A session that stays at a venue for days ("Monday 9am to Thursday 5pm") has
    these hours on each of them. One that ends earlier in the day than it starts goes on through the night.
    """
    starts, ends = session.starts_at.astimezone(LOCAL), session.ends_at.astimezone(LOCAL)
    if not starts.date() <= day <= ends.date():
        return None
    if not through_the_night(starts, ends):
        starts, ends = datetime.combine(day, starts.time(), LOCAL), datetime.combine(day, ends.time(), LOCAL)
    spare, longer = timedelta(minutes=margin), session.extended_until
    until = ends + spare
    if longer and longer.astimezone(LOCAL).date() == day:
        until = max(until, longer)
    return starts - spare, until


def hours_at(session: SessionTimes, now: datetime, margin: int) -> tuple[datetime, datetime] | None:
    """The hours that go on at ``now``, also past midnight: the margin of a late session lies on the next day, that of an
    early one on the day before. Where none do, those of the day.
    """
    today = now.astimezone(LOCAL).date()
    for day in (today - timedelta(days=1), today, today + timedelta(days=1)):
        hours = hours_on(session, day, margin)
        if hours and hours[0] <= now < hours[1]:
            return hours
    return hours_on(session, today, margin)


def last_hour(session: SessionTimes, margin: int) -> datetime:
    """The moment from which the session will never have hours again, as it stands."""
    last = session.ends_at.astimezone(LOCAL).date()
    hours = hours_on(session, last, margin)
    assert hours is not None  # a session has hours on its last day
    return hours[1]


def is_over(session: SessionTimes, now: datetime, margin: int) -> bool:
    """Whether the session will never have hours again, as it stands."""
    return now >= last_hour(session, margin)


def is_by_tomorrow(session: SessionTimes, now: datetime) -> bool:
    """Whether the session has begun, or begins today or tomorrow."""
    tomorrow = now.astimezone(LOCAL).date() + timedelta(days=1)
    return session.starts_at.astimezone(LOCAL).date() <= tomorrow


def why_closed(session: SessionTimes, now: datetime, margin: int) -> tuple[Sentence, Sentence] | None:
    """Why no ballot can be opened now, and what to do: another day, too early, too late. None within the hours."""
    hours = hours_at(session, now, margin)
    if hours is None:
        planned = {"starts": start_time(session.starts_at), "ends": day_time(session.ends_at)}
        return SESSION_NOT_TODAY, _l(
            "It is from %(starts)s until %(ends)s. If this is wrong, phone the coordinator.", **planned
        )
    if now < hours[0]:
        begins = _l("You can open ballots here from %(when)s.", when=day_time(hours[0]))
        return _l("This voting session has not started yet."), begins
    return (SESSION_IS_OVER, ASK_FOR_LONGER) if now >= hours[1] else None


def longer_error(
    session: SessionTimes, until: datetime, *, now: datetime, margin: int, closes_at: datetime
) -> Sentence | None:
    """Why a session cannot stay open until ``until``, or None. Only today, and not beyond the close of voting."""
    today = now.astimezone(LOCAL).date()
    hours = hours_on(session, today, margin)
    if hours is None:
        return _l("There is no session here today. You can plan another one.")
    if until.astimezone(LOCAL).date() != today:
        return _l("A session can only stay open for longer on the same day. Enter a time today.")
    if until <= max(now, hours[1]):
        return _l("Ballots can already be opened here until %(when)s. Enter a later time.", when=day_time(hours[1]))
    if until > closes_at:
        return _l("Voting closes on %(when)s. Enter an earlier time.", when=day_time(closes_at))
    return None
