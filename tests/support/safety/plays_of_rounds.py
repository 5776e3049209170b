"""Acts of two about a whole round, as ``test_one_coordinator_alone`` plays them."""

from __future__ import annotations

from pb.database import db
from pb.programme.actions import freeze, propose_freeze
from pb.rounds import actions as rounds
from pb.rounds.models import Round
from tests.support.safety.alone import Alone, Play


def abandoning(alone: Alone) -> Play:
    """A round is given up in the middle of its vote."""
    round_ = alone.make.voting_round()
    decision = rounds.propose_abandoning(alone.actor("rounds.abandon"), round_, "The money was withdrawn.")
    return Play(
        ("rounds.agree_to_abandon",),
        lambda by: rounds.agree_to_abandon(by, decision),
        lambda: db.session.get_one(Round, round_.id).abandonment is not None,
        alone.ina,
    )


def freezing(alone: Alone) -> Play:
    """A ballot on which everything is ready."""
    round_ = alone.make.ready_round(2, max_choices=2)
    by = alone.actor("freeze.propose")
    proposal = propose_freeze(by, round_, substitute=alone.make.substitute())
    return Play(
        ("freeze.with_sheets", "freeze.agree"),
        lambda by: freeze(by, proposal),
        lambda: db.session.get_one(Round, round_.id).frozen,
        alone.ina,
    )
