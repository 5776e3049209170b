"""The pages on the way back to what was typed too late, and the page about blocked cookies, in a real browser."""

from __future__ import annotations

import pytest

from pb.web.access import COORDINATOR
from tests.support import browser
from tests.support.effort import runs

SIZES = [browser.PHONE, browser.DESK][: runs(1, 2)]


def loses_its_cookies(person) -> None:
    """As a browser does whose sign-in has lapsed, or that keeps none."""
    person.page.context.clear_cookies()


@pytest.mark.parametrize("size", SIZES)
def test_staff_find_their_words_in_the_form_again(new_browser_visitor, make, size):
    coordinator = make.account(COORDINATOR, sign_in_name="morag")
    person = new_browser_visitor(size).signed_in_as(coordinator)
    person.opens("/venues/new").types("Name of", "The Granary").types("What else", "A ramp.\nA bell.")
    loses_its_cookies(person)
    person.presses("Save the venue")
    assert person.heading == "Sign in" and "What you typed is kept" in person.text
    person.types("Your sign-in name", "morag").types("Your password", "lentil soup on tuesdays").presses("Sign in")
    assert person.page.get_by_label("Name of").input_value() == "The Granary"
    assert person.page.get_by_label("What else").input_value() == "A ramp.\nA bell."
    person.follows("See or delete what you typed")
    assert person.heading == "What you typed" and "A bell." in person.text
    person.follows("Go on with what you typed").presses("Save the venue")
    assert "The venue has been added" in person.text


@pytest.mark.parametrize("size", SIZES)
def test_a_group_finds_all_its_lines_again(new_browser_visitor, make, size):
    _project, code = make.begun(make.applying_round())
    person = new_browser_visitor(size, java_script_enabled=False)
    person.opens("/apply/resume").types("Your code", code).presses("Open it").opens("/apply/cost")
    person.presses("Add more lines").types("What for?", "Cake", within="Line 6").types(
        "How much?", "£12", within="Line 6"
    )
    loses_its_cookies(person)
    person.presses("Save and continue")
    assert person.heading == "Open your application" and "Enter its code again to go on" in person.text
    person.types("Your code", code).presses("Open it")
    assert person.page.locator("[name='cost_lines-5-what']").input_value() == "Cake"
    person.follows("See or delete what you typed")
    assert person.heading == "What you typed" and "Cake" in person.text
    person.follows("Go on with what you typed").presses("Save and continue")
    assert person.heading == "If there is less money"


@pytest.mark.parametrize("size", SIZES)
def test_blocked_cookies_are_said_at_the_first_form(new_browser_visitor, size):
    person = new_browser_visitor(size, java_script_enabled=False)
    person.opens("/apply/resume").types("Your code", "ABCDE-23456")
    loses_its_cookies(person)
    person.page.get_by_role("button", name="Open it").click()
    person.watch.faults.clear()  # the browser's console notes the 400
    assert person.heading == "Your browser blocks cookies"
