"""What a second program said about the same ballots."""

from __future__ import annotations

import json
from collections.abc import Mapping

#: So many people count again where unusual ballots are withheld, so that not everybody can.
RECOUNTS = 2


def read_awards(printed: str) -> dict[str, int] | None:
    """Who gets how much, by the project's printed number, from what ``recount_naive.py`` printed: one line for each
    pot. None where that is not what it prints.
    """
    awards: dict[str, int] = {}
    lines = [line for line in printed.splitlines() if line.strip()]
    for line in lines:
        try:
            pot = json.loads(line)["awards"]
            awards |= {str(number): int(amount) for number, amount in pot.items()}
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
            return None
    return awards if lines else None


def same_awards(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    """Whether both give the same projects the same money."""
    return {n: amount for n, amount in one.items() if amount} == {n: amount for n, amount in other.items() if amount}
