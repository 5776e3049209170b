"""A decision of two is made once. Who proposed it withdraws it, or somebody who acts in the round turns it down."""

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
    actions.agree_to(hugh, decision)
    with pytest.raises(Refusal, match="decision has already been made"):
        actions.agree_to(una, decision)
    with pytest.raises(Refusal, match="so it cannot be withdrawn"):
        actions.withdraw_proposal(ina, decision)
    db.session.rollback()
    assert db.session.get_one(Decision, decision.id).agreed_by == hugh.account_id


def test_a_proposal_whose_proposer_is_gone_is_turned_down_and_made_again(app, make):
    round_ = make.voting_round()
    ina, hugh = (Actor(make.account(Role.STEERING).id, Role.STEERING) for _ in range(2))
    project_id = ballot_lines(round_.id)[0].project_id
    decision = actions.propose_withdrawal(ina, round_, project_id, "The group has folded.")
    with pytest.raises(Refusal, match="already been proposed"):
        actions.propose_withdrawal(hugh, round_, project_id, "It has folded.")
    actions.withdraw_proposal(hugh, decision)
    again = actions.propose_withdrawal(hugh, round_, project_id, "It has folded.")
    actions.agree_to(ina, again)
    assert again.agreed_by == ina.account_id


def test_the_second_member_may_turn_a_proposal_down_on_the_page(visitor, make):
    round_ = make.voting_round()
    ina = Actor(make.account(Role.STEERING).id, Role.STEERING)
    actions.propose_withdrawal(ina, round_, ballot_lines(round_.id)[0].project_id, "The group has folded.")
    page = visitor.signed_in_as(make.account(Role.STEERING)).opens(f"/rounds/{round_.id}/decisions")
    assert {"I agree", "Turn this proposal down"} <= set(page.buttons)
    assert "There are no decisions or proposals yet." in visitor.presses("Turn this proposal down").text
