"""Whether a tie mattered: the count is made again for every order of the tied projects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations

__all__ = ["MOST_COUNTED", "mattered", "reordered"]

MOST_COUNTED = 5  # 120 orders; a larger tie is called mattering without counting


def mattered(tie: Sequence[int], positions: Sequence[int], awards: Callable) -> bool:
    """Whether any other order of the projects of ``tie``, everything else equal, changes who gets how much.

    awards(positions) counts under a tie order. Ties of more than five projects are called mattering.
    """
    if len(tie) > MOST_COUNTED:
        return True
    as_counted = awards(positions)
    return any(awards(reordered(positions, order)) != as_counted for order in permutations(tie))


def reordered(positions: Sequence[int], order: Sequence[int]) -> list[int]:
    """``positions`` with the projects of ``order`` in this order, in the places that they held together."""
    result = list(positions)
    for project, place in zip(order, sorted(positions[i] for i in order)):
        result[project] = place
    return result
