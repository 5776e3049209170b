"""What is due has a page for each state, and interests are asked for."""

from __future__ import annotations

from pb import clock as program_clock
from pb.database import exclusive_transaction
from pb.pages.due import TASKS
from pb.people.actions import invite, refuse_proposal
from pb.people.models import Interest
from pb.people.queries import waiting_proposals
from pb.programme.rules.round_status import RoundState
from pb.web.access import PUBLIC, Role, roles_of
from tests.support.makers.projects import actor_of


def test_every_state_has_its_page_and_its_act_and_whoever_may_do_the_act_may_open_a_page(app):
    assert set(TASKS) == set(RoundState)
    nowhere = []
    for state, (act, pages) in TASKS.items():
        reach = frozenset().union(*map(roles_of, pages))
        if not (PUBLIC in reach or roles_of(act) <= reach):
            nowhere.append(state)
    assert nowhere == []


def test_everybody_is_asked_for_their_interests_until_they_have_said_something(visitor, make):
    round_ = make.voting_round()
    rose = make.account(Role.FACILITATOR, name="Rose")
    visitor.signed_in_as(rose)
    assert "Say if you have an interest in this round" in visitor.opens("/dashboard").links
    with exclusive_transaction() as session:
        session.add(Interest(account_id=rose.id, round_id=round_.id, description="", declared_at=program_clock.now()))
    assert "Say if you have an interest in this round" not in visitor.opens("/dashboard").links


def test_nobody_is_asked_to_invite_whoever_is_already_invited(visitor, make):
    round_ = make.applying_round(signatures_needed=2)
    coordinator, member = make.staff(Role.COORDINATOR), make.staff(Role.STEERING)
    make.staff(Role.STEERING)
    visitor.signed_in_as(coordinator)
    asked = "Invite one more person to the steering group"
    assert asked in visitor.opens("/dashboard").main
    invite(actor_of(coordinator), name="Effie", role=Role.STEERING)
    assert asked not in visitor.opens("/dashboard").main
    refuse_proposal(actor_of(member), waiting_proposals()[0])
    assert asked in visitor.opens("/dashboard").main, f"{round_.name} still needs somebody"
