"""Signing in with a security code at a screen, and the page for lost ones: the demo, which asks for none, has no link
to them.
"""

from __future__ import annotations

import pytest

from pb import clock as program_clock
from pb.roles import Role
from tests.support import browser
from tests.support.makers.people import PASSWORD
from tests.support.security_codes import with_an_app


@pytest.fixture
def asked(app, clock):
    app.config["SECOND_FACTOR"] = True
    clock.set(program_clock.now())


@pytest.mark.parametrize("size", [browser.PHONE, browser.DESK])
def test_the_code_page_and_the_page_for_lost_codes_are_sound(asked, make, clock, new_browser_visitor, size):
    morag = make.account(Role.COORDINATOR, name="Morag", sign_in_name="morag")
    jean = make.account(Role.COUNTER, name="Jean")
    phone = with_an_app(morag, clock)
    with_an_app(jean, clock)
    person = new_browser_visitor(size)
    person.opens("/account/sign-in").types("Your sign-in name", "morag").types("Your password", PASSWORD)
    person.presses("Sign in").looks()
    assert person.heading == "Enter your security code"
    person.types("Your security code", phone.wrong()).presses("Continue").looks()
    assert "This security code is wrong" in person.text
    person.types("Your security code", phone.shows()).presses("Continue").looks()
    assert person.heading == "Dashboard"
    person.opens(f"/people/security-codes/{jean.id}").presses("Propose new codes").looks()
    assert "Jean sets up new security codes" in person.text
