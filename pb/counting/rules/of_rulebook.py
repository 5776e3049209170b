"""Which rule a rulebook asks for."""

from __future__ import annotations

from typing import TypeAlias

from pb.counting.elections import PotElection
from pb.counting.rulebooks import Rulebook
from pb.counting.rules.equal_shares import EqualShares
from pb.counting.rules.phragmen import Phragmen
from pb.counting.rules.ranking import Ranking

Rule: TypeAlias = Ranking | EqualShares | Phragmen


def for_rulebook(election: PotElection, rulebook: Rulebook) -> Rule:
    """The rule of this rulebook, prepared for this pot: call ``trace(positions)`` on it, any number of times."""
    if rulebook.rule == "phragmen":
        return Phragmen(election)
    if rulebook.rule.startswith("equal-shares"):
        return EqualShares(election, rulebook)
    return Ranking(election, rulebook)
