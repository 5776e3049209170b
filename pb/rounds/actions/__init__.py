"""What is done with rounds: set up, changed until the freeze, decided by two people after it."""

from pb.rounds.actions.decisions import (
    agree_to,
    propose_extension,
    propose_substitute,
    propose_undoing,
    propose_withdrawal,
    withdraw_proposal,
)
from pb.rounds.actions.settings import apply_settings, change_round, make_round

__all__ = [
    "agree_to",
    "change_round",
    "apply_settings",
    "make_round",
    "propose_extension",
    "propose_substitute",
    "propose_undoing",
    "propose_withdrawal",
    "withdraw_proposal",
]
