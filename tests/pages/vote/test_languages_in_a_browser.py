"""The ballot in each language at a screen: everything has room at each size of text, from left to right and from right to left."""

from __future__ import annotations

import pytest

from pb.catalogues import LANGUAGES
from tests.support.browser import PHONE
from tests.support.room import faults_of_room

#: Around the width at which the steps to other projects stand in one row.
PHONES = [(376, 844), PHONE, (412, 844)]


@pytest.fixture
def voter(new_browser_visitor, make, app):
    app.config["DEMO"] = True  # so that drafts are offered
    person = new_browser_visitor(PHONE)
    (card, *_others) = make.cards(make.voting_round(min_choices=1, max_choices=3, costs=[123_400] * 12))
    person.opens("/vote")
    person.page.locator("input[name=code]").fill(card.code)
    return person


def sees(voter, element: str) -> None:
    voter.page.locator(element).first.wait_for()
    voter.looks()


def test_the_screens_have_room_in_each_language(voter):
    page = voter.page
    page.locator("main button.button--large").click()
    sees(voter, "input[name=declared]")
    page.locator("input[name=declared]").check()
    page.locator("main button.button--large").click()
    sees(voter, ".ballot-lines")
    page.locator(".choice").first.click()
    faults = {}
    for language in LANGUAGES:
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        page.evaluate("() => document.querySelector('.voter-settings').setAttribute('open', '')")
        page.locator(f"button[name=language][value={language}]").click()
        page.wait_for_function("language => document.documentElement.dataset.language === language", arg=language)
        direction = "rtl" if language == "ur" else "ltr"
        assert page.evaluate("() => document.documentElement.dir") == direction
        sees(voter, ".ballot-lines")
        page.evaluate("() => document.querySelector('.voter-settings').removeAttribute('open')")
        faults[language] = list(faults_of_room(page, [PHONE]))
        page.locator("[data-ballot-tools] > [data-show]").click()
        sees(voter, "[data-step='1']")
        faults[language] += faults_of_room(page, PHONES)
        page.locator(".one-by-one > [data-show='0']").click()
        sees(voter, ".ballot-tools")
    assert faults == dict.fromkeys(LANGUAGES, [])
