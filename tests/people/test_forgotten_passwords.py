"""A forgotten password: a code by a coordinator, or two codes by two people."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pb.codes import new_code
from pb.database import db, exclusive_transaction
from pb.passwords import verify_password
from pb.people import actions, queries
from pb.people.models import Account
from pb.refusals import Refusal
from pb.roles import Actor, Role

NEW = "porridge and honey"


def by(account: Account) -> Actor:
    return Actor(account.id, min(account.roles))


@pytest.fixture
def morag(make) -> Account:
    return make.account(Role.COORDINATOR, name="Morag")


@pytest.fixture
def jean(make) -> Account:
    return make.account(Role.COUNTER, name="Jean", sign_in_name="jean")


@pytest.fixture
def members(make) -> list[Account]:
    return [make.account(Role.STEERING, name=name, sign_in_name=name.lower()) for name in ("Ina", "Hugh")]


def has_new_password(account: Account) -> bool:
    db.session.rollback()
    return verify_password(db.session.get_one(Account, account.id).password_hash, NEW)


def chooses(person, name: str, code: str):
    person.opens("/account/sign-in")
    person.follows("I have a code for a new password")
    person.types("Your sign-in name", name).types("The code that you were given", code)
    return person.types("New password", NEW).types("Enter the password again", NEW).presses("Save my new password")


@pytest.mark.both_databases
def test_a_code_works_once_ends_sign_ins_and_its_owner_reads_who_made_it(new_visitor, morag, jean):
    still_signed_in, desk = new_visitor().signed_in_as(jean), new_visitor().signed_in_as(morag)
    desk.opens("/people")
    desk.follows("Forgotten? Jean")
    page = desk.presses("Get a code")
    assert "You will only see this code once" in page.text
    code = re.search(r"Code(?: \w{5}){2}((?: \w){10})", page.text)[1].replace(" ", "")
    person = new_visitor()
    assert "The code is wrong" in chooses(person, "jean", new_code()).text
    assert chooses(person, "jean", code.lower()).heading == "Sign in"
    assert still_signed_in.opens("/dashboard").heading == "Sign in" and has_new_password(jean)
    person.types("Your sign-in name", "jean").types("Your password", NEW)
    page = person.presses("Sign in")
    assert "You have a new password" in page.text and "Morag made the code" in page.text
    with pytest.raises(Refusal, match="no longer works"):
        actions.choose_password("jean", code, NEW)
    page = desk.opens("/record")
    assert "gave Jean a code to choose a new password" in page.text and "Jean has a new password" in page.text


@pytest.mark.both_databases
@pytest.mark.parametrize("who", ["Ina", "jean"])
def test_from_two_members_on_it_takes_two_codes_of_two_people(app, morag, jean, members, who):
    owner = members[0] if who == "Ina" else jean
    with pytest.raises(Refusal, match="Two people must agree"):
        actions.make_password_code(by(morag), owner)
    one = actions.propose_password_code(by(morag), owner)
    with pytest.raises(Refusal, match="no longer works"):
        actions.choose_password(owner.sign_in_name, one, NEW)
    (proposal,) = queries.waiting_password_codes()
    for person in (morag, owner):
        with pytest.raises(Refusal):
            actions.agree_to_password_code(by(person), proposal)
    two = actions.agree_to_password_code(by(members[1]), proposal)
    for part in (one, two):
        with pytest.raises(Refusal, match="no longer works"):
            actions.choose_password(owner.sign_in_name, part, NEW)
    actions.choose_password(owner.sign_in_name, f"{two} {one}", NEW)
    assert has_new_password(owner)


def test_only_the_newest_code_works_for_a_day_and_nothing_is_made_for_oneself(app, clock, make, morag, jean):
    old, newest = (actions.make_password_code(by(morag), jean) for _ in range(2))
    with pytest.raises(Refusal, match="no longer works"):
        actions.choose_password("jean", old, NEW)
    clock.forward(days=1)
    with pytest.raises(Refusal, match="no longer works"):
        actions.choose_password("jean", newest, NEW)
    with pytest.raises(Refusal, match="your own password"):
        actions.propose_password_code(by(morag), morag)


def test_a_proposal_that_was_turned_down_gives_no_second_code(app, morag, members):
    actions.propose_password_code(by(morag), members[0])
    (proposal,) = queries.waiting_password_codes()
    actions.refuse_password_code(by(members[1]), proposal)
    with pytest.raises(Refusal, match="already been decided"):
        actions.agree_to_password_code(by(members[1]), proposal)


@pytest.mark.both_databases
def test_the_database_itself_asks_for_the_second_person(app, morag, members):
    actions.propose_password_code(by(morag), members[0])
    for change in ("used_at = proposed_at", f"agreed_by = {morag.id}, agreed_at = proposed_at, second_hash = 'x'"):
        with pytest.raises((IntegrityError, Refusal)), exclusive_transaction() as session:
            session.execute(text(f"UPDATE password_code SET {change}"))
