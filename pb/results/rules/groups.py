"""Small numbers: turnout is published for groups of at least ten ballots, in one partition for every table, chart and file.

Places and channels are two views of the same ballots (at home: online and post; at venues: kiosk and paper). Each side
is split on its own, and the finest split is taken from which no smaller number comes out by adding and taking away,
even for somebody who knows which venue had no kiosk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pb.results.rules.derivable import Known

#: The least number of ballots in a published group.
LEAST = 10

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Group:
    """Places or channels that are published together, and their ballots."""

    members: tuple
    ballots: int


@dataclass(frozen=True)
class Split:
    """One round's turnout in the only two views that are ever published."""

    places: tuple[Group, ...]
    channels: tuple[Group, ...]


def merged(counts: Mapping[Key, int], least: int = LEAST) -> tuple[Group, ...]:
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
    groups = (Group(tuple(sorted(group, key=str)), sum(counts[m] for m in group)) for group in done)
    return tuple(sorted(groups, key=lambda group: (-group.ballots, len(group.members), str(group.members))))


def split(cells: Mapping[tuple[Any, str], int], least: int = LEAST) -> Split:
    """The published partition of ``cells``: ballots by (place, channel); place None is a vote from home.

    Every number that is published, or can be worked out, for a place, a channel or both is at least ``least`` ballots
    (or the whole round).
    """
    sides = _sides(cells)
    if any(sum(side.values()) < least for side in sides):
        sides = [dict(cells)]
    parts = [_split_of_side(side, least, alone=len(sides) == 1) for side in sides]
    return Split(
        _largest_first(group for part in parts for group in part.places),
        _largest_first(group for part in parts for group in part.channels),
    )


def _split_of_side(cells: dict, least: int, *, alone: bool) -> Split:
    """The finest safe split of one side: places always, channels where they give nothing away."""
    found = Split(merged(_by(cells, 0), least), merged(_by(cells, 1), least))
    if alone and len(_sides(cells)) == 2 or _tells_too_much(found, cells, least):
        everything = Group(tuple(sorted({channel for _, channel in cells})), sum(cells.values()))
        return Split(found.places, (everything,))
    return found


def _tells_too_much(found: Split, cells: dict, least: int) -> bool:
    order = list(cells)

    def row(view: int, members: tuple) -> list[int]:
        return [int(cell[view] in members) for cell in order]

    known = Known([row(view, group.members) for view, groups in enumerate((found.places, found.channels)) for group in groups])
    named = [{cell} for cell in order] + [{c for c in order if c[view] == cell[view]} for cell in order for view in (0, 1)]
    small = [group for group in named if sum(cells[c] for c in group) < least and len(group) < len(order)]
    return any(known.tells([int(cell in group) for cell in order]) for group in small)


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


def _largest_first(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(sorted(groups, key=lambda group: (-group.ballots, len(group.members), str(group.members))))
