"""Identical ballots are merged, so that each is held once in a profile."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pb.counting.profile import Profile, blocks, entries_of

__all__ = ["TooLarge", "merge_identical"]


class TooLarge(ValueError):
    """The points of these ballots cannot be added up exactly."""


def merge_identical(
    start: ArrayLike,
    chosen: ArrayLike,
    points: ArrayLike | None,
    count: ArrayLike,
    projects: int,
    ordered: bool,
) -> Profile:
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
        return Profile(start, chosen, points, count, projects)
    kept = order[first]
    bounds = np.concatenate(([0], np.cumsum((start[1:] - start[:-1])[kept])))
    return Profile(
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
    for begin, end in blocks(bounds):
        taken[bounds[begin] : bounds[end]] = values[entries_of(start, kept[begin:end])]
    return taken


def _refuse_too_large(points: np.ndarray | None, count: np.ndarray) -> None:
    largest = int(points.max(initial=1)) if points is not None else 1
    if int(count.sum()) * max(largest, 1) >= 2**53:
        raise TooLarge("These points are too large to count: the sum of all points must stay below 2**53.")


def _sorted_within_rows(
    start: np.ndarray, chosen: np.ndarray, points: np.ndarray | None, projects: int
) -> tuple[np.ndarray, np.ndarray | None]:
    chosen, points = chosen.copy(), None if points is None else points.copy()
    for begin, end in blocks(start):
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


def _same_ballots(
    start: np.ndarray, chosen: np.ndarray, points: np.ndarray | None, ordered: bool
) -> tuple[np.ndarray, np.ndarray]:
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


def _row_hashes(start: np.ndarray, chosen: np.ndarray, points: np.ndarray | None, ordered: bool) -> np.ndarray:
    by_place = _scrambled(np.arange(int(chosen.max(initial=0)) + 1, dtype=np.uint64))
    hashes = np.zeros(len(start) - 1, dtype=np.uint64)
    for begin, end in blocks(start):
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
    # Any other function that spreads them merges the same ballots: equal hashes are looked at twice.
    values = values + np.uint64(0x9E3779B97F4A7C15)  # pragma: no mutate - see above
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)  # pragma: no mutate - see above
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)  # pragma: no mutate - see above
    return values ^ (values >> np.uint64(31))  # pragma: no mutate - see above


def _identical(
    start: np.ndarray, chosen: np.ndarray, points: np.ndarray | None, rows: np.ndarray, leaders: np.ndarray
) -> bool:
    other = rows != leaders
    rows, leaders = rows[other], leaders[other]
    lengths = start[rows + 1] - start[rows]
    if not np.array_equal(lengths, start[leaders + 1] - start[leaders]):
        return False
    for begin, end in blocks(np.concatenate(([0], np.cumsum(lengths)))):
        mine, theirs = entries_of(start, rows[begin:end]), entries_of(start, leaders[begin:end])
        if not np.array_equal(chosen[mine], chosen[theirs]):
            return False
        if points is not None and not np.array_equal(points[mine], points[theirs]):
            return False
    return True


def _same_ballots_one_by_one(
    start: np.ndarray, chosen: np.ndarray, points: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray]:
    kinds: dict[tuple, list[int]] = {}
    for row in range(len(start) - 1):
        part = slice(start[row], start[row + 1])
        key = chosen[part].tobytes(), b"" if points is None else points[part].tobytes()
        kinds.setdefault(key, []).append(row)
    order = np.array([row for rows in kinds.values() for row in rows], dtype=np.int64)
    sizes = [len(rows) for rows in kinds.values()]
    return order, np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.int64)
