"""What is unusual in the plan of sessions, and may be right all the same: somebody is on two teams at once, a venue is
planned twice at one time, nobody or one person alone is on a team. Nothing is refused for it.

How long somebody needs from one place to the next is not looked at: nobody has told the program.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from pb.venues.rules.by_day import days_of


@dataclass(frozen=True)
class Staffed:
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

    def hours(self) -> list[tuple[datetime, datetime]]:
        """From when until when on each of its days: between them its team is elsewhere."""
        return [(each.starts, each.ends) for each in days_of(self)]


@dataclass
class Unusual:
    """Of one session. ``elsewhere``: who is on the team of which other sessions at the same time, at other venues;
    ``same_venue``: other sessions of the venue at this time.
    """

    elsewhere: list[tuple[int, Staffed]] = field(default_factory=list)
    same_venue: list[Staffed] = field(default_factory=list)
    nobody: bool = False
    alone: bool = False

    def __bool__(self) -> bool:
        return bool(self.elsewhere or self.same_venue or self.nobody)


def unusual(sessions: Iterable[Staffed]) -> dict[int, Unusual]:
    """What is unusual of each session, by its id."""
    found: dict[int, Unusual] = {}
    by_person: dict[int, list[Staffed]] = defaultdict(list)
    by_venue: dict[int, list[Staffed]] = defaultdict(list)
    for each in sessions:
        found[each.id] = Unusual(nobody=not each.team, alone=len(each.team) == 1)
        by_venue[each.venue_id].append(each)
        for account_id in sorted(each.team):
            by_person[account_id].append(each)
    for account_id, theirs in by_person.items():
        for one, other in _at_once(theirs):
            if one.venue_id != other.venue_id:
                found[one.id].elsewhere.append((account_id, other))
                found[other.id].elsewhere.append((account_id, one))
    for here in by_venue.values():
        for one, other in _at_once(here):
            found[one.id].same_venue.append(other)
            found[other.id].same_venue.append(one)
    return found


def _at_once(sessions: list[Staffed]) -> Iterable[tuple[Staffed, Staffed]]:
    """Each two of these that share a moment, once."""
    hours = sorted(
        ((starts, ends, each) for each in sessions for starts, ends in each.hours()), key=lambda one: (one[0], one[1])
    )
    told: set[tuple[int, int]] = set()
    on_now: list[tuple[datetime, Staffed]] = []
    for starts, ends, each in hours:
        on_now = [one for one in on_now if one[0] > starts]
        for _ends, other in on_now:
            pair = (min(each.id, other.id), max(each.id, other.id))
            if other.id != each.id and pair not in told:
                told.add(pair)
                yield other, each
        on_now.append((ends, each))
