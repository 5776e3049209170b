"""Signing in and out, and one's own password."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pb.people import actions
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.web import rate_limits
from tests.support.makers.people import PASSWORD


def signs_in(visitor, name: str, password: str = PASSWORD):
    visitor.opens("/account/sign-in")
    return visitor.types("Your sign-in name", name).types("Your password", password).presses("Sign in")


def test_a_coordinator_signs_in_in_any_case_and_signs_out(visitor, make):
    make.account(sign_in_name="morag@example.org", name="Morag")
    page = signs_in(visitor, "  Morag@Example.org ")
    assert page.heading == "Dashboard" and "Morag" in page.text
    visitor.presses("Sign out")
    assert visitor.opens("/dashboard").heading == "Sign in"


def test_somebody_who_came_for_a_page_is_led_to_it_after_signing_in(visitor, make):
    make.account(sign_in_name="morag")
    visitor.opens("/people")
    page = visitor.types("Your sign-in name", "morag").types("Your password", PASSWORD).presses("Sign in")
    assert page.heading == "People"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_nobody_is_led_away_to_another_site(visitor, make, elsewhere):
    make.account(sign_in_name="morag")
    visitor.opens(f"/account/sign-in?next={elsewhere}")
    page = visitor.types("Your sign-in name", "morag").types("Your password", PASSWORD).presses("Sign in")
    assert page.heading == "Dashboard"


def test_a_wrong_password_keeps_the_name_and_does_not_say_which_was_wrong(visitor, make):
    make.account(sign_in_name="morag")
    page = signs_in(visitor, "morag", "something else entirely")
    assert page.status == 422
    assert page.errors == ["The sign-in name or password is wrong. Check both and try again."]
    assert 'value="morag"' in page.html and "something else" not in page.html
    assert signs_in(visitor, "nobody").errors == page.errors


def test_nothing_from_before_the_sign_in_lives_on_in_the_session(visitor, make):
    make.account(sign_in_name="morag")
    visitor.opens("/account/sign-in")
    with visitor.client.session_transaction() as session:
        session["left_by_somebody"] = "a kiosk, a group, a stranger"
        before = session["csrf_token"]
    assert visitor.types("Your sign-in name", "morag").types("Your password", PASSWORD).presses().heading == "Dashboard"
    with visitor.client.session_transaction() as session:
        assert "left_by_somebody" not in session and session.get("csrf_token") != before


def test_guessing_at_one_account_has_to_wait_longer_and_longer(visitor, make, clock):
    clock.set("2026-11-24 10:05")
    make.account(sign_in_name="morag")
    for _ in range(rate_limits.ACCOUNT.free):
        rate_limits.spend(rate_limits.ACCOUNT, "morag from 127.0.0.1")
    page = signs_in(visitor, "morag")
    assert page.status == 422 and "Wait 2 seconds and try again" in page.text
    clock.forward(seconds=2)
    assert signs_in(visitor, "morag").heading == "Dashboard"


def test_a_closed_account_cannot_sign_in(visitor, new_visitor, make):
    make.account(sign_in_name="morag")
    other = make.account(sign_in_name="hamish", name="Hamish")
    signs_in(visitor, "morag")
    visitor.opens(f"/people/{other.id}")
    visitor.presses("Close this account")
    assert "The sign-in name or password is wrong" in signs_in(new_visitor(), "hamish").text


def test_changing_the_password_ends_other_sign_ins_and_not_this_one(visitor, new_visitor, make):
    make.account(sign_in_name="morag")
    tablet = new_visitor()
    signs_in(tablet, "morag")
    signs_in(visitor, "morag")
    assert visitor.opens("/account/password").heading == "Change your password"
    visitor.types("Current password", PASSWORD).types("New password", "scones with jam").types(
        "Enter the password again", "scones with jam"
    )
    page = visitor.presses("Change my password")
    assert page.heading == "Dashboard" and "Your password has been changed." in page.text
    assert tablet.opens("/dashboard").heading == "Sign in"
    assert signs_in(tablet, "morag", "scones with jam").heading == "Dashboard"


@pytest.mark.parametrize(
    ("now", "new", "again", "sentence"),
    [
        ("not my password", "scones with jam", "scones with jam", "This is not your current password."),
        (PASSWORD, "short", "short", "at least 12 characters"),
        (PASSWORD, "scones with jam", "scones with butter", "The passwords do not match."),
        (PASSWORD, "morag-1947-morag", "morag-1947-morag", "This password is easy to guess."),
    ],
)
def test_a_password_that_cannot_be_changed_says_why(visitor, make, now, new, again, sentence):
    make.account(sign_in_name="morag")
    signs_in(visitor, "morag")
    visitor.opens("/account/password")
    page = (
        visitor.types("Current password", now)
        .types("New password", new)
        .types("Enter the password again", again)
        .presses("Change my password")
    )
    assert page.status == 422 and sentence in page.text


def test_the_demo_shows_its_accounts_and_a_real_programme_never_does(visitor, app):
    file = Path(app.instance_path) / "demo-accounts.json"
    account = {
        "role": "Coordinator",
        "name": "Morag",
        "sign_in_name": "morag",
        "password": "demo-demo-demo",
        "try": "Look.",
    }
    file.write_text(json.dumps([account]), encoding="utf-8")
    assert "demo-demo-demo" not in visitor.opens("/account/sign-in").text
    app.config["DEMO"] = True
    page = visitor.opens("/account/sign-in")
    assert "Coordinator" in page.headings and "demo-demo-demo" in page.text


@pytest.mark.parametrize("typed", ["Re\u0301ne\u0301 O'Neil", "réné o’neil", " RÉNÉ  Oʼneil\u200b"])
def test_a_sign_in_name_is_the_same_with_any_apostrophe_and_any_accent(visitor, make, typed):
    make.account(sign_in_name="réné o’neil", name="René")  # as older versions kept it
    assert signs_in(visitor, typed).heading == "Dashboard"


def test_two_spellings_of_one_sign_in_name_are_one(make):
    make.account(sign_in_name="réné o’neil", name="René")
    with pytest.raises(Refusal, match="taken"):
        actions.make_account(
            Actor(None, Role.COMMAND),
            name="Somebody Else",
            sign_in_name="Re\u0301ne\u0301 O'Neil",
            password=PASSWORD,
            roles=(Role.COUNTER,),
        )
