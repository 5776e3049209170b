"""The profile of a vote as arrays: identical ballots are held once, with how often they were cast.

A ballot is a row of project indices (0, 1, … in the order of the election's projects). For *choose* and *budget* the
row is a set, for *rank* its order is the voter's order, for *points* and *score* each project carries its points.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

__all__ = ["Profile", "blocks", "entries_of"]


_BLOCK = 1 << 21  # pragma: no mutate - any size gives the same, as a test with small blocks shows


@dataclass(frozen=True, eq=False)
class Profile:
    """Distinct ballots of one pot.

    start:  (n + 1,) int64, row r holds the entries start[r] to start[r + 1]
    chosen: (m,) int32 indices of projects; for unordered ballots ascending within a row
    points: (m,) int64 points of each entry, or None where a ballot only names projects
    multiplicity: (n,) int64 how many voters cast this ballot
    """

    start: np.ndarray
    chosen: np.ndarray
    points: np.ndarray | None
    multiplicity: np.ndarray
    num_projects: int

    @property
    def num_distinct(self) -> int:
        return len(self.multiplicity)

    @cached_property
    def num_ballots(self) -> int:
        """The number of ballots, blank ones included."""
        return int(self.multiplicity.sum())

    @cached_property
    def lengths(self) -> np.ndarray:
        return np.diff(self.start)

    @cached_property
    def num_blank(self) -> int:
        """The number of ballots that name no project."""
        return int(self.multiplicity[self.lengths == 0].sum())

    @cached_property
    def rows(self) -> np.ndarray:
        """(m,) int32: the row of each entry."""
        return np.repeat(np.arange(self.num_distinct, dtype=np.int32), self.lengths)

    @cached_property
    def by_project(self) -> tuple[np.ndarray, np.ndarray]:
        """The entries project by project: their numbers (project i has bounds[i] to bounds[i + 1]), and bounds."""
        small = (
            self.chosen.astype(np.uint16) if self.num_projects < 2**16 else self.chosen
        )  # numpy sorts 16 bits by counting
        order = np.argsort(small, kind="stable")
        return order, np.concatenate(([0], np.cumsum(np.bincount(self.chosen, minlength=self.num_projects))))

    def split_by_project(self, values: np.ndarray) -> list[np.ndarray]:
        """One value per entry, as one array per project."""
        order, bounds = self.by_project
        return [values[order[begin:end]] for begin, end in pairwise(bounds)]

    @cached_property
    def approval_scores(self) -> list[int]:
        """For each project the number of ballots that name it."""
        return self._per_project(None)

    @cached_property
    def total_scores(self) -> list[int]:
        """For each project the sum of its points; without points, the number of ballots that name it."""
        return self._per_project(self.points) if self.points is not None else self.approval_scores

    def _per_project(self, points: np.ndarray | None) -> list[int]:
        # bincount adds float64, exact for whole numbers below 2**53; ``merge_identical`` refuses larger totals.
        sums = np.zeros(self.num_projects)
        for begin, end in blocks(self.start):
            part = slice(self.start[begin], self.start[end])
            weight = np.repeat(self.multiplicity[begin:end], self.lengths[begin:end])
            if points is not None:
                weight = weight * points[part]
            sums += np.bincount(self.chosen[part], weights=weight, minlength=self.num_projects)
        return [int(value) for value in sums]

    def as_tuples(self) -> Iterator[tuple[tuple[int, ...], tuple[int, ...] | None, int]]:
        """Each distinct ballot as (project indices, points or None, multiplicity), for tests, files and plain loops."""
        points = self.points.tolist() if self.points is not None else None
        chosen, start = self.chosen.tolist(), self.start.tolist()
        for row, count in enumerate(self.multiplicity.tolist()):
            part = slice(start[row], start[row + 1])
            yield tuple(chosen[part]), None if points is None else tuple(points[part]), count


def entries_of(start: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The entry numbers of ``rows``, row after row, as one flat int64 array."""
    lengths = start[rows + 1] - start[rows]
    ends = np.cumsum(lengths)
    if not len(ends) or not ends[-1]:
        return np.empty(0, dtype=np.int64)
    return np.repeat(start[rows] - (ends - lengths), lengths) + np.arange(ends[-1])


def blocks(start: np.ndarray) -> Iterator[tuple[int, int]]:
    """Slices of rows with about two million entries each, so that what is made on the way stays small beside the
    ballots.
    """
    row = 0
    while row < len(start) - 1:
        end = max(int(np.searchsorted(start, start[row] + _BLOCK, side="right")) - 1, row + 1)
        yield row, end
        row = end
