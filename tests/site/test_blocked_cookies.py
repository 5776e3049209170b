"""A browser that keeps no cookies is told so at its first form, and what to do; no script takes part in it."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from pb import clock
from tests.support.forms import FilledIn
from tests.support.visitor import Visitor

#: Where somebody begins: what they fill in, and the button.
DOORS = {
    "/account/sign-in": ("Sign in", {"Your sign-in name": "morag", "Your password": "lentil soup on tuesdays"}),
    "/apply": ("Start", {}),
    "/apply/resume": ("Open it", {"Your code": "ABCDE-23456"}),
    "/vote": (None, {"Your voting code": "ABCDE-FGHJK"}),
    "/account/new-password": (None, {}),
}


@pytest.fixture
def somebody(app, make) -> Visitor:
    make.applying_round()
    make.voting_round(entitlement="code")
    return Visitor(app)


def sends(somebody: Visitor, door: str, words: dict[str, str], button: str | None):
    somebody.opens(door)
    for label, text in words.items():
        somebody.types(label, text)
    return somebody.presses(button)


@pytest.mark.parametrize("door", DOORS)
def test_the_page_says_that_cookies_are_blocked_and_what_to_do(app, somebody, door):
    somebody.client = app.test_client(use_cookies=False)
    button, words = DOORS[door]
    page = press_without_cookies(somebody, door, words, button)
    assert (page.status, page.heading) == (400, "Your browser blocks cookies")
    assert "Allow cookies for this website" in page.main and page.links.keys() & {"Go back", "Go to the home page"}


def press_without_cookies(somebody: Visitor, door: str, words: dict[str, str], button: str | None):
    """(Without the second press, which compares cookies.)"""
    somebody.opens(door)
    filled = FilledIn(somebody.page)
    for label, text in words.items():
        filled.put(filled.control(label, "text"), text)
    pressed = filled.button(button)
    form = filled.form_of(pressed)
    return somebody.posts(form.get("action", ""), filled.data(form, pressed), csrf=False)


def test_with_cookies_nobody_is_told_of_them(somebody):
    button, words = DOORS["/apply/resume"]
    page = sends(somebody, "/apply/resume", words, button)
    assert page.status == 422 and "cookies" not in page.main


def test_a_form_of_an_hour_ago_may_have_lost_its_cookie_in_another_way(app, somebody):
    somebody.client = app.test_client(use_cookies=False)
    button, words = DOORS["/apply/resume"]
    somebody.opens("/apply/resume")
    with patch("pb.web.blocked_cookies.clock.unmoved", return_value=clock.unmoved().replace(year=2100)):
        page = somebody.posts("/apply/resume", {"code": "x"})
    assert page.heading == "We could not send this page"


def test_a_form_without_its_own_token_is_not_taken_for_that(app, somebody):
    somebody.client = app.test_client(use_cookies=False)
    page = somebody.posts("/apply/resume", {"csrf_token": "made up", "code": "x"}, csrf=False)
    assert (page.status, page.heading) == (400, "We could not send this page")
