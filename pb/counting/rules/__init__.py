"""The counting rules: each turns one pot's election and an order for ties into a ``SelectionTrace``."""

from pb.counting.rules.of_rulebook import Rule, for_rulebook
from pb.counting.rules.trace import SelectionTrace, TraceStep

__all__ = ["Rule", "SelectionTrace", "TraceStep", "for_rulebook"]
