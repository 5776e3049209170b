"""Several sessions changed together: how each comes out, decided before anything is written.

The preview and the act ask the same function, so what a page showed is what is done, or nothing is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from pb.clock import LOCAL
from pb.formats import last_day
from pb.typed_times import NotAMoment, TypedTime, moment_of
from pb.unicode_text import tidy
from pb.venues.rules.sentences import ACCOUNT_IS_MADE, SESSION_AT_THIS_TIME, SESSION_WAS_CANCELLED, VOTERS_WERE_THERE
from pb.venues.rules.sessions import begun_error, overlap, times_error
from pb.words import Sentence
from pb.words import lazy_gettext as _l


class SessionChangeKind(StrEnum):
    """What is changed of all of them."""

    MOVE = "move"
    TIMES = "times"
    TEAM = "team"
    NOTE = "note"
    CANCEL = "cancel"


@dataclass(frozen=True)
class SessionChange:
    """What is changed. ``days``, ``minutes``: by how much the clock shows another time; ``starts``, ``ends``: on the same
    days at these times, None: as they are; ``joins``, ``leaves``: ids of accounts.
    """

    kind: SessionChangeKind
    days: int = 0
    minutes: int = 0
    starts: TypedTime | None = None
    ends: TypedTime | None = None
    joins: frozenset[int] = frozenset()
    leaves: frozenset[int] = frozenset()
    note: str = ""
    reason: str = ""


@dataclass(frozen=True)
class SessionAsItIs:
    """A session as it stands. ``has_voters``: somebody was let in to vote; ``accounted``: its ballot paper account was
    submitted; ``papers``: how many were printed for it.
    """

    id: int
    venue_id: int
    venue: str
    starts_at: datetime
    ends_at: datetime
    was_starts_at: datetime | None = None
    was_ends_at: datetime | None = None
    is_cancelled: bool = False
    team: frozenset[int] = frozenset()
    note: str = ""
    has_voters: bool = False
    accounted: bool = False
    papers: int = 0


@dataclass(frozen=True)
class SessionOutcome:
    """How one comes out: as it is ``then``; ``cannot``: why it stays as it is."""

    session: SessionAsItIs
    then: SessionAsItIs
    cannot: Sentence | None = None

    @property
    def is_done(self) -> bool:
        """Whether it is changed at all."""
        return self.cannot is None and self.then != self.session


@dataclass(frozen=True)
class SessionsAround:
    """What the sessions are changed in: all sessions of the round, the days of the vote, and this moment."""

    everything: Iterable[SessionAsItIs]
    opens_at: datetime
    closes_at: datetime
    now: datetime
    _by_venue: dict[int, list[SessionAsItIs]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for each in self.everything:
            if not each.is_cancelled:
                self._by_venue[each.venue_id].append(each)

    def others_at(self, session: SessionAsItIs) -> list[SessionAsItIs]:
        """The other sessions of its venue that take place."""
        return [each for each in self._by_venue[session.venue_id] if each.id != session.id]


def outcomes(chosen: Iterable[SessionAsItIs], change: SessionChange, around: SessionsAround) -> list[SessionOutcome]:
    """How each of the chosen ones comes out, in their order."""
    found = [_alone(each, change, around) for each in chosen]
    return (
        _without_clashes(found, around) if change.kind in (SessionChangeKind.MOVE, SessionChangeKind.TIMES) else found
    )


def _alone(session: SessionAsItIs, change: SessionChange, around: SessionsAround) -> SessionOutcome:
    """How one comes out by itself, without a look at the others."""
    if sentence := _why_it_stays(session, change.kind, around.now):
        return SessionOutcome(session, session, sentence)
    try:
        then = _changed(session, change)
    except NotAMoment as never:
        return SessionOutcome(session, session, never.why)
    sentence = _cannot_be(session, then, around)
    return SessionOutcome(session, session if sentence else then, sentence)


def _why_it_stays(session: SessionAsItIs, kind: SessionChangeKind, now: datetime) -> Sentence | None:
    if session.is_cancelled:
        return SESSION_WAS_CANCELLED
    if session.ends_at <= now:
        return _l("This session is over.")
    if kind in (SessionChangeKind.TEAM, SessionChangeKind.NOTE):
        return None
    if session.accounted:
        return ACCOUNT_IS_MADE
    if session.has_voters and kind == SessionChangeKind.CANCEL:
        return VOTERS_WERE_THERE
    return None


def _changed(session: SessionAsItIs, change: SessionChange) -> SessionAsItIs:
    """Raises ``NotAMoment`` where the clocks never show the new time on that day, or show it twice."""
    if change.kind == SessionChangeKind.MOVE:
        by = timedelta(days=change.days, minutes=change.minutes)
        return replace(session, starts_at=_moved(session.starts_at, by), ends_at=_moved(session.ends_at, by))
    if change.kind == SessionChangeKind.TIMES:
        first = session.starts_at.astimezone(LOCAL).date()
        starts_at = moment_of(first, change.starts) if change.starts else session.starts_at
        ends_at = moment_of(last_day(session.ends_at), change.ends) if change.ends else session.ends_at
        return replace(session, starts_at=starts_at, ends_at=ends_at)
    if change.kind == SessionChangeKind.TEAM:
        return replace(session, team=(session.team - change.leaves) | change.joins)
    if change.kind == SessionChangeKind.NOTE:
        return replace(session, note=tidy(change.note))
    return replace(session, is_cancelled=True)


def _moved(moment: datetime, by: timedelta) -> datetime:
    """By the clock on the wall: 10am stays 10am when the clocks change between the two days."""
    there = moment.astimezone(LOCAL).replace(tzinfo=None) + by
    return moment_of(there.date(), TypedTime(there.time()))


def _cannot_be(session: SessionAsItIs, then: SessionAsItIs, around: SessionsAround) -> Sentence | None:
    gone = session.team - then.team
    if session.starts_at <= around.now and (begun := begun_error(session, then.starts_at, then.ends_at, gone)):
        return begun[0]
    if (then.starts_at, then.ends_at) == (session.starts_at, session.ends_at):
        return None
    if sentence := times_error(then.starts_at, then.ends_at, around.opens_at, around.closes_at):
        return sentence
    if then.starts_at != session.starts_at:
        if session.has_voters:
            return _l("People have already voted at this session, so it cannot start at another time.")
        if then.starts_at <= around.now:
            return _l("It would have started already.")
    return _l("It would be over already.") if then.ends_at <= around.now else None


def _without_clashes(found: list[SessionOutcome], around: SessionsAround) -> list[SessionOutcome]:
    """None of them at the same time as another of its venue. One that stays may be in the way of the next, so it is asked
    again until nothing changes; each time at least one more stays.
    """
    while True:
        then = {each.session.id: each.then for each in found}
        now_clashing = {
            each.session.id
            for each in found
            if each.is_done and _clashes(each.then, around.others_at(each.session), then)
        }
        if not now_clashing:
            return found
        found = [
            SessionOutcome(each.session, each.session, SESSION_AT_THIS_TIME)
            if each.session.id in now_clashing
            else each
            for each in found
        ]


def _clashes(session: SessionAsItIs, others: Iterable[SessionAsItIs], then: dict[int, SessionAsItIs]) -> bool:
    times = [(each.starts_at, each.ends_at) for each in (then.get(other.id, other) for other in others)]
    return overlap(session.starts_at, session.ends_at, times)
