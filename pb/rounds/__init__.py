"""Rounds: the pot, the dates, the rulebook, and the decisions that may still be taken after the freeze."""
