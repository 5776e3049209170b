"""Ballots after the opening, as everybody can check them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def ballots_hash(ballots: Iterable[tuple[Iterable[tuple[int, int]], int]], salt: str | None = None) -> str:
    """SHA-256 over what was chosen, independent of any key: each ballot as "3:1 7:1", the lines sorted.

    ``ballots``: the (number, value) pairs of a ballot in any order, and on how many ballots the same was chosen.
    Ballots on which nothing was chosen leave no line. Anyone can work it out from the published ballots; with ``salt``,
    which then is the first line, only who has it.
    """
    lines: list[str] = []
    for choices, times in ballots:
        if line := " ".join(f"{number}:{value}" for number, value in sorted(choices)):
            lines += [line] * times
    first = [salt] if salt else []
    return hashlib.sha256("\n".join(first + sorted(lines)).encode()).hexdigest()
