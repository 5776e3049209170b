"""Rotation: ballots list the same projects in different orders, so that none gains by its place. What stands first is chosen
more often; the field calls the remedy rotation of the ballot paper (Robson rotation in Tasmania since 1979).

With ``n`` projects in a pot there are 2n lists of it. List 1 goes up from the first project, list 2 down from it; list 3
goes up from the second, and so on, each going round at the end. So every project comes first on two lists, and in each
place on as many lists as any other. Which lists somebody gets hangs on a random key that is theirs, for each pot by itself,
so a page that is loaded again shows the same ones. Numbers of projects never change, and pots keep their order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def how_many_lists(projects: int) -> int:
    """How many lists there are of so many projects."""
    return 2 * projects


def turned(projects: Sequence[T], number: int) -> tuple[T, ...]:
    """The projects of one pot, which come by their numbers, as its list ``number`` has them: from 1 on."""
    start = (number - 1) // 2
    if number % 2:
        return (*projects[start:], *projects[:start])
    return (*projects[start::-1], *projects[:start:-1])


def list_of(key: str, pot: int, projects: int) -> int:
    """The list of a pot with so many ``projects`` that goes with a random key, a right's or a paper's serial. ``pot``: its
    id. A pot without projects has one list, with nothing on it.
    """
    said = hashlib.sha256(f"pb list {pot} {key}".encode()).digest()
    return 1 + int.from_bytes(said) % max(1, how_many_lists(projects))
