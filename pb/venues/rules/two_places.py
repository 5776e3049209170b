"""What is unusual in the plan of sessions, and may be right all the same: somebody is on two teams at once, a venue is
planned twice at one time, nobody or one person alone is on a team. Nothing is refused for it.

How long somebody needs from one place to the next is not looked at: nobody has told the program.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache

from pb.clock import LOCAL
from pb.venues.rules.by_day import days_of


@dataclass(frozen=True)
class SessionWithTeam:
    """A planned session with its team (ids of accounts). ``round_id``: a venue serves several rounds."""

    id: int
    round_id: int
    venue_id: int
    venue: str
    starts_at: datetime
    ends_at: datetime
    team: frozenset[int]
    extended_until: datetime | None = None
    cancelled_at: None = None

    @cached_property
    def over_at(self) -> datetime:
        """When its last day is over, at the latest."""
        return max(self.ends_at, self.extended_until or self.ends_at)

    @cached_property
    def hours(self) -> list[tuple[datetime, datetime]]:
        """From when until when on each of its days: between them its team is elsewhere. (One of a single day, as nearly all
        are, has its own.)
        """
        if self.extended_until is None and _is_of_one_day(self.starts_at, self.ends_at):
            return [(self.starts_at, self.ends_at)]
        return [(each.starts, each.ends) for each in days_of(self)]


@lru_cache(2_000)  # hundreds of sessions begin and end at the same few hours
def _is_of_one_day(starts: datetime, ends: datetime) -> bool:
    return _day_of(starts) == _day_of(ends)


def _day_of(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()


@dataclass
class UnusualSession:
    """Of one session. ``elsewhere``: who is on the team of which other sessions at the same time, at other venues;
    ``same_venue``: other sessions of the venue at this time.
    """

    elsewhere: list[tuple[int, SessionWithTeam]] = field(default_factory=list)
    same_venue: list[SessionWithTeam] = field(default_factory=list)
    nobody: bool = False
    alone: bool = False

    def __bool__(self) -> bool:
        return bool(self.elsewhere or self.same_venue or self.nobody)


def unusual_sessions(
    sessions: Collection[SessionWithTeam], of: Collection[int] | None = None
) -> dict[int, UnusualSession]:
    """What is unusual of each session, by its id. ``of``: of these sessions only, which stand among all of them."""
    wanted = [each for each in sessions if of is None or each.id in of]
    found = {each.id: UnusualSession(nobody=not each.team, alone=len(each.team) == 1) for each in wanted}
    people, places = {who for each in wanted for who in each.team}, {each.venue_id for each in wanted}
    for account_id, theirs in _by_person(sessions).items():
        for one, other in _at_once(theirs, found) if account_id in people else ():
            if one.venue_id != other.venue_id:
                for each, where in ((one, other), (other, one)):
                    if each.id in found:
                        found[each.id].elsewhere.append((account_id, where))
    for venue_id, here in _by_venue(sessions).items():
        for one, other in _at_once(here, found) if venue_id in places else ():
            for each, where in ((one, other), (other, one)):
                if each.id in found:
                    found[each.id].same_venue.append(where)
    return found


def to_look_at(sessions: Collection[SessionWithTeam]) -> frozenset[int]:
    """The sessions of which ``unusual_sessions`` has something to look at, by id, without all that it has to say of them."""
    twice = (_one_other(here) for here in _by_venue(sessions).values())
    return frozenset(
        [each.id for each in sessions if not each.team]
        + [*at_two_places(sessions)]
        + [id_ for each in twice for id_ in each]
    )


def at_two_places(sessions: Iterable[SessionWithTeam]) -> dict[int, tuple[int, SessionWithTeam]]:
    """Of each session with somebody on its team who is on another at the same time, at another venue: who, and that
    other; the first of them where there are many. By its id.
    """
    found: dict[int, tuple[int, SessionWithTeam]] = {}
    for account_id, theirs in _by_person(sessions).items():
        for id_, other in _one_other(_overlapping(theirs), elsewhere=True).items():
            found.setdefault(id_, (account_id, other))
    return found


def _overlapping(sessions: Iterable[SessionWithTeam]) -> list[SessionWithTeam]:
    """Those that are not over before the next begins, or begin before another is over, whatever their hours of each day:
    of hundreds of sessions nobody works out the hours of the others.
    """
    found: dict[int, SessionWithTeam] = {}
    longest: SessionWithTeam | None = None
    for each in sorted(sessions, key=lambda one: one.starts_at):
        if longest and each.starts_at < longest.over_at:
            found[longest.id], found[each.id] = longest, each
        if longest is None or each.over_at > longest.over_at:
            longest = each
    return sorted(found.values(), key=lambda one: (one.starts_at, one.id))


def _by_person(sessions: Iterable[SessionWithTeam]) -> dict[int, list[SessionWithTeam]]:
    found: dict[int, list[SessionWithTeam]] = defaultdict(list)
    for each in sessions:
        for account_id in sorted(each.team):
            found[account_id].append(each)
    return found


def _by_venue(sessions: Iterable[SessionWithTeam]) -> dict[int, list[SessionWithTeam]]:
    found: dict[int, list[SessionWithTeam]] = defaultdict(list)
    for each in sessions:
        found[each.venue_id].append(each)
    return found


def _at_once(
    sessions: Iterable[SessionWithTeam], wanted: Container[int]
) -> Iterator[tuple[SessionWithTeam, SessionWithTeam]]:
    """Each two of these that share a moment, once. Only those of which one is ``wanted`` (ids)."""
    told: set[tuple[int, int]] = set()
    for each, on_now in _in_time(sessions):
        others = on_now if each.id in wanted else [other for other in on_now if other.id in wanted]
        for other in others:
            pair = (min(each.id, other.id), max(each.id, other.id))
            if pair not in told:
                told.add(pair)
                yield other, each


def _one_other(sessions: Iterable[SessionWithTeam], *, elsewhere: bool = False) -> dict[int, SessionWithTeam]:
    """Of each of these that shares a moment with others, one of those, by its id. ``elsewhere``: with others at another
    venue.
    """
    found: dict[int, SessionWithTeam] = {}
    for each, on_now in _in_time(sessions):
        others = [other for other in on_now if other.venue_id != each.venue_id] if elsewhere else on_now
        if others:
            found.setdefault(each.id, others[0])
            for other in others:
                found.setdefault(other.id, each)
    return found


def _in_time(sessions: Iterable[SessionWithTeam]) -> Iterator[tuple[SessionWithTeam, list[SessionWithTeam]]]:
    """Each day of each of these in order of time, with the others that are on when it starts."""
    hours = sorted(((starts, ends, each) for each in sessions for starts, ends in each.hours), key=lambda one: one[:2])
    on_now: list[tuple[datetime, SessionWithTeam]] = []
    for starts, ends, each in hours:
        on_now = [one for one in on_now if one[0] > starts]
        yield each, [other for _ends, other in on_now if other.id != each.id]
        on_now.append((ends, each))
