"""Small numbers: turnout is published for groups of at least ten ballots, in one partition for every table, chart and
file.

Places and channels are two views of the same ballots (at home: online and post; at venues: kiosk and paper). Each side
is split on its own, and the finest split is taken from which no smaller number comes out by adding and taking away,
even for somebody who knows which venue had no kiosk: neither of one venue nor of several together, in one channel or
on one day. Days are a third view of them: they stand beside the other two, or are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

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

    ``cells``: ballots by (place, channel, day); ``days``: all of them, in the order of the calendar.
    """
    of_day = _by(cells, 2)
    found = in_a_row({day: of_day.get(day, 0) for day in days}, least)
    return () if len(found) < 2 or _tell_too_much((beside.places, beside.channels, found), cells, least) else found


def _split_of_side(cells: dict, least: int, *, alone: bool) -> TurnoutSplit:
    """The finest safe split of one side: places always, channels where they give nothing away."""
    found = TurnoutSplit(merged(_by(cells, 0), least), merged(_by(cells, 1), least))
    home_and_venues_are_one_side = alone and len(_sides(cells)) == 2
    if home_and_venues_are_one_side or _tell_too_much((found.places, found.channels), cells, least):
        everything = TurnoutGroup(tuple(sorted({channel for _, channel in cells})), sum(cells.values()))
        return TurnoutSplit(found.places, (everything,))
    return found


def _tell_too_much(views: Sequence[tuple[TurnoutGroup, ...]], cells: Mapping[tuple, int], least: int) -> bool:
    return tells_below(least, [[group.members for group in groups] for groups in views], cells)


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
