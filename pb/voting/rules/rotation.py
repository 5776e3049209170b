"""Rotation: ballots list the same projects in different orders, so that none gains by its place. What stands first is chosen
more often; the field calls the remedy rotation of the ballot paper (Robson rotation in Tasmania since 1979).

With ``n`` projects there are 2n lists. List 1 goes up from the first project, list 2 down from it; list 3 goes up from the
second, and so on, each going round at the end. So every project comes first on two lists, and in each place on as many
lists as any other. Which list somebody gets hangs on a random key that is theirs, so a page that is loaded again shows the
same one. Numbers of projects never change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from typing import TypeVar

T = TypeVar("T")

#: The list of ballots without rotation: by number.
BY_NUMBER = 0


def how_many_lists(sizes: Collection[int]) -> int:
    """How many lists there are for pots of so many projects: two for each project of the largest."""
    return 2 * max(sizes, default=0)


def listed(projects: Sequence[T], number: int) -> tuple[T, ...]:
    """The projects of one pot, which come by their numbers, as list ``number`` has them: from 1 on, or ``BY_NUMBER``. A
    pot with fewer projects than the largest goes through its own lists again.
    """
    if number == BY_NUMBER or not projects:
        return tuple(projects)
    start = (number - 1) // 2 % len(projects)
    if number % 2:
        return (*projects[start:], *projects[:start])
    return (*projects[start::-1], *projects[:start:-1])


def list_of(key: str, lists: int) -> int:
    """The list that goes with a random key, a right's or a paper's serial; ``BY_NUMBER`` where there are no ``lists``."""
    if not lists:
        return BY_NUMBER
    return 1 + int.from_bytes(hashlib.sha256(f"pb list {key}".encode()).digest()) % lists
