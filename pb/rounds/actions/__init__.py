"""What is done with rounds: set up, changed until the freeze, decided by two people after it."""

from pb.rounds.actions.decisions import (
    agree_to,
    propose_extension,
    propose_substitute,
    propose_undoing,
    propose_withdrawal,
    withdraw_proposal,
)
from pb.rounds.actions.life import agree_to_abandon, propose_abandoning, publish_round, withdraw_abandoning
from pb.rounds.actions.sections import begin_round, change_section, keep_section, put_section_back
from pb.rounds.actions.settings import apply_settings, make_round

__all__ = [
    "agree_to",
    "begin_round",
    "agree_to_abandon",
    "change_section",
    "keep_section",
    "put_section_back",
    "apply_settings",
    "make_round",
    "propose_abandoning",
    "propose_extension",
    "propose_substitute",
    "propose_undoing",
    "propose_withdrawal",
    "publish_round",
    "withdraw_abandoning",
    "withdraw_proposal",
]
