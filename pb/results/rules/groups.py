"""Small numbers: turnout is published for groups of at least ten ballots, in one partition for every table, chart and
file.

Places and channels are two views of the same ballots (at home: online and post; at venues: kiosk and paper). Each side
is split on its own, and the finest split is taken from which no smaller number comes out by adding and taking away,
even for somebody who knows which venue had no kiosk. That holds for one venue and for several together, in one channel
or on one day. Days are a third view of them: they stand beside the other two, or are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pb.results.rules.bounds import known_nearer_than
from pb.results.rules.derivable import tells_below

#: The least number of ballots in a published group.
LEAST = 10

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class TurnoutGroup:
    """Places, channels or days that are published together, and their ballots."""

    members: tuple
    ballots: int


@dataclass(frozen=True)
class TurnoutSplit:
    """One round's turnout by place and by channel, as it is published."""

    places: tuple[TurnoutGroup, ...]
    channels: tuple[TurnoutGroup, ...]


def merged(counts: Mapping[Key, int], least: int = LEAST) -> tuple[TurnoutGroup, ...]:
    """The smallest members put together until every group has at least ``least`` ballots, largest group first.

    The order of ``counts`` does not matter. With fewer than ``least`` ballots in all there is one group of everything.
    """
    done: list[list[Key]] = []
    pile: list[Key] = []
    for member in sorted(counts, key=lambda m: (counts[m], str(m))):
        pile.append(member)
        if sum(counts[m] for m in pile) >= least:
            done.append(pile)
            pile = []
    if pile and done:
        done[-1] += pile
    elif pile:
        done.append(pile)
    return _largest_first(TurnoutGroup(tuple(sorted(group, key=str)), sum(counts[m] for m in group)) for group in done)


def split(cells: Mapping[tuple[Any, str], int], least: int = LEAST) -> TurnoutSplit:
    """The published partition of ``cells``: ballots by (place, channel); place None is a vote from home.

    Every number that is published, or can be worked out by adding and taking away, is at least ``least`` ballots, of
    whatever places and channels it is (or it is the whole round). Where channels would tell more, they are not told
    apart.
    """
    sides = _sides(cells)
    if any(sum(side.values()) < least for side in sides):
        sides = [dict(cells)]
    parts = [_split_of_side(side, least, alone=len(sides) == 1) for side in sides]
    return TurnoutSplit(
        _largest_first(group for part in parts for group in part.places),
        _largest_first(group for part in parts for group in part.channels),
    )


def in_a_row(counts: Mapping[Key, int], least: int = LEAST) -> tuple[TurnoutGroup, ...]:
    """Neighbours put together, in the order of ``counts``, until every group has at least ``least`` ballots."""
    groups: list[TurnoutGroup] = []
    open_: tuple = ()
    for member in counts:
        open_ = (*open_, member)
        if sum(counts[m] for m in open_) >= least:
            groups.append(TurnoutGroup(open_, sum(counts[m] for m in open_)))
            open_ = ()
    if open_:
        before = groups.pop() if groups else TurnoutGroup((), 0)
        groups.append(TurnoutGroup(before.members + open_, before.ballots + sum(counts[m] for m in open_)))
    return tuple(groups)


def split_of_days(
    cells: Mapping[tuple[Any, str, Any], int], days: Sequence[Any], beside: TurnoutSplit, least: int = LEAST
) -> tuple[TurnoutGroup, ...]:
    """The groups of ``days`` that may be published beside that split; none where they would give away a smaller number.

    ``cells``: ballots by (place, channel, day); ``days``: all of them, in the order of the calendar. Votes from home are
    much the same from day to day, so subtracting the day before from a day with sessions gives away the votes at its
    venues. So neighbouring days are put together until those too are at least ``least``, and give nothing away.
    """
    of_day = _by(cells, 2)
    at_venues = {cell: n for cell, n in cells.items() if cell[0] is not None}
    found = list(in_a_row({day: of_day.get(day, 0) for day in days}, least))
    _join_those_with_few(found, at_venues, least)
    while len(found) > 1:
        views = beside.places, beside.channels, tuple(found)
        if not any(_tell_too_much(views, known, least) for known in (at_venues, cells)):
            return tuple(found)
        _join_in_twos(found, at_venues)
    return ()


def _on_days(group: TurnoutGroup, at_venues: Mapping[tuple[Any, str, Any], int]) -> int | None:
    """Ballots at venues on these days; None where no session was held."""
    here = [n for cell, n in at_venues.items() if cell[2] in group.members]
    return sum(here) if here else None


def _join_those_with_few(found: list[TurnoutGroup], at_venues: Mapping[tuple[Any, str, Any], int], least: int) -> None:
    """Days with sessions at which fewer than ``least`` voted go to a neighbour, by preference to one with sessions too."""
    while len(found) > 1:
        told = [_on_days(group, at_venues) for group in found]
        few = next((n for n, here in enumerate(told) if here is not None and here < least), None)
        if few is None:
            return
        beside = [n for n in (few - 1, few + 1) if 0 <= n < len(found)]
        _join(found, min(few, max(beside, key=lambda n: (told[n] is not None, -found[n].ballots))))


def _join_in_twos(found: list[TurnoutGroup], at_venues: Mapping[tuple[Any, str, Any], int]) -> None:
    """Each two neighbours with sessions become one; where there are none, each two neighbours."""
    held = [_on_days(group, at_venues) is not None for group in found]
    any_two = not any(one and two for one, two in zip(held, held[1:], strict=False))
    n = 0
    while n < len(held) - 1:
        if any_two or (held[n] and held[n + 1]):
            _join(found, n)
            del held[n]
        n += 1


def _join(found: list[TurnoutGroup], first: int) -> None:
    one, two = found[first : first + 2]
    found[first : first + 2] = [TurnoutGroup(one.members + two.members, one.ballots + two.ballots)]


def _split_of_side(cells: dict, least: int, *, alone: bool) -> TurnoutSplit:
    """The finest safe split of one side: places always, channels where they give nothing away."""
    found = TurnoutSplit(merged(_by(cells, 0), least), merged(_by(cells, 1), least))
    home_and_venues_are_one_side = alone and len(_sides(cells)) == 2
    if home_and_venues_are_one_side or _tell_too_much((found.places, found.channels), cells, least):
        everything = TurnoutGroup(tuple(sorted({channel for _, channel in cells})), sum(cells.values()))
        return TurnoutSplit(found.places, (everything,))
    return found


def _tell_too_much(views: Sequence[tuple[TurnoutGroup, ...]], cells: Mapping[tuple, int], least: int) -> bool:
    members = [[group.members for group in groups] for groups in views]
    return tells_below(least, members, cells) or known_nearer_than(least, members, cells)


def _sides(cells: Mapping) -> list[dict]:
    """Home and venues, where no channel belongs to both; else everything as one side."""
    home = {cell: n for cell, n in cells.items() if cell[0] is None}
    away = {cell: n for cell, n in cells.items() if cell[0] is not None}
    shared = {channel for _, channel in home} & {channel for _, channel in away}
    return [dict(cells)] if shared else [side for side in (home, away) if side]


def _by(cells: Mapping, view: int) -> dict:
    totals: dict = defaultdict(int)
    for cell, n in cells.items():
        totals[cell[view]] += n
    return dict(totals)


def _largest_first(groups: Iterable[TurnoutGroup]) -> tuple[TurnoutGroup, ...]:
    return tuple(sorted(groups, key=lambda group: (-group.ballots, len(group.members), str(group.members))))
