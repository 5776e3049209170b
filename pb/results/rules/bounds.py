"""Between which two numbers a reader of published sums knows that a number lies which nobody publishes: linear programming over
all tables that could have been published so.

``derivable.py`` asks which numbers follow exactly. But a number that must lie between 8 and 10 is as good as told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from pb.results.rules.derivable import block_keys, blocks_of

#: So many steps are made for one table (some two seconds); what is not judged by then counts as known.
STEPS = 40_000
#: After so many steps with one aim they are chosen by the rule that cannot go in circles (Bland's).
_CAREFUL = 200
#: A difference that is none.
_NOTHING = 1e-7

Block = tuple[int, ...]


def known_nearer_than(least: int, views: Sequence[Sequence[Iterable]], cells: Mapping[tuple, int]) -> bool:
    """Whether some number of ballots below ``least`` is known nearer than ``least`` from the published sums: whether the
    largest number that it can be and the smallest differ by less.

    ``cells`` and ``views`` as for ``tells_below``. Judged is each cell, and each sum of cells that are alike in a part of their key:
    a venue, a venue in one channel or on one day, a channel on one day; and the same of what is told together. A reader is taken
    to know which cells there are.
    """
    blocks = blocks_of(views, cells)
    if sum(blocks.values()) < least:
        return False  # the whole round, which is published anyhow
    tables = _Tables(blocks)
    return not all(tables.leave_apart(some, whole, least) for some, whole in _small_numbers(least, views, cells))


def _small_numbers(
    least: int, views: Sequence[Sequence[Iterable]], cells: Mapping[tuple, int]
) -> set[tuple[frozenset[Block], frozenset[Block]]]:
    """Each number below ``least``: the blocks in which it has cells, and those of them in which no others are. What is the
    same in blocks is judged once.
    """
    keys = dict(zip(cells, block_keys(views, cells), strict=True))
    in_block, found = Counter(keys.values()), set()
    own = {cell: cell for cell in cells}
    for name in (own, keys):
        for members in _alike(name, len(views)):
            if len(members) < len(cells) and sum(cells[cell] for cell in members) < least:
                mine = Counter(keys[cell] for cell in members)
                found.add((frozenset(mine), frozenset(key for key, n in mine.items() if n == in_block[key])))
    return found


def _alike(names: Mapping[tuple, tuple], views: int) -> Iterator[list[tuple]]:
    """The cells whose names are alike in a part or in several."""
    for size in range(1, views + 1):
        for parts in combinations(range(views), size):
            alike = defaultdict(list)
            for cell, name in names.items():
                alike[tuple(name[part] for part in parts)].append(cell)
            yield from alike.values()


class _Tables:
    """All tables with the published sums (the simplex method): in each step one block comes up from nought and another goes."""

    def __init__(self, blocks: Mapping[Block, int]) -> None:
        self.order = list(blocks)
        self.steps = 0
        rows = sorted({(view, group) for key in blocks for view, group in enumerate(key)})
        sums = np.array([[key[view] == group for key in blocks] for view, group in rows], float)
        right = sums @ np.array(list(blocks.values()), float)
        # Begin with a table of nothing but differences, and take these out.
        self._rows = np.hstack([sums, np.eye(len(rows)), right[:, None]])
        self._basis = list(range(len(blocks), len(blocks) + len(rows)))
        self._climb(np.concatenate([np.zeros(len(blocks)), -np.ones(len(rows))]), 0.0)
        self._without_differences(len(blocks))

    def _without_differences(self, blocks: int) -> None:
        for row, column in enumerate(self._basis):
            others = np.flatnonzero(np.abs(self._rows[row, :blocks]) > _NOTHING)
            if column >= blocks and len(others):
                self._step(row, int(others[0]))
        needed = [row for row, column in enumerate(self._basis) if column < blocks]
        self._basis = [self._basis[row] for row in needed]
        self._rows = np.hstack([self._rows[needed, :blocks], self._rows[needed, -1:]])

    def leave_apart(self, some: Iterable[Block], whole: Iterable[Block], least: int) -> bool:
        """Whether this number can be two that differ by ``least`` or more."""
        smallest = -self._climb(-self._of(whole), 0.0)
        enough = smallest + least
        return self._climb(self._of(some), enough) >= enough - _NOTHING

    def _of(self, blocks: Iterable[Block]) -> np.ndarray:
        wanted = set(blocks)
        return np.array([key in wanted for key in self.order], float)

    def _climb(self, aim: np.ndarray, enough: float) -> float:
        """The largest sum of ``aim``, or one that is ``enough``; where there are no more steps, the smallest there could be."""
        for n in range(STEPS):
            factors = aim[self._basis]
            now = float(factors @ self._rows[:, -1])
            gains = aim - factors @ self._rows[:, :-1]
            better = np.flatnonzero(gains > _NOTHING)
            if now >= enough - _NOTHING or not len(better):
                return now
            if self.steps >= STEPS:
                return -np.inf
            self.steps += 1
            column = int(better[0]) if n > _CAREFUL else int(np.argmax(gains))
            self._step(self._row_that_goes(column), column)
        return -np.inf

    def _row_that_goes(self, column: int) -> int:
        factors = self._rows[:, column]
        rows = np.flatnonzero(factors > _NOTHING)
        how_far = self._rows[rows, -1] / factors[rows]
        nearest = rows[how_far <= how_far.min() + _NOTHING]
        return int(min(nearest, key=lambda row: self._basis[row]))

    def _step(self, row: int, column: int) -> None:
        self._rows[row] /= self._rows[row, column]
        factors = self._rows[:, column].copy()
        factors[row] = 0
        rows = np.flatnonzero(factors)
        self._rows[rows] -= np.outer(factors[rows], self._rows[row])
        self._rows[np.abs(self._rows) < 1e-11] = 0
        self._basis[row] = column
