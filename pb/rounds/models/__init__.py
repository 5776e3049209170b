"""A round with its pots, criteria and people, and what is decided about it after the freeze."""

from pb.rounds.models.decisions import Decision
from pb.rounds.models.freeze_proposals import FreezeProposal
from pb.rounds.models.rounds import Criterion, Pot, Round, RoundMember
from pb.rounds.models.rule_changes import RuleChange
from pb.rounds.models.unfinished import UnfinishedSection

__all__ = ["Criterion", "Decision", "FreezeProposal", "Pot", "Round", "RoundMember", "RuleChange", "UnfinishedSection"]
