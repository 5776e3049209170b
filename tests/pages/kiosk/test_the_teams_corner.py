"""The corner of the team on a tablet, behind the PIN to end: it works without a network."""

from __future__ import annotations

import pytest

from tests.support import kiosk_alone as alone
from tests.support.browser import TABLET


@pytest.fixture
def tablet(new_browser_visitor, voting_session, round_):
    person = new_browser_visitor(TABLET, has_touch=True, service_workers="allow")
    return alone.becomes_a_tablet(person, voting_session, round_)


def at_the_door(tablet) -> None:
    tablet.page.get_by_text("For the team", exact=True).click()
    alone.press(tablet, "Look after this tablet", "For the team")


def test_the_team_sees_how_it_goes_without_a_network(tablet):
    alone.cut(tablet)
    alone.votes(tablet, {2: 1})
    alone.opens_a_ballot(tablet)
    alone.stops(tablet)
    at_the_door(tablet)
    tablet.looks()
    tablet.types("PIN to end the kiosk", alone.NEXT_PIN)
    tablet.page.get_by_role("button", name="Continue").click()
    tablet.page.locator("[data-error-summary]", has_text="This is not the right PIN.").wait_for()
    tablet.types("PIN to end the kiosk", alone.LEAVE_PIN)
    alone.press(tablet, "Continue", "This tablet")
    tablet.looks()
    text = tablet.text
    assert "Ballots opened on this tablet: 2" in text and "Votes cast on this tablet: 1" in text
    assert "Votes to send: 1" in text and "There are votes to send." in text
    assert tablet.page.get_by_role("link", name="End this kiosk").count() == 0
    tablet.page.get_by_role("button", name="Play a sound").click()
    tablet.page.get_by_role("link", name="Back to voting").click()
    alone.sees(tablet, alone.READY)


def opens_the_corner(tablet) -> None:
    at_the_door(tablet)
    tablet.types("PIN to end the kiosk", alone.LEAVE_PIN)
    alone.press(tablet, "Continue", "This tablet")


def test_the_corner_closes_by_itself(new_browser_visitor, voting_session, round_):
    person = new_browser_visitor(TABLET, has_touch=True, service_workers="allow").stops_the_clock()
    alone.becomes_a_tablet(person, voting_session, round_)
    opens_the_corner(person)
    person.passes("03:01")
    alone.sees(person, alone.READY)
    assert "This tablet" not in person.page.title()


def test_it_leads_to_the_end_after_which_nothing_is_left(tablet):
    alone.all_are_sent(tablet)
    opens_the_corner(tablet)
    tablet.page.get_by_role("link", name="End this kiosk").click()
    alone.sees(tablet, "End this kiosk")
    tablet.types("PIN to end the kiosk", alone.LEAVE_PIN)
    tablet.page.get_by_role("button", name="End this kiosk").click()
    alone.sees(tablet, "Sign in")
    left = tablet.page.evaluate("async () => (await indexedDB.databases()).length + (await caches.keys()).length")
    assert left == 0


def test_the_team_tries_the_ballot_and_every_screen_says_so(tablet):
    before = of_votes(tablet)
    opens_the_corner(tablet)
    alone.press(tablet, "Try the ballot", "Before you vote")
    says_that_it_is_a_test(tablet)
    tablet.page.get_by_text("Yes, this is true for me").click()
    alone.press(tablet, "Show me the ballot", "Choose projects")
    says_that_it_is_a_test(tablet)
    alone.press(tablet, "Stop without voting", "Stop without voting?")
    says_that_it_is_a_test(tablet)
    alone.press(tablet, "Go on voting", "Choose projects")
    alone.gives(tablet, {2: 1})
    alone.press(tablet, "Check my choices", "Check your choices")
    says_that_it_is_a_test(tablet)
    assert "check this tablet" not in tablet.text.lower()
    tablet.page.locator("body:not([data-settling])").wait_for()
    alone.press(tablet, "Cast my vote", "The test is over")
    assert tablet.page.locator(".code").count() == 0, "a receipt would be taken for a vote"
    tablet.page.get_by_role("link", name="Back to voting").click()
    alone.sees(tablet, alone.READY)
    assert of_votes(tablet) == before


def of_votes(tablet) -> dict:
    kept = tablet.page.evaluate(alone.EVERYTHING_KEPT)
    return {name: kept.get(name) for name in ("stock", "untold", "visit", "begun", "cast", "quick", "waiting")}


def says_that_it_is_a_test(tablet) -> None:
    tablet.page.locator("[data-trial]", has_text="This is a test. It is not a vote.").wait_for()
    tablet.looks()
