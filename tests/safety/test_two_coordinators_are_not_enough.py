"""Before there are members a coordinator invites whom they like, themself under another name too. Once there are two
members, two coordinators let nobody in again and release nobody: one of the two is a member.
"""

from __future__ import annotations

import pytest
from sqlalchemy import text

from pb.database import db, exclusive_transaction
from pb.passwords import verify_password
from pb.people import actions, queries
from pb.people.models import Account
from pb.people.models.by_two import ONE_MUST_BE_A_MEMBER
from pb.refusals import Refusal
from pb.roles import Actor, Role
from tests.support.makers.people import PASSWORD
from tests.support.security_codes import with_an_app

pytestmark = pytest.mark.databases_in_turn
NEW = "lentil soup on tuesdays"


@pytest.fixture
def mal(make) -> Account:
    return make.account(Role.COORDINATOR, name="Mal")


@pytest.fixture
def puppet(mal) -> Account:
    """Mal under another name: nobody is asked while there are no members."""
    token = actions.invite(by(mal), name="Valerie Orr", role=Role.COORDINATOR)
    return actions.accept_invitation(token, sign_in_name="valerie", password=PASSWORD)


@pytest.fixture
def members(puppet, make) -> list[Account]:
    return [make.account(Role.STEERING, name=name, sign_in_name=name.lower()) for name in ("Ina", "Hugh")]


def by(account: Account) -> Actor:
    return Actor(account.id, min(account.roles))


def refused():
    return pytest.raises(Refusal, match=ONE_MUST_BE_A_MEMBER.english)


def test_two_coordinators_do_not_become_a_member(mal, puppet, members, visitor):
    ina, hugh = members
    first = actions.propose_password_code(by(mal), ina)
    (proposal,) = queries.waiting_password_codes()
    with refused():
        actions.agree_to_password_code(by(puppet), proposal)
    desk = visitor.signed_in_as(puppet)
    page = desk.opens("/people")
    assert "A steering group member must agree." in page.text and "I agree" not in page.text
    assert "Turn this down" in page.text
    second = actions.agree_to_password_code(by(hugh), proposal)
    actions.choose_password("ina", f"{first} {second}", NEW)


def test_nor_does_a_code_from_before_there_were_members_let_them(mal, puppet, make):
    ina = make.account(Role.STEERING, name="Ina", sign_in_name="ina")
    first = actions.propose_password_code(by(mal), ina)
    second = actions.agree_to_password_code(by(puppet), queries.waiting_password_codes()[0])
    make.account(Role.STEERING, name="Hugh")
    with pytest.raises(Refusal, match="This code no longer works"):
        actions.choose_password("ina", f"{first} {second}", NEW)
    with refused(), exclusive_transaction() as session:  # the database says so too
        session.execute(text("UPDATE password_code SET used_at = proposed_at"))


def test_nor_do_they_take_a_members_security_codes_away(mal, puppet, members, clock):
    ina, hugh = members
    with_an_app(ina, clock)
    proposal = actions.propose_new_codes(by(mal), ina)
    with refused():
        actions.agree_to_new_codes(by(puppet), proposal)
    assert queries.codes_of(ina).set_up
    actions.agree_to_new_codes(by(hugh), proposal)


def test_nor_release_anybody_from_an_interest(mal, puppet, members, make):
    ina, hugh = members
    round_ = make.applying_round()
    project = make.application(round_)
    actions.declare_interest(by(ina), round_id=round_.id, project_id=project.id, description="I sing there.")
    said = {"round_id": round_.id, "project_id": project.id, "reason": "She has left."}
    proposal = actions.propose_release(by(mal), db.session.get_one(Account, ina.id), **said)
    with refused():
        actions.agree_to_release(by(puppet), proposal, round_id=round_.id)
    actions.agree_to_release(by(hugh), proposal, round_id=round_.id)


def test_a_member_may_be_the_first_and_a_coordinator_the_second(mal, members):
    ina, hugh = members
    actions.propose_password_code(by(hugh), ina)
    assert actions.agree_to_password_code(by(mal), queries.waiting_password_codes()[0])


def test_while_there_are_no_two_members_two_coordinators_are_two_people(mal, puppet, make):
    ina = make.account(Role.STEERING, name="Ina", sign_in_name="ina")
    first = actions.propose_password_code(by(mal), ina)
    second = actions.agree_to_password_code(by(puppet), queries.waiting_password_codes()[0])
    actions.choose_password("ina", f"{first} {second}", NEW)
    assert verify_password(db.session.get_one(Account, ina.id).password_hash, NEW)
