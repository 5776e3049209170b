"""While there are fewer than two members the coordinator appoints alone; afterwards a member agrees."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pb.database import db, exclusive_transaction
from pb.edits import NothingChanged
from pb.people import actions, queries
from pb.people.models import Account
from pb.refusals import Refusal
from pb.roles import Actor, Role
from tests.support.makers.voting import COMMAND

PASSWORD = "porridge and salt"


@pytest.fixture
def morag(make):
    return Actor(make.account(Role.COORDINATOR, name="Morag").id, Role.COORDINATOR)


def member(make, name: str) -> Actor:
    return Actor(make.account(Role.STEERING, name=name).id, Role.STEERING)


@pytest.fixture
def ina(make):
    return member(make, "Ina")


@pytest.fixture
def hugh(make, ina):
    return member(make, "Hugh")


def account(id_: int | None) -> Account:
    db.session.rollback()
    return db.session.get_one(Account, id_)


def test_until_there_are_two_members_the_coordinator_appoints_alone(app, make, morag, ina):
    helper = make.account(Role.FACILITATOR)
    assert actions.appoint(morag, helper, (Role.FACILITATOR, Role.STEERING)) == []
    assert Role.STEERING in account(helper.id).roles and queries.members_agree()


@pytest.mark.both_databases
def test_from_two_members_on_a_new_one_waits_for_one_of_them(app, make, morag, ina, hugh):
    helper = make.account(Role.FACILITATOR)
    (proposal,) = actions.appoint(morag, helper, (Role.FACILITATOR, Role.COUNTER, Role.STEERING))
    assert account(helper.id).roles == {Role.FACILITATOR, Role.COUNTER}, "what needs nobody works at once"
    with pytest.raises(Refusal, match="in your role"):
        actions.agree_to_proposal(morag, proposal)
    actions.agree_to_proposal(ina, proposal)
    assert account(helper.id).roles == {Role.FACILITATOR, Role.COUNTER, Role.STEERING}
    with pytest.raises(Refusal, match="already been decided"):
        actions.agree_to_proposal(hugh, proposal)


def test_nobody_agrees_to_their_own_leaving_and_two_members_stay(app, make, morag, ina, hugh):
    with pytest.raises(Refusal, match="at least two"):
        actions.propose_to_leave(morag, account(ina.account_id))
    third = member(make, "Nettie")
    proposal = actions.propose_to_leave(morag, account(ina.account_id))
    with pytest.raises(Refusal, match="someone else must agree"):
        actions.agree_to_proposal(ina, proposal)
    with pytest.raises(Refusal, match="must agree to this first"):
        actions.close_account(morag, account(ina.account_id))
    actions.agree_to_proposal(third, proposal)
    left = account(ina.account_id)
    assert left.roles == set() and left.closed_at, "it was her only role"


def test_a_new_coordinator_waits_for_a_member_too(app, make, morag, ina, hugh):
    helper = make.account(Role.COUNTER)
    (proposal,) = actions.appoint(morag, helper, (Role.COUNTER, Role.COORDINATOR))
    assert account(helper.id).roles == {Role.COUNTER}
    actions.refuse_proposal(ina, proposal)
    with pytest.raises(Refusal, match="already been decided"):
        actions.agree_to_proposal(hugh, proposal)
    assert account(helper.id).roles == {Role.COUNTER}


def test_an_invitation_waits_whatever_the_role(app, morag, ina, hugh):
    token = actions.invite(morag, name="Una Doyle", role=Role.COUNTER)
    with pytest.raises(Refusal, match="must agree to this first"):
        actions.accept_invitation(token, sign_in_name="una", password=PASSWORD)
    actions.agree_to_proposal(hugh, queries.waiting_proposals()[0])
    una = actions.accept_invitation(token, sign_in_name="una", password=PASSWORD)
    assert (una.name, account(una.id).roles) == ("Una Doyle", {Role.COUNTER})


def test_an_invitation_that_a_member_refuses_is_over(app, morag, ina, hugh):
    token = actions.invite(morag, name="Una Doyle", role=Role.STEERING)
    actions.refuse_proposal(hugh, queries.waiting_proposals()[0])
    with pytest.raises(Refusal, match="no longer works"):
        actions.accept_invitation(token, sign_in_name="una", password=PASSWORD)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        *((name, "looks like the name of Ina") for name in ("Ina", " INA ", "lna")),
        ("In\N{CYRILLIC SMALL LETTER A}", "does not fit in this name"),
    ],
)
def test_a_name_that_looks_like_a_members_is_refused(app, make, morag, ina, name, why):
    with pytest.raises(Refusal, match=why):
        actions.invite(morag, name=name, role=Role.COUNTER)
    with pytest.raises(Refusal, match=why):
        actions.make_account(COMMAND, name=name, sign_in_name="x", password=PASSWORD, roles=(Role.COUNTER,))


def test_two_open_invitations_do_not_look_alike_either(app, morag):
    actions.invite(morag, name="Una Doyle", role=Role.COUNTER)
    with pytest.raises(Refusal, match="looks like"):
        actions.invite(morag, name="una doyle", role=Role.COUNTER)


BOTH = (Role.COORDINATOR, Role.STEERING)


def test_nobody_is_coordinator_and_member_in_any_way(app, make, morag):
    helper = make.account(Role.FACILITATOR)
    with pytest.raises(Refusal, match="cannot be in the steering group"):
        actions.appoint(morag, helper, BOTH)
    with pytest.raises(Refusal, match="cannot be in the steering group"):
        actions.make_account(COMMAND, name="Two", sign_in_name="two", password=PASSWORD, roles=BOTH)


def test_the_command_lets_nobody_in_once_there_are_two_members(app, ina, hugh):
    given = ["--name", "Pup", "--sign-in-name", "pup", "--role", "counter", "--password", PASSWORD]
    added = app.test_cli_runner().invoke(args=["people", "add", *given])
    assert added.exit_code == 1 and "people join by invitation" in added.output


@pytest.mark.both_databases
@pytest.mark.parametrize("role", ["coordinator", "steering"])
def test_the_database_itself_refuses_both_roles(app, make, role):
    other = {"coordinator": Role.STEERING, "steering": Role.COORDINATOR}[role]
    helper = make.staff(other, Role.FACILITATOR)
    for statement in (
        f"INSERT INTO appointment (account_id, role) VALUES ({helper.id}, '{role}')",
        f"UPDATE appointment SET role = '{role}' WHERE account_id = {helper.id} AND role = 'facilitator'",
    ):
        with pytest.raises((IntegrityError, Refusal)), exclusive_transaction() as session:
            session.execute(text(statement))


@pytest.mark.both_databases
def test_an_agreement_by_the_proposer_or_the_proposed_cannot_be_stored(app, make, morag, ina, hugh):
    third = member(make, "Nettie")
    proposal = actions.propose_to_leave(morag, account(third.account_id))
    for who in (morag.account_id, third.account_id):
        with pytest.raises((IntegrityError, Refusal)), exclusive_transaction() as session:
            session.execute(
                text(
                    f"UPDATE appointment_proposal SET agreed_by = {who}, agreed_at = proposed_at WHERE id = {proposal.id}"
                )
            )


def test_a_proposal_made_twice_waits_once(app, make, morag, ina, hugh):
    helper = make.account(Role.FACILITATOR)
    actions.appoint(morag, account(helper.id), (Role.FACILITATOR, Role.STEERING))
    with pytest.raises(NothingChanged):
        actions.appoint(morag, account(helper.id), (Role.FACILITATOR, Role.STEERING))
    assert len(queries.waiting_proposals()) == 1


def test_who_is_to_leave_does_not_turn_it_down_and_coordinators_turn_nothing_down(make, morag, ina, hugh):
    member(make, "Una")
    proposal = actions.propose_to_leave(morag, account(hugh.account_id))
    for by in (hugh, Actor(make.account(Role.COORDINATOR).id, Role.COORDINATOR)):
        with pytest.raises(Refusal, match="You cannot turn this down"):
            actions.refuse_proposal(by, proposal)
    actions.refuse_proposal(morag, proposal)  # the person who proposed it withdraws it


def test_a_coordinator_who_is_to_become_a_member_goes_on_until_one_of_them_has_agreed(make, morag, ina, hugh):
    other = make.account(Role.COORDINATOR)
    (proposal,) = actions.appoint(morag, other, (Role.STEERING,))
    assert account(other.id).roles == {Role.COORDINATOR}, "nobody is left without a role"
    actions.agree_to_proposal(ina, proposal)
    assert account(other.id).roles == {Role.STEERING}


@pytest.mark.both_databases
def test_who_was_invited_before_there_were_two_members_is_asked_about_once_there_are(make, morag):
    links = {name: actions.invite(morag, name=name, role=Role.STEERING) for name in ("Una", "Eilidh", "Rab")}
    joined = {}
    for n, name in enumerate(("Una", "Eilidh")):
        joined[name] = actions.accept_invitation(links[name], sign_in_name=f"member{n}", password=PASSWORD).id
    with pytest.raises(Refusal, match="must agree"):
        actions.accept_invitation(links["Rab"], sign_in_name="rab", password=PASSWORD)
    (proposal,) = queries.waiting_proposals()
    actions.agree_to_proposal(Actor(joined["Una"], Role.STEERING), proposal)
    assert actions.accept_invitation(links["Rab"], sign_in_name="rab", password=PASSWORD).roles == {Role.STEERING}
