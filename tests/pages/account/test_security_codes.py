"""The second factor: security codes of an app or of a printed sheet, set up by their owner and typed at sign-in."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress

import pytest
from sqlalchemy import select

from pb.codes import new_code
from pb.database import db, transaction
from pb.marked import change_rows
from pb.people import actions, queries
from pb.people.actions.security_codes import APP
from pb.people.models import Account, Authenticator, PrintedCode
from pb.record.models import RecordLine
from pb.roles import Actor, Role
from pb.sealed import NotSealedHere, seal_for, unseal_for
from pb.web import rate_limits
from tests.support.makers.people import PASSWORD
from tests.support.safety.racing import at_once
from tests.support.security_codes import Phone, use_code, with_an_app

pytestmark = pytest.mark.usefixtures("asks_for_codes")

COMMAND = Actor(None, Role.COMMAND)


@pytest.fixture
def morag(make) -> Account:
    return make.account(Role.COORDINATOR, name="Morag", sign_in_name="morag")


def types_the_password(person, name: str = "morag", came_for: str = "/account/sign-in"):
    person.opens(came_for)
    return person.types("Your sign-in name", name).types("Your password", PASSWORD).presses("Sign in")


def gives(person, code: str):
    return person.types("Your security code", code).presses("Continue")


def sets_up_an_app(person) -> Phone:
    page = person.follows("Set up an app")
    phone = Phone(re.search(r"Key ((?:[A-Z2-7]{4} ){8})", page.text + " ")[1].replace(" ", ""))
    page = person.types("The code that the app shows now", phone.shows()).presses("Use this app")
    assert page.heading == "Dashboard" and "Your security codes have been set up." in page.text
    return phone


def printed(page) -> list[str]:
    return re.findall(r"[0-9A-Z]{5}-[0-9A-Z]{5}", page.text)


def sets_up_a_sheet(person) -> list[str]:
    codes = printed(person.follows("Print codes"))
    person.types("A code from the new sheet", codes[0].lower()).presses("Use this sheet")
    return codes


@pytest.mark.both_databases
def test_who_has_no_codes_yet_sets_up_an_app_and_signs_in_with_it(visitor, new_visitor, morag, clock):
    page = types_the_password(visitor)
    assert page.heading == "Your security codes" and "Set up security codes before you go on" in page.text
    assert visitor.opens("/dashboard").heading == "Sign in", "the password alone opens nothing"
    visitor.opens("/account/security-codes")
    phone = sets_up_an_app(visitor)
    other = new_visitor()
    page = types_the_password(other, came_for="/people")
    assert page.heading == "Enter your security code"
    assert other.opens("/dashboard").heading == "Sign in"
    assert other.opens("/account/security-codes").heading == "Enter your security code", "others set up no codes"
    clock.forward(seconds=30)
    types_the_password(other, came_for="/people")
    assert gives(other, phone.shows()).heading == "People"
    lines = list(db.session.scalars(select(RecordLine.act)))
    assert lines[-1] == "security_codes.set_up"


@pytest.mark.both_databases
def test_a_code_works_once_and_older_ones_not_at_all(app, morag, clock):
    phone = with_an_app(morag, clock)
    assert not use_code(morag, phone.wrong())
    assert use_code(morag, phone.shows(1)), "the phone's clock is a little ahead"
    assert not use_code(morag, phone.shows(1))
    assert not use_code(morag, phone.shows()), "somebody looked over the shoulder before"
    clock.forward(seconds=60)
    assert use_code(morag, f" {phone.shows()[:3]} {phone.shows()[3:]} ")
    clock.forward(seconds=90)
    assert not use_code(morag, phone.shows(-2)), "too old"


@pytest.mark.both_databases
def test_of_two_who_type_the_same_code_at_the_same_moment_one_is_let_in(app, morag, clock):
    phone, sheet = with_an_app(morag, clock), [new_code() for _number in range(10)]
    actions.set_up_sheet(
        Actor(morag.id, Role.COORDINATOR), morag, codes=sheet, typed=sheet[0], token="", are_first=False
    )
    morag_id = morag.id

    def types(code: str):
        return lambda: use_code(db.session.get_one(Account, morag_id), code)

    for code in (phone.shows(), sheet[1]):
        told = at_once(app, [types(code)] * 6)
        assert sorted(map(str, told)) == ["False"] * 5 + ["True"], told


def test_a_printed_code_works_once_and_somebody_elses_never(visitor, new_visitor, make, morag):
    types_the_password(visitor)
    codes = sets_up_a_sheet(visitor)
    assert len(codes) == 10 and visitor.page.heading == "Dashboard"
    hamish = make.account(Role.COUNTER, name="Hamish")
    assert not use_code(hamish, codes[1])
    other = new_visitor()
    types_the_password(other)
    page = gives(other, codes[0])
    assert page.status == 422 and "This security code is wrong, or it has been used." in page.text
    assert gives(other, codes[1].lower().replace("-", " ")).heading == "Dashboard"


def test_who_uses_the_last_printed_code_is_asked_to_print_others_and_can(visitor, new_visitor, morag):
    types_the_password(visitor)
    codes = sets_up_a_sheet(visitor)
    for code in codes[1:9]:
        assert use_code(morag, code)
    other = new_visitor()
    types_the_password(other)
    page = gives(other, codes[9])
    assert page.heading == "Your security codes" and "0 printed security codes left" in page.text
    fresh = printed(other.follows("Print codes"))
    for password, left in (("not my password", 0), (PASSWORD, 9)):
        other.types("A code from the new sheet", fresh[0]).types("Your password", password).presses("Use this sheet")
        assert queries.codes_of(morag).printed_left == left
    assert other.page.heading == "Dashboard" and not set(fresh) & set(codes)


def test_who_is_signed_in_shows_an_old_code_before_they_get_new_ones(visitor, morag, clock):
    """Somebody finds the coordinator's device unlocked."""
    phone = with_an_app(morag, clock)
    visitor.signed_in_as(morag).opens("/account/security-codes")
    codes = printed(visitor.follows("Print codes"))
    visitor.types("A code from the new sheet", codes[0]).types("A security code that you have now", phone.wrong())
    page = visitor.presses("Use this sheet")
    assert page.status == 422 and printed(page) == codes, "the sheet stays the same one"
    assert not queries.codes_of(morag).has_sheet
    visitor.types("A code from the new sheet", codes[0]).types("A security code that you have now", phone.shows())
    assert visitor.presses("Use this sheet").heading == "Dashboard"
    assert queries.codes_of(morag).has_sheet and queries.codes_of(morag).app


def test_before_codes_are_asked_for_a_found_device_sets_none_up_without_the_password(app, visitor, morag):
    app.config["SECOND_FACTOR"] = False
    visitor.signed_in_as(morag).opens("/account/sign-ins")
    visitor.follows("Your security codes")
    codes = printed(visitor.follows("Print codes"))
    page = visitor.types("A code from the new sheet", codes[0]).presses("Use this sheet")
    assert page.errors == ["Enter your password."] and not queries.codes_of(morag).set_up
    visitor.types("A code from the new sheet", codes[0]).types("Your password", PASSWORD)
    assert visitor.presses("Use this sheet").heading == "Dashboard" and queries.codes_of(morag).set_up
    assert visitor.opens("/account/security-codes").status == 200


def test_a_wrong_first_code_keeps_the_key_and_an_old_page_says_what_to_do(visitor, morag, clock):
    types_the_password(visitor)
    page = visitor.follows("Set up an app")
    key = re.search(r"Key ([A-Z2-7 ]+)", page.text)[1]
    page = visitor.types("The code that the app shows now", "123").presses("Use this app")
    assert page.status == 422 and key in page.text and "not the code that the app should show" in page.text
    clock.forward(hours=2)
    visitor.signed_in_as(morag)
    page = visitor.types("The code that the app shows now", "123").presses("Use this app")
    assert "This page has been open for too long." in page.text


def test_guesses_have_to_wait_and_right_ones_too(visitor, morag, clock):
    phone = with_an_app(morag, clock)
    types_the_password(visitor)
    for _ in range(5):
        gives(visitor, phone.wrong())
    page = gives(visitor, phone.shows())
    assert page.status == 422 and "Wait 60 seconds and try again" in page.text
    clock.forward(seconds=60)
    assert gives(visitor, phone.shows()).heading == "Dashboard"


def test_somebody_with_many_addresses_has_four_tries_an_hour_with_each(app, morag, clock):
    """They know the password. Beyond the first 50 wrong codes each address begins with one try."""
    clock.set("2026-11-24 09:00")
    phone = with_an_app(morag, clock)
    limit, tries = rate_limits.security_codes(morag.id), Counter[str]()
    for minute in (0, 0, 0, 0, 0, 0, 1, 11, 41, 59):
        clock.set(f"2026-11-24 10:{minute:02}:59")
        for number in range(20):
            with suppress(rate_limits.TooManyTries):
                address = f"198.51.100.{number}"
                rate_limits.tried(limit, address, lambda: use_code(morag, phone.wrong()))
                tries[address] += 1
    assert sum(tries.values()) <= 50 + 20 * 4
    assert rate_limits.tried(limit, "203.0.113.1", lambda: use_code(morag, phone.shows())), "nobody is shut out"


def test_after_ten_minutes_the_password_is_asked_for_again(visitor, morag, clock):
    phone = with_an_app(morag, clock)
    types_the_password(visitor)
    clock.forward(minutes=10)
    assert gives(visitor, phone.shows()).heading == "Sign in"


def test_a_new_password_ends_a_sign_in_that_waits_for_its_code(visitor, morag, clock):
    phone = with_an_app(morag, clock)
    types_the_password(visitor)
    actions.set_password(COMMAND, db.session.get_one(Account, morag.id), "scones with jam")
    assert gives(visitor, phone.shows()).heading == "Sign in"


def test_a_stolen_database_shows_neither_secrets_nor_printed_codes(visitor, morag, clock):
    phone = with_an_app(morag, clock)
    visitor.signed_in_as(morag).opens("/account/security-codes")
    codes = printed(visitor.follows("Print codes"))
    visitor.types("A code from the new sheet", codes[0]).types("A security code that you have now", phone.shows())
    visitor.presses("Use this sheet")
    rows = [*db.session.execute(select(Authenticator.__table__)), *db.session.execute(select(PrintedCode.__table__))]
    kept = " ".join(str(value) for row in rows for value in row)
    assert len(rows) == 11 and phone.secret not in kept
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept]


def test_a_sealed_secret_opens_for_nobody_elses_account(app, make, morag, clock):
    phone = with_an_app(morag, clock)
    sealed, other = db.session.get_one(Authenticator, morag.id).sealed_secret, make.account().id
    assert unseal_for(morag.id, APP, sealed) == phone.secret
    with pytest.raises(NotSealedHere):
        unseal_for(other, APP, sealed)
    with transaction() as session:
        change_rows(session, Authenticator, [], sealed_secret=seal_for(other, APP, phone.secret))
    assert not use_code(morag, phone.shows()), "a secret that does not open lets nobody in"
