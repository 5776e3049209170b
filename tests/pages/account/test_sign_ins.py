"""A sign-in lives in the database: what ends it ends it at once, for every copy of its cookie."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event, select, update

from pb import clock as program_clock
from pb import marked
from pb.database import db
from pb.people import actions, queries
from pb.people.models import Account, SignIn
from pb.people.rules import token_hash
from pb.record.queries import check_everything
from pb.roles import Actor, Role
from tests.support.makers.people import PASSWORD
from tests.support.voters import desk

COMMAND = Actor(None, Role.COMMAND)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


def signs_in(person, name: str = "morag"):
    person.opens("/account/sign-in")
    return person.types("Your sign-in name", name).types("Your password", PASSWORD).presses("Sign in")


@pytest.fixture
def morag(make) -> Account:
    return make.account(Role.COORDINATOR, Role.FACILITATOR, name="Morag", sign_in_name="morag")


@pytest.fixture
def phone(new_visitor, morag):
    """Morag, signed in on a phone as well."""
    person = new_visitor()
    person.client.environ_base["HTTP_USER_AGENT"] = IPHONE
    assert signs_in(person).heading == "Dashboard"
    return person


def copy_of(person, thief):
    """Somebody who copied the cookie of ``person``."""
    thief.client.set_cookie("session", person.client.get_cookie("session").value)
    return thief


def signs_out(person, _make, _morag) -> None:
    person.presses("Sign out")


def changes_the_password(_person, _make, morag) -> None:
    actions.set_password(COMMAND, db.session.get_one(Account, morag.id), "scones with jam")


def is_closed(_person, make, morag) -> None:
    other = make.account(Role.COORDINATOR)
    actions.close_account(Actor(other.id, Role.COORDINATOR), db.session.get_one(Account, morag.id))


def loses_a_role(_person, make, morag) -> None:
    other = make.account(Role.COORDINATOR)
    actions.appoint(Actor(other.id, Role.COORDINATOR), db.session.get_one(Account, morag.id), (Role.FACILITATOR,))


@pytest.mark.both_databases
@pytest.mark.parametrize("end", [signs_out, changes_the_password, is_closed, loses_a_role])
def test_what_ends_a_sign_in_ends_every_copy_of_it_at_once(visitor, new_visitor, make, morag, end: Callable):
    signs_in(visitor)
    thief = copy_of(visitor, new_visitor())
    assert thief.opens("/dashboard").heading == "Dashboard"
    visitor.opens("/dashboard")
    end(visitor, make, morag)
    assert thief.opens("/dashboard").heading == "Sign in"
    assert visitor.opens("/dashboard").heading == "Sign in"


def test_pairing_a_kiosk_ends_every_copy_of_the_sign_in_and_no_other(visitor, new_visitor, make):
    facilitator = make.staff(Role.FACILITATOR, declared_in=(round_ := make.voting_round(entitlement="vouch")))
    voting_session = make.session_at(round_, facilitator)
    elsewhere = new_visitor().signed_in_as(facilitator)
    visitor.signed_in_as(facilitator).opens(desk(voting_session))
    thief = copy_of(visitor, new_visitor())
    assert thief.opens("/dashboard").heading == "Dashboard"
    visitor.follows("Use this device as a kiosk")
    visitor.types("PIN for the next voter", "2468").types("PIN to end the kiosk", "97531")
    assert visitor.presses("Set up this device as a kiosk").heading == "Measure this screen"
    assert thief.opens("/dashboard").heading == "Sign in"
    assert elsewhere.opens("/dashboard").heading == "Dashboard"


def test_leaving_the_steering_group_ends_a_members_sign_ins(new_visitor, make):
    ina, hugh, nettie = (make.account(Role.STEERING, Role.COUNTER) for _ in range(3))
    person = new_visitor().signed_in_as(ina)
    assert person.opens("/dashboard").heading == "Dashboard"
    proposal = actions.propose_to_leave(Actor(make.account().id, Role.COORDINATOR), db.session.get_one(Account, ina.id))
    actions.agree_to_proposal(Actor(hugh.id, Role.STEERING), proposal)
    assert person.opens("/dashboard").heading == "Sign in" and nettie


def test_a_new_role_ends_nothing(visitor, make, morag):
    signs_in(visitor)
    both = (Role.COORDINATOR, Role.FACILITATOR, Role.COUNTER)
    actions.appoint(COMMAND, db.session.get_one(Account, morag.id), both)
    assert visitor.opens("/dashboard").heading == "Dashboard"


def test_the_list_says_since_when_and_on_what_and_ends_the_others(visitor, phone, morag, clock):
    clock.set(program_clock.now() + timedelta(minutes=1))
    signs_in(visitor)
    visitor.follows("Your sign-ins")
    assert "A phone, with Safari" in visitor.page.text and "This device" in visitor.page.text
    assert "127.0.0.1" not in visitor.page.html
    page = visitor.presses("End the others")
    assert "You have been signed out on all your other devices." in page.text
    assert "You are not signed in anywhere else." in page.text and "phone" not in page.text
    assert phone.opens("/dashboard").heading == "Sign in"
    assert len(queries.sign_ins_of(db.session.get_one(Account, morag.id))) == 1


def test_ending_the_others_leaves_other_people_alone(visitor, new_visitor, make, phone):
    other = new_visitor().signed_in_as(make.account(Role.COORDINATOR))
    signs_in(visitor)
    visitor.follows("Your sign-ins")
    visitor.presses("End the others")
    assert other.opens("/dashboard").heading == "Dashboard"


@pytest.mark.both_databases
def test_a_sign_in_that_begins_while_others_end_goes_on_and_the_marks_still_agree(app, morag, monkeypatch):
    """It is not there yet when those that end are looked up."""
    ends = actions.begin_sign_in(morag, device="phone", browser="")
    real = marked.locked_rows
    begins: list[str] = []

    def looked_up(*about):
        rows = real(*about)
        return [row for row in rows if row["token_hash"] != token_hash(begins[0])]

    begins.append(actions.begin_sign_in(morag, device="tablet", browser=""))
    monkeypatch.setattr(marked, "locked_rows", looked_up)
    actions.end_other_sign_ins(morag, "")
    assert queries.account_of_sign_in(ends) is None
    assert queries.account_of_sign_in(begins[0]).id == morag.id
    assert check_everything() == []


def test_a_sign_in_is_over_after_its_hours_and_its_row_goes_with_the_next_one(app, make, morag, clock):
    clock.set("2026-11-24 08:00")
    token = actions.begin_sign_in(morag, device="tablet", browser="Firefox")
    clock.forward(hours=app.config["SIGN_IN_HOURS"], seconds=-1)
    assert queries.account_of_sign_in(token).id == morag.id
    clock.forward(seconds=1)
    assert queries.account_of_sign_in(token) is None and queries.sign_ins_of(morag) == []
    actions.begin_sign_in(make.account(), device="phone", browser="")
    assert [each.device for each in db.session.scalars(select(SignIn))] == ["phone"]


def test_a_password_that_changes_while_somebody_signs_in_ends_that_sign_in_too(app, morag, monkeypatch):
    """The old password was right a moment ago; meanwhile it was changed."""
    real, meanwhile = actions.sign_ins.transaction, []

    def later():
        if not meanwhile:
            meanwhile.append(1)
            actions.set_password(COMMAND, db.session.get_one(Account, morag.id), "scones with jam")
        return real()

    monkeypatch.setattr(actions.sign_ins, "transaction", later)
    token = actions.begin_sign_in(morag, device="phone", browser="")
    assert meanwhile and queries.account_of_sign_in(token) is None


def test_the_database_alone_signs_nobody_in(visitor, make, morag):
    """Somebody with write access and no key gives their own sign-in to the coordinator's account."""
    counter = make.account(Role.COUNTER)
    visitor.signed_in_as(counter)
    assert visitor.opens("/dashboard").heading == "Dashboard"
    with db.engine.begin() as connection:
        connection.execute(update(SignIn.__table__).values(account_id=morag.id, stamp=morag.stamp))
    page = visitor.opens("/dashboard")
    assert page.status == 503 and "changed outside this website" in page.text and "Morag" not in page.html


def test_only_a_hash_of_the_token_is_kept_and_no_address(visitor, morag):
    signs_in(visitor)
    with visitor.client.session_transaction() as session:
        token = session["_user_id"]
    kept = [str(value) for row in db.session.execute(select(SignIn.__table__)) for value in row]
    assert token and not [value for value in kept if token in value or "127.0.0.1" in value]


def test_a_request_costs_one_look_for_the_sign_in_its_account_and_its_roles(visitor, morag):
    signs_in(visitor)
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    visitor.opens("/account/password")
    tables = [table for statement in asked for table in re.findall(r"\b(?:FROM|JOIN) (\w+)", statement)]
    assert tables == ["sign_in", "account", "appointment"] and sum("FROM" in statement for statement in asked) == 1
