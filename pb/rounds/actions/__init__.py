"""What is done with rounds: set up, changed until the freeze, decided by two people after it."""

from pb.rounds.actions.decisions import (
    agree_to,
    propose_extension,
    propose_substitute,
    propose_undoing,
    propose_withdrawal,
    withdraw_proposal,
)
from pb.rounds.actions.life import (
    agree_to_abandon,
    propose_abandoning,
    publish_round,
    require_still_there,
    withdraw_abandoning,
)
from pb.rounds.actions.sections import begin_round, change_section, keep_section, put_section_back
from pb.rounds.actions.settings import apply_settings, make_round
from pb.rounds.actions.who_decides import (
    require_listed,
    require_may_end,
    require_member,
    require_proposer_acts,
    require_second_of_decision,
    require_second_of_ending,
    require_unused_seat,
)

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
    "require_listed",
    "require_may_end",
    "require_member",
    "require_proposer_acts",
    "require_unused_seat",
    "require_second_of_decision",
    "require_second_of_ending",
    "require_still_there",
    "withdraw_abandoning",
    "withdraw_proposal",
]
