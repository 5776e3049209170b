"""A decision of two is made once, and only who proposed it withdraws it."""

from __future__ import annotations

import pytest

from pb.database import db
from pb.projects.queries import ballot_lines
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.rounds import actions
from pb.rounds.models import Decision


def test_a_decision_is_made_once_and_withdrawn_by_its_proposer_before_that(app, make):
    round_ = make.voting_round()
    ina, hugh, una = (Actor(make.account(Role.STEERING).id, Role.STEERING) for _ in range(3))
    project_id = ballot_lines(round_.id)[0].project_id
    decision = actions.propose_withdrawal(ina, round_, project_id, "The group has folded.")
    with pytest.raises(Refusal, match="Someone else proposed this"):
        actions.withdraw_proposal(hugh, decision)
    actions.agree_to(hugh, decision)
    with pytest.raises(Refusal, match="decision has already been made"):
        actions.agree_to(una, decision)
    with pytest.raises(Refusal, match="so it cannot be withdrawn"):
        actions.withdraw_proposal(ina, decision)
    db.session.rollback()
    assert db.session.get_one(Decision, decision.id).agreed_by == hugh.account_id
