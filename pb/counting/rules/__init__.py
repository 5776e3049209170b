"""The counting rules: each turns one pot's election and a tie order into a ``Course`` of decisions."""

from __future__ import annotations

from pb.counting.rules import equal_shares, phragmen, ranking
from pb.counting.rules.course import Course, Decision

__all__ = ["Course", "Decision", "for_rulebook"]


def for_rulebook(election, rulebook):
    """The rule of this rulebook, prepared for this pot: call ``course(positions)`` on it, any number of times."""
    if rulebook.rule == "phragmen":
        return phragmen.Phragmen(election)
    if rulebook.rule.startswith("equal-shares"):
        return equal_shares.EqualShares(election, rulebook)
    return ranking.Ranking(election, rulebook)
