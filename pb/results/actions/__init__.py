"""What is done after the box is open: the lot is typed, the votes are counted, the result is signed and published."""

from pb.results.actions.corrections import (
    agree_to_correct,
    propose_correction,
    require_second_of_correction,
    withdraw_correction,
)
from pb.results.actions.counts import COUNT_ORDER, count_or_order, count_round
from pb.results.actions.departures import (
    agree_to_departure,
    propose_departure,
    require_second_of_departure,
    withdraw_departure,
)
from pb.results.actions.imports import ImportedRound, import_round
from pb.results.actions.lots import LotTyped, type_lot
from pb.results.actions.objections import (
    agree_to_answer,
    forget_objections,
    object_to,
    propose_answer,
    require_second_of_answer,
    withdraw_answer,
)
from pb.results.actions.offers import accept_part, decline_part, note_silence
from pb.results.actions.paper_checks import conclude, type_dice
from pb.results.actions.paper_sights import see_paper
from pb.results.actions.proposals import require_may_end
from pb.results.actions.public_times import agree_to_time, propose_time, require_second_of_time, withdraw_time
from pb.results.actions.publications import order_charts_again, publish, publish_from
from pb.results.actions.recounts import recount, take_ballots
from pb.results.actions.signatures import sign

__all__ = [
    "COUNT_ORDER",
    "ImportedRound",
    "LotTyped",
    "accept_part",
    "agree_to_answer",
    "agree_to_correct",
    "agree_to_departure",
    "agree_to_time",
    "conclude",
    "count_or_order",
    "count_round",
    "decline_part",
    "forget_objections",
    "import_round",
    "note_silence",
    "object_to",
    "order_charts_again",
    "propose_answer",
    "propose_correction",
    "propose_departure",
    "propose_time",
    "publish",
    "publish_from",
    "recount",
    "require_may_end",
    "require_second_of_answer",
    "require_second_of_correction",
    "require_second_of_departure",
    "require_second_of_time",
    "see_paper",
    "sign",
    "take_ballots",
    "type_dice",
    "type_lot",
    "withdraw_answer",
    "withdraw_correction",
    "withdraw_departure",
    "withdraw_time",
]
