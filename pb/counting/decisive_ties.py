"""Decisive ties: whether another order of the tied projects would have changed the outcome. All orders are counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations

__all__ = ["LARGEST_RECOUNTED", "is_decisive", "reordered"]

LARGEST_RECOUNTED = 5  # 120 orders; a larger tie is called decisive without counting


def is_decisive(tie: Sequence[int], positions: Sequence[int], awards: Callable) -> bool:
    """Whether any other order of the projects of ``tie``, everything else equal, changes who gets how much.

    awards(positions) counts under a tie order. Ties of more than five projects are called decisive.
    """
    if len(tie) > LARGEST_RECOUNTED:
        return True
    as_counted = awards(positions)
    return any(awards(reordered(positions, order)) != as_counted for order in permutations(tie))


def reordered(positions: Sequence[int], order: Sequence[int]) -> list[int]:
    """``positions`` with the projects of ``order`` in this order, in the positions that they held together."""
    result = list(positions)
    for project, position in zip(order, sorted(positions[i] for i in order), strict=True):
        result[project] = position
    return result
