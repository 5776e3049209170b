"""How people used their ballots: how many projects a ballot names, and which are named together. Plain values in, plain
values out; all of it can be worked out from the published ballots.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

#: A list of projects that are named together has at most so many pairs.
PAIRS = 10


class Pair(NamedTuple):
    """Two projects by their numbers, the smaller first, and how many ballots name both."""

    first: int
    second: int
    ballots: int


class ChoicesUsed(NamedTuple):
    """Of the ballots of one pot: how many name so many projects (0: blank ones), and the pairs on most ballots, largest
    first.
    """

    named: dict[int, int]
    pairs: list[Pair]


def choices_used(ballots: Iterable[tuple[Iterable[int], int]]) -> ChoicesUsed:
    """``ballots``: the numbers that a ballot names, and how many ballots are like it."""
    named: Counter[int] = Counter()
    together: Counter[tuple[int, int]] = Counter()
    for numbers, alike in ballots:
        numbers = sorted(numbers)
        named[len(numbers)] += alike
        for pair in combinations(numbers, 2):
            together[pair] += alike
    first = sorted(together.items(), key=lambda each: (-each[1], each[0]))[:PAIRS]
    return ChoicesUsed(dict(sorted(named.items())), [Pair(*pair, n) for pair, n in first])
