"""What a reader can work out from published sums by adding and subtracting them, if they know which cells are empty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

#: A sum or an equation: the factor of each column in it; a column that is not named has the factor 0.
Row = dict[Any, Fraction]
#: The search for a small number stops after so many additions (under a second); the table then counts as unsafe.
ADDITIONS = 30_000


def tells_below(least: int, views: Sequence[Sequence[Iterable]], cells: Mapping[tuple, int]) -> bool:
    """Whether the number of ballots in some set of cells follows from the published sums and is below ``least``.

    ``cells``: ballots by the cell's key, one part for each view (venue, channel, day). ``views``: for each part of the
    key, the groups of values whose sums are published. The total of all cells does not count. Exact up to
    ``ADDITIONS``; a table that needs more of them counts as unsafe (True).

    How it works: cells that share a group in every view can never be told apart, so they form one block, and any number
    that follows is a sum of whole blocks. A number below ``least`` can only contain blocks below ``least``. So it looks
    for combinations of the published sums in which every larger block cancels out, and, among these, for one that
    contains each small block exactly once or not at all.
    """
    blocks = blocks_of(views, cells)
    large = [{name: Fraction(1) for name in enumerate(block)} for block, n in blocks.items() if n >= least]
    free = _freedoms(sorted({name for block in blocks for name in enumerate(block)}), _reduced(large))
    small = {block: n for block, n in blocks.items() if n < least}
    sums = [
        {
            block: n
            for block in small
            if (n := sum((way.get(name, Fraction(0)) for name in enumerate(block)), Fraction(0)))
        }
        for way in free
    ]
    return _some_set(list(_reduced(sums).items()), small, least, len(blocks))


def blocks_of(views: Sequence[Sequence[Iterable]], cells: Mapping[tuple, int]) -> dict[tuple[int, ...], int]:
    """The ballots of each block, by its key."""
    blocks: dict[tuple[int, ...], int] = defaultdict(int)
    for key, n in zip(block_keys(views, cells), cells.values(), strict=True):
        blocks[key] += n
    return dict(blocks)


def block_keys(views: Sequence[Sequence[Iterable]], cells: Iterable[tuple]) -> list[tuple[int, ...]]:
    """Which block each cell is in: the index of its group in each view."""
    numbers = [{member: n for n, group in enumerate(groups) for member in group} for groups in views]
    return [tuple(of[member] for of, member in zip(numbers, cell, strict=True)) for cell in cells]


def _reduced(rows: Iterable[Row]) -> dict[Hashable, Row]:
    """The reduced echelon form of ``rows`` (Gauss and Jordan): each row by the column in which it alone has a 1."""
    done: dict[Hashable, Row] = {}
    for row in rows:
        rest = dict(row)
        for column in [column for column in row if column in done]:
            _take_away(rest, done[column], rest[column])
        if not rest:
            continue
        pivot = next(iter(rest))
        found = {column: value / rest[pivot] for column, value in rest.items()}
        for other in done.values():
            if pivot in other:
                _take_away(other, found, other[pivot])
        done[pivot] = found
    return done


def _take_away(row: Row, other: Row, times: Fraction) -> None:
    for column, value in other.items():
        left = row.get(column, 0) - times * value
        if left:
            row[column] = Fraction(left)
        else:
            row.pop(column, None)


def _freedoms(names: Sequence[Hashable], equations: Mapping[Hashable, Row]) -> list[Row]:
    """A basis of the solutions: for each name that is not a pivot, what the others are when it is 1."""
    return [
        {name: Fraction(1)} | {pivot: -row[name] for pivot, row in equations.items() if name in row}
        for name in names
        if name not in equations
    ]


def _some_set(basis: Sequence[tuple[Hashable, Row]], sizes: Mapping, least: int, all_blocks: int) -> bool:
    """Whether blocks that sum to less than ``least`` are a combination of ``basis``: some, not all there are.

    The factor of a row is the value of its pivot, so it is 0 or 1. Blocks are decided as soon as the last row is in
    that has a say in them.
    """
    last = {block: n for n, (_pivot, row) in enumerate(basis) for block in row}
    decided: list[list] = [[block for block in row if last[block] == n] for n, (_pivot, row) in enumerate(basis)]
    open_: list[tuple[int, int, int, Row]] = [(0, 0, 0, {})]
    done = 0
    while open_ and done < ADDITIONS:
        n, blocks, total, so_far = open_.pop()
        if n == len(basis):
            if 0 < blocks < all_blocks:
                return True
            continue
        for factor in (Fraction(1), Fraction(0)):
            now = dict(so_far)
            done += len(now) + len(basis[n][1])
            if factor:
                _take_away(now, basis[n][1], -factor)
            chosen = [block for block in decided[n] if block in now]
            size = total + sum(sizes[block] for block in chosen)
            if size < least and all(now[block] == 1 for block in chosen):
                open_.append((n + 1, blocks + len(chosen), size, now))
    return bool(open_)
