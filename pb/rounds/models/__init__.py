"""A round with its pots, criteria and people, and what is decided about it after the freeze."""

from pb.rounds.models.decisions import Decision
from pb.rounds.models.rounds import Criterion, Pot, Round, RoundMember

__all__ = ["Criterion", "Decision", "Pot", "Round", "RoundMember"]
