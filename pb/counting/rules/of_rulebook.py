"""Which rule a rulebook asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from pb.counting.elections import PotElection
from pb.counting.rulebooks import Rulebook
from pb.counting.rules.completions import EqualShares
from pb.counting.rules.phragmen import Phragmen
from pb.counting.rules.ranking import Ranking

Rule: TypeAlias = Ranking | EqualShares | Phragmen


def for_rulebook(election: PotElection, rulebook: Rulebook, going_on: Callable[[], None] | None = None) -> Rule:
    """The rule of this rulebook, prepared for this pot: call ``trace(positions)`` on it, any number of times. ``going_on``
    is called before each run of a rule that can take many.
    """
    if rulebook.rule == "phragmen":
        return Phragmen(election)
    if rulebook.rule.startswith("equal-shares"):
        return EqualShares(election, rulebook, going_on)
    return Ranking(election, rulebook)
