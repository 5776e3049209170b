"""The coordinator invites people, changes what they do and closes accounts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.database import db
from pb.passwords import verify_password
from pb.people import actions, queries
from pb.people.models import Account
from pb.people.rules import token_hash
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.web.access import Actor, Role


@pytest.fixture
def coordinator(make):
    return make.account(name="Morag", sign_in_name="morag")


@pytest.fixture
def desk(visitor, coordinator):
    return visitor.signed_in_as(coordinator)


def invites(desk, name="Hamish", role="Facilitator"):
    desk.opens("/invitations/new")
    page = desk.types("Name", name).ticks(role).presses("Get the link")
    return re.search(r"/invitations/\S+", page.main)[0]


def takes_up(person, link, sign_in_name="hamish@example.org", password="porridge and salt"):
    person.opens(link)
    person.types("Your sign-in name", sign_in_name)
    person.types("New password", password).types("Enter the password again", password)
    return person.presses("Create my account")


def test_somebody_is_invited_takes_it_up_and_signs_in(desk, new_visitor):
    hamish = new_visitor()
    page = takes_up(hamish, invites(desk))
    assert page.heading == "Sign in" and "Your account is ready." in page.text
    hamish.types("Your sign-in name", "hamish@example.org").types("Your password", "porridge and salt")
    assert hamish.presses("Sign in").heading == "Dashboard"
    assert queries.account_named("hamish@example.org").roles == {Role.FACILITATOR}
    assert [line.act for line in db.session.query(RecordLine).order_by(RecordLine.position)][-2:] == [
        "person.invited",
        "invitation.accepted",
    ]


def test_an_invitation_says_who_made_it_for_whom_and_for_which_role(desk, new_visitor):
    said = new_visitor().opens(invites(desk, "Isla Reid", "Counter")).main
    assert "You have been invited to join as: Counter." in said
    assert "This invitation is for Isla Reid" in said and "Invited by Morag" in said
    assert "Agreed by The coordinator alone, because there was no steering group yet" in said


def test_the_page_says_that_the_coordinator_appoints_alone_until_there_are_two_members(desk, new_visitor, make):
    alone = "Until there are two steering group members, the coordinator can appoint people alone."
    ina = new_visitor().signed_in_as(make.account(Role.STEERING))
    for reader in (desk, ina):
        assert alone in reader.opens("/people").main
    make.account(Role.STEERING)
    for reader in (desk, ina):
        assert alone not in reader.opens("/people").main


def test_the_link_is_shown_once_and_only_its_hash_is_kept(desk):
    token = invites(desk).rpartition("/")[2]
    assert token not in desk.opens("/people").html
    assert queries.open_invitations()[0].token_hash == token_hash(token)


def test_an_invitation_works_once(desk, new_visitor):
    link = invites(desk)
    takes_up(new_visitor(), link)
    page = new_visitor().opens(link)
    assert page.status == 410 and "no longer works" in page.heading


def test_an_invitation_is_over_after_a_week_and_when_it_is_withdrawn(desk, new_visitor, clock):
    clock.set(program_clock.now())
    old, withdrawn = invites(desk), invites(desk, "Isla")
    desk.opens("/people")
    page = desk.presses("Withdraw the invitation for Isla")
    assert "The invitation for Isla has been withdrawn." in page.text and "Isla" not in str(page.tables)
    assert new_visitor().opens(withdrawn).status == 410
    clock.forward(days=7)
    assert new_visitor().opens(old).status == 410
    with pytest.raises(Refusal, match="no longer works"):
        actions.accept_invitation(old.rpartition("/")[2], sign_in_name="h", password="porridge and salt")


def test_a_sign_in_name_that_is_taken_is_said_and_the_form_is_kept(desk, new_visitor):
    person = new_visitor()
    page = takes_up(person, invites(desk), sign_in_name="MORAG")
    assert page.status == 422 and page.errors == ["That sign-in name is taken. Enter a different one."]
    assert 'value="MORAG"' in page.html


def test_an_invitation_needs_a_name_and_a_role(desk):
    desk.opens("/invitations/new")
    page = desk.presses("Get the link")
    assert page.status == 422
    assert page.errors == ["Enter the person’s name.", "Select what their role will be."]


def test_roles_are_changed(desk, make):
    hamish = make.account(Role.FACILITATOR, name="Hamish")
    desk.opens(f"/people/{hamish.id}")
    page = desk.unticks("Facilitator").ticks("Counter", "Steering group member").presses("Save the roles")
    assert "Hamish’s roles have been saved." in page.text
    assert "Steering group member, Counter" in str(page.tables)
    assert db.session.get(Account, hamish.id).roles == {Role.COUNTER, Role.STEERING}


def test_nobody_is_left_without_a_role_and_the_programme_not_without_a_coordinator(desk, coordinator, make):
    hamish = make.account(Role.FACILITATOR)
    desk.opens(f"/people/{hamish.id}")
    assert desk.unticks("Facilitator").presses("Save the roles").status == 422
    closed = make.account()
    actions.close_account(Actor(coordinator.id, Role.COORDINATOR), closed)
    desk.opens(f"/people/{coordinator.id}")
    page = desk.unticks("Coordinator").ticks("Counter").presses("Save the roles")
    assert page.status == 409 and "There must be at least one coordinator." in page.text


def test_an_account_is_closed_once_and_never_ones_own(desk, coordinator, make):
    hamish = make.account(Role.FACILITATOR, name="Hamish")
    desk.opens(f"/people/{hamish.id}")
    page = desk.presses("Close this account")
    assert "Hamish’s account has been closed." in page.text and "Closed" in str(page.tables)
    assert desk.posts(f"/people/{hamish.id}/close").status == 409
    assert "Close this account" not in desk.opens(f"/people/{coordinator.id}").buttons
    page = desk.posts(f"/people/{coordinator.id}/close")
    assert page.status == 409 and "your own account" in page.text
    with pytest.raises(Refusal, match="closed"):
        actions.appoint(Actor(coordinator.id, Role.COORDINATOR), db.session.get(Account, hamish.id), (Role.COUNTER,))


@pytest.mark.parametrize("role", [Role.STEERING, Role.FACILITATOR, Role.COUNTER])
def test_only_a_coordinator_looks_after_people(visitor, make, role):
    visitor.signed_in_as(make.account(role))
    assert visitor.opens("/people").status == (200 if role == Role.STEERING else 403)
    for path in ("/invitations/new", "/people/1"):
        assert visitor.opens(path).status == 403


def test_a_person_who_does_not_exist_is_not_found(desk):
    assert desk.opens("/people/999").status == 404
    desk.opens("/invitations/new")
    assert desk.posts("/invitations/999/withdraw").status == 404


def test_the_command_line_adds_the_first_coordinator_and_helps_a_forgetful_one(app):
    run = app.test_cli_runner().invoke
    password = "three wise monkeys"
    added = run(args=["people", "add", "--name", "Ina", "--sign-in-name", "Ina", "--password", password])
    assert added.output == "Ina can now sign in as ina.\n"
    again = run(args=["people", "add", "--name", "Jean", "--sign-in-name", "ina", "--password", password])
    assert again.exit_code == 1 and "That sign-in name is taken." in again.output
    assert run(args=["people", "password", "ina", "--password", "short"]).exit_code == 1
    assert (
        run(args=["people", "password", "ina", "--password", "four wise monkeys"]).output == "Ina has a new password.\n"
    )
    assert verify_password(queries.account_named("ina").password_hash, "four wise monkeys")
    assert "Nobody signs in as" in run(args=["people", "password", "una"]).output, "said before a password is asked for"
    typed = run(args=["people", "password", "ina"], input="five wise monkeys\nfive wise monkeys\n").output
    assert typed.endswith("Ina has a new password.\n") and "wise" not in typed
    assert program_clock.now() - queries.account_named("ina").made_at < timedelta(minutes=5)
