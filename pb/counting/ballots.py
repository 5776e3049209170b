"""Ballots as arrays: identical ballots are held once, with the number of times they were cast.

A ballot is a row of project places (0, 1, … in the order of the election's projects). For *choose* and *budget* the row
is a set, for *rank* its order is the voter's order, for *points* and *score* each place carries its points.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

__all__ = ["Ballots", "TooLarge", "entries_of", "group"]


_BLOCK = 1 << 21


class TooLarge(ValueError):
    """The points of these ballots cannot be added up exactly."""


@dataclass(frozen=True, eq=False)
class Ballots:
    """Distinct ballots of one pot.

    start:  (n + 1,) int64, row r holds the entries start[r] to start[r + 1]
    chosen: (m,) int32 places of projects; for unordered ballots ascending within a row
    points: (m,) int64 points of each entry, or None where a ballot only names projects
    count:  (n,) int64 how many voters cast this ballot
    """

    start: np.ndarray
    chosen: np.ndarray
    points: np.ndarray | None
    count: np.ndarray
    projects: int

    @property
    def distinct(self) -> int:
        return len(self.count)

    @cached_property
    def total(self) -> int:
        """The number of ballots, blank ones included."""
        return int(self.count.sum())

    @cached_property
    def lengths(self) -> np.ndarray:
        return np.diff(self.start)

    @cached_property
    def blank(self) -> int:
        """The number of ballots that name no project."""
        return int(self.count[self.lengths == 0].sum())

    @cached_property
    def rows(self) -> np.ndarray:
        """(m,) int32: the row of each entry."""
        return np.repeat(np.arange(self.distinct, dtype=np.int32), self.lengths)

    @cached_property
    def by_project(self) -> tuple[np.ndarray, np.ndarray]:
        """The entries project by project: their numbers (project i has bounds[i] to bounds[i + 1]), and bounds."""
        small = (
            self.chosen.astype(np.uint16) if self.projects < 2**16 else self.chosen
        )  # numpy sorts 16 bits by counting
        order = np.argsort(small, kind="stable")
        return order, np.concatenate(([0], np.cumsum(np.bincount(self.chosen, minlength=self.projects))))

    def split_by_project(self, values: np.ndarray) -> list[np.ndarray]:
        """One value per entry, as one array per project."""
        order, bounds = self.by_project
        return [values[order[begin:end]] for begin, end in zip(bounds, bounds[1:])]

    @cached_property
    def votes(self) -> list[int]:
        """For each project the number of ballots that name it."""
        return self._per_project(None)

    @cached_property
    def sums(self) -> list[int]:
        """For each project the sum of its points; without points, the number of ballots that name it."""
        return self._per_project(self.points) if self.points is not None else self.votes

    def _per_project(self, points) -> list[int]:
        # bincount adds float64, which is exact for whole numbers below 2**53; ``group`` refuses larger totals.
        sums = np.zeros(self.projects)
        for begin, end in _blocks(self.start):
            part = slice(self.start[begin], self.start[end])
            weight = np.repeat(self.count[begin:end], self.lengths[begin:end])
            if points is not None:
                weight = weight * points[part]
            sums += np.bincount(self.chosen[part], weights=weight, minlength=self.projects)
        return [int(value) for value in sums]

    def as_tuples(self):
        """Each distinct ballot as (places, points or None, count), for tests, files and plain loops."""
        points = self.points.tolist() if self.points is not None else None
        chosen, start = self.chosen.tolist(), self.start.tolist()
        for row, count in enumerate(self.count.tolist()):
            part = slice(start[row], start[row + 1])
            yield tuple(chosen[part]), None if points is None else tuple(points[part]), count


def entries_of(start: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The entry numbers of ``rows``, row after row, as one flat int64 array."""
    lengths = start[rows + 1] - start[rows]
    ends = np.cumsum(lengths)
    if not len(ends) or not ends[-1]:
        return np.empty(0, dtype=np.int64)
    return np.repeat(start[rows] - (ends - lengths), lengths) + np.arange(ends[-1])


def _blocks(start: np.ndarray):
    """Slices of rows with about two million entries each, so that what is made on the way stays small beside the
    ballots.
    """
    row = 0
    while row < len(start) - 1:
        end = max(int(np.searchsorted(start, start[row] + _BLOCK, side="right")) - 1, row + 1)
        yield row, end
        row = end


def group(start, chosen, points, count, projects: int, ordered: bool) -> Ballots:
    """Merge identical ballots. ``ordered`` says that the order within a row is part of the ballot (rank)."""
    start = np.asarray(start, dtype=np.int64)
    chosen = np.asarray(chosen, dtype=np.int32)
    count = np.asarray(count, dtype=np.int64)
    points = None if points is None else np.asarray(points, dtype=np.int64)
    _refuse_too_large(points, count)
    if not ordered:
        chosen, points = _sorted_within_rows(start, chosen, points, projects)
    order, first = _same_ballots(start, chosen, points, ordered)
    if len(first) == len(count):
        return Ballots(start, chosen, points, count, projects)
    kept = order[first]
    bounds = np.concatenate(([0], np.cumsum((start[1:] - start[:-1])[kept])))
    return Ballots(
        bounds,
        _taken(chosen, start, kept, bounds),
        None if points is None else _taken(points, start, kept, bounds),
        np.add.reduceat(count[order], first),
        projects,
    )


def _taken(values: np.ndarray, start: np.ndarray, kept: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    """The values of the rows ``kept``; row k of them goes to bounds[k] to bounds[k + 1]. Block by block, to save
    memory.
    """
    taken = np.empty(bounds[-1], dtype=values.dtype)
    for begin, end in _blocks(bounds):
        taken[bounds[begin] : bounds[end]] = values[entries_of(start, kept[begin:end])]
    return taken


def _refuse_too_large(points, count) -> None:
    largest = int(points.max(initial=1)) if points is not None else 1
    if int(count.sum()) * max(largest, 1) >= 2**53:
        raise TooLarge("These points are too large to count: the sum of all points must stay below 2**53.")


def _sorted_within_rows(start, chosen, points, projects: int):
    chosen, points = chosen.copy(), None if points is None else points.copy()
    for begin, end in _blocks(start):
        part = slice(start[begin], start[end])
        row = np.repeat(np.arange(end - begin), np.diff(start[begin : end + 1]))
        key = row * max(projects, 1) + chosen[part]
        if points is None:
            key.sort()
            chosen[part] = key - row * max(projects, 1)
        else:
            order = np.argsort(key, kind="stable")
            chosen[part], points[part] = chosen[part][order], points[part][order]
    return chosen, points


def _same_ballots(start, chosen, points, ordered: bool):
    """An order of the rows in which identical ones are neighbours, and where each kind begins in it.

    Rows are sorted by a 64-bit hash and every row is then compared with the first of its hash, so equal hashes of
    different ballots cannot merge them: in that case the rows are compared one by one instead.
    """
    rows = len(start) - 1
    if rows == 0:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    keys = _row_hashes(start, chosen, points, ordered)
    order = np.argsort(keys, kind="stable")
    changed = np.concatenate(([True], keys[order][1:] != keys[order][:-1]))
    first = np.flatnonzero(changed)
    leader = order[first[np.cumsum(changed) - 1]]
    if _identical(start, chosen, points, order, leader):
        return order, first
    return _same_ballots_one_by_one(start, chosen, points)


def _row_hashes(start, chosen, points, ordered: bool) -> np.ndarray:
    by_place = _scrambled(np.arange(int(chosen.max(initial=0)) + 1, dtype=np.uint64))
    hashes = np.zeros(len(start) - 1, dtype=np.uint64)
    for begin, end in _blocks(start):
        part, bounds = slice(start[begin], start[end]), start[begin : end + 1] - start[begin]
        mixed = by_place[chosen[part]]
        if ordered:
            place = np.arange(len(mixed)) - np.repeat(bounds[:-1], np.diff(bounds))
            mixed = _scrambled(mixed + place.astype(np.uint64))
        if points is not None:
            mixed *= (points[part].astype(np.uint64) << np.uint64(1)) + np.uint64(1)
        sums = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(mixed, dtype=np.uint64)))
        hashes[begin:end] = sums[bounds[1:]] - sums[bounds[:-1]]
    return hashes


def _scrambled(values: np.ndarray) -> np.ndarray:
    """splitmix64 (Steele, Lea and Flood 2014): spreads small numbers over 64 bits, the same on every machine."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _identical(start, chosen, points, rows, leaders) -> bool:
    other = rows != leaders
    rows, leaders = rows[other], leaders[other]
    lengths = start[rows + 1] - start[rows]
    if not np.array_equal(lengths, start[leaders + 1] - start[leaders]):
        return False
    for begin, end in _blocks(np.concatenate(([0], np.cumsum(lengths)))):
        mine, theirs = entries_of(start, rows[begin:end]), entries_of(start, leaders[begin:end])
        if not np.array_equal(chosen[mine], chosen[theirs]):
            return False
        if points is not None and not np.array_equal(points[mine], points[theirs]):
            return False
    return True


def _same_ballots_one_by_one(start, chosen, points):
    kinds: dict[tuple, list[int]] = {}
    for row in range(len(start) - 1):
        part = slice(start[row], start[row + 1])
        key = chosen[part].tobytes(), b"" if points is None else points[part].tobytes()
        kinds.setdefault(key, []).append(row)
    order = np.array([row for rows in kinds.values() for row in rows], dtype=np.int64)
    sizes = [len(rows) for rows in kinds.values()]
    return order, np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.int64)
