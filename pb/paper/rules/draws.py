"""Which papers are drawn to be looked at again, from dice that were rolled where everyone could see.

The papers stand in the order of their serials and are numbered from 1. For each turn (1, 2, 3 …) the SHA-256 of the digits,
a comma and the turn, in UTF-8, is read as one whole number; what is left of it when it is divided by the number of papers,
and one more, is the paper that is drawn. A paper can be drawn more than once. It is the way of P. B. Stark's "Tools for
ballot-polling and comparison risk-limiting audits"; docs/counting.md has it as a program.
"""

from __future__ import annotations

import hashlib
from collections import Counter


def drawn_papers(digits: str, papers: int, turns: int) -> Counter[int]:
    """The numbers of the papers that are drawn in so many turns, and how often each."""
    return Counter(_drawn(digits, papers, turn) for turn in range(1, turns + 1))


def _drawn(digits: str, papers: int, turn: int) -> int:
    return int.from_bytes(hashlib.sha256(f"{digits},{turn}".encode()).digest()) % papers + 1
