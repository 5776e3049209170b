"""The steering group of a round is a list that is fixed at the freeze and public; only who is on it decides and signs."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pb.database import db, exclusive_transaction
from pb.people.models import Account
from pb.programme import actions as programme
from pb.programme.queries.freezing import frozen_document
from pb.projects.queries import ballot_lines
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.rounds import actions
from pb.rounds.models import Round
from pb.rounds.queries import members_of
from tests.support.makers.projects import actor_of


@pytest.fixture
def frozen(make):
    round_ = make.ready_round(3)
    make.freezes(round_, actor_of(make.staff(Role.COORDINATOR)))
    return db.session.get_one(Round, round_.id)


def withdraws(by: Actor, round_: Round):
    return actions.propose_withdrawal(by, round_, ballot_lines(round_.id)[0].project_id, "The group has folded.")


def test_the_list_is_public_names_its_substitute_and_is_part_of_the_frozen_rulebook(visitor, frozen):
    *members, substitute = members_of(frozen.id)
    assert len(members) >= 2 and substitute.substitute and not any(each.substitute for each in members)
    page = visitor.opens(f"/rounds/{frozen.id}")
    assert all(each.name in page.main for each in members)
    assert f"{substitute.name} (substitute" in page.main
    document = frozen_document(frozen)["steering_group"]
    assert {each["name"] for each in document} == {each.name for each in [*members, substitute]}


def test_a_freeze_needs_a_substitute_and_enough_members(make):
    round_ = make.ready_round(1, max_choices=1, signatures_needed=3)
    coordinator = actor_of(make.staff(Role.COORDINATOR))
    with pytest.raises(Refusal, match="has 3 members. It needs 3 to sign the result, and one more as the substitute"):
        make.freezes(round_, coordinator)
    make.staff(Role.STEERING)
    for wrong in (None, make.staff(Role.COUNTER).id):
        with pytest.raises(Refusal, match="Choose the substitute"):
            programme.propose_freeze(coordinator, round_, substitute=wrong)
    make.freezes(round_, coordinator)


def test_somebody_who_became_a_member_later_decides_nothing_in_this_round(make, frozen):
    late = Actor(make.staff(Role.STEERING).id, Role.STEERING)
    with pytest.raises(Refusal, match="Only people on the round’s steering group list"):
        withdraws(late, frozen)
    one, two, *_ = (Actor(each.account_id, Role.STEERING) for each in members_of(frozen.id))
    decision = withdraws(one, frozen)
    with pytest.raises(Refusal, match="Only people on the round’s steering group list"):
        actions.agree_to(late, decision)
    actions.agree_to(two, decision)


def test_names_stand_with_a_decision_in_public(visitor, frozen):
    one, two, *_ = members_of(frozen.id)
    actions.agree_to(Actor(two.account_id, Role.STEERING), withdraws(Actor(one.account_id, Role.STEERING), frozen))
    assert f"Decided by {one.name} and {two.name} of the steering group" in visitor.opens(f"/rounds/{frozen.id}").main


@pytest.mark.both_databases
def test_the_database_itself_keeps_the_list(make, frozen):
    late = make.staff(Role.STEERING, Role.COUNTER)
    for statement in (
        f"INSERT INTO round_member (round_id, account_id, name, substitute) VALUES ({frozen.id}, {late.id}, 'Late', false)",
        f"DELETE FROM round_member WHERE round_id = {frozen.id}",
        f"UPDATE round_member SET name = 'Another' WHERE round_id = {frozen.id}",
    ):
        with pytest.raises((IntegrityError, Refusal)), exclusive_transaction() as session:
            session.execute(text(statement))


@pytest.mark.both_databases
def test_who_is_on_the_list_of_an_open_round_becomes_no_coordinator(make, frozen):
    member = members_of(frozen.id)[0]
    account = db.session.get_one(Account, member.account_id)
    with pytest.raises((IntegrityError, Refusal)), exclusive_transaction() as session:
        session.execute(text(f"UPDATE appointment SET role = 'coordinator' WHERE account_id = {account.id}"))
