"""A tablet in a real browser: sizes for a shaking finger, nothing behind Back, nobody's ballot left standing."""

from __future__ import annotations

import re

import pytest

from pb.database import db
from pb.people.models import Account
from pb.voting import queries
from tests.support.browser import TABLET
from tests.support.room import faults_of_room


@pytest.fixture
def tablet(new_browser_visitor, voting_session):
    person = new_browser_visitor(TABLET, has_touch=True)
    person.signed_in_as(db.session.get(Account, voting_session.team[0].account_id))
    person.opens(f"/rounds/{voting_session.round_id}/session-desk/{voting_session.id}/kiosk")
    person.types("PIN for the next voter", "2468").types("PIN to end the kiosk", "97531")
    person.page.get_by_role("button", name="Set up this device as a kiosk").click()
    sees(person, "Measure this screen")
    person.page.get_by_role("link", name="Skip this").click()
    sees(person, "Ready for the next voter")
    return person


#: The same document goes on from screen to screen, so what axe tried out on the last one is reported late and would
#: be taken for this one's fault. (Inline styles of these screens are looked for in their HTML, by every other test of
#: them.)
FORGET_AXE = "() => { window.refusedStyles = []; }"


def sees(person, heading: str) -> None:
    """Wait until the screen shows this heading; a kiosk changes screens in place. Then check it as a page."""
    person.page.get_by_role("heading", name=heading, level=1, exact=True).wait_for()
    person.page.evaluate(FORGET_AXE)
    person.looks()
    db.session.rollback()  # what the test asks of the database next is read again


def press(person, button: str, heading: str) -> None:
    person.page.get_by_role("button", name=button, exact=True).click()
    sees(person, heading)


def at_the_ballot(person) -> None:
    for key in "2468":
        person.page.locator("[data-keypad] [data-key]", has_text=key).click()
    press(person, "Open the ballot for the next voter", "Before you vote")
    person.page.get_by_text("Yes, this is true for me").click()
    press(person, "Show me the ballot", "Choose projects")


def choose(person, *numbers: int) -> None:
    for number in numbers:
        person.page.locator(f"#choose-{number}").click()
    press(person, "Check my choices", "Check your choices")
    if person.watch.clock_stands:
        person.passes("00:01")  # in which no press on a new review counts (static/js/ballot/steady-hand.mjs)


def left_behind(person) -> str:
    """Everything that a browser could keep of a turn: page, storage, address."""
    return person.page.evaluate(
        "() => JSON.stringify([document.documentElement.outerHTML, {...localStorage}, {...sessionStorage}, "
        "location.href])"
    )


def test_a_voter_casts_reads_the_receipt_and_the_screen_clears_itself_for_the_next(tablet, round_):
    tablet.stops_the_clock()
    entries = tablet.page.evaluate("history.length")
    at_the_ballot(tablet)
    choose(tablet, 2, 5)
    press(tablet, "Cast my vote", "Your vote is saved")
    assert queries.envelopes_in(round_.id) == 1
    receipt = tablet.page.locator(".code__value").first.inner_text()
    tablet.passes("00:31")
    sees(tablet, "Ready for the next voter")
    assert receipt.split()[0] not in left_behind(tablet) and "Project number 2" not in left_behind(tablet)
    assert tablet.page.evaluate("history.length") == entries


def test_a_voter_may_stop_the_clock_to_write_the_receipt_down(tablet):
    tablet.stops_the_clock()
    at_the_ballot(tablet)
    choose(tablet, 1)
    press(tablet, "Cast my vote", "Your vote is saved")
    tablet.page.evaluate("() => { document.documentElement.dataset.textSize = 'xl'; }")
    wait = tablet.page.get_by_role("button", name="Wait, I want to write it down")
    box, height = wait.bounding_box(), tablet.page.viewport_size["height"]
    assert box["y"] >= 0 and box["y"] + box["height"] <= height, "it is in sight, with the largest letters too"
    for _press in range(3):
        tablet.passes("00:25")
        tablet.page.keyboard.press("Shift")
    tablet.passes("00:25")
    assert tablet.heading == "Your vote is saved", "a touch or a key gives the receipt its time again"
    wait.click()
    tablet.passes("01:00")
    assert tablet.heading == "Your vote is saved"
    tablet.page.get_by_role("link", name="I have finished").click()
    sees(tablet, "Ready for the next voter")


def test_back_finds_no_ballot(tablet, voting_session):
    at_the_ballot(tablet)
    choose(tablet, 3)
    tablet.page.go_back()
    tablet.page.wait_for_load_state("networkidle")  # the page that is found there asks for itself again, signed
    assert "Project number 3" not in left_behind(tablet)
    tablet.page.goto("/kiosk")  # whose script asks for the page again, signed
    sees(tablet, "Were you voting just now?")
    press(tablet, "Continue voting", "Before you vote")
    assert queries.rights_of_session(voting_session.id) == {("opening", None): 1}


def test_a_turn_that_nobody_answers_for_is_cleared_and_counted(tablet, voting_session):
    tablet.stops_the_clock()
    at_the_ballot(tablet)
    choose(tablet, 3)
    tablet.passes("03:01")
    tablet.page.get_by_role("heading", name="Are you still voting?").wait_for()
    tablet.page.evaluate(FORGET_AXE)
    tablet.looks()
    assert "Project number 3" not in tablet.page.locator("dialog").inner_text()
    tablet.page.get_by_role("button", name="Yes, I am still voting").click()
    tablet.passes("02:00")
    assert tablet.heading == "Check your choices"
    tablet.passes("01:05")
    tablet.page.get_by_role("heading", name="Are you still voting?").wait_for()
    tablet.passes("00:46")
    sees(tablet, "Ready for the next voter")
    assert queries.rights_of_session(voting_session.id) == {("opening", "unused"): 1}
    assert "Project number 3" not in left_behind(tablet)


def test_a_lost_network_says_so_and_the_vote_goes_in_with_the_next_press(tablet, round_):
    at_the_ballot(tablet)
    choose(tablet, 4)
    tablet.context.set_offline(True)
    tablet.page.get_by_role("button", name="Cast my vote").click()
    tablet.page.get_by_text("That did not go through.").wait_for()
    assert tablet.heading == "Check your choices" and queries.envelopes_in(round_.id) == 0
    tablet.context.set_offline(False)
    press(tablet, "Cast my vote", "Your vote is saved")
    assert queries.envelopes_in(round_.id) == 1


#: Millimetres of every target on the screen, by the kiosk's own measure; what is inside a target is no target of its
#: own.
TARGETS = """() => {
    const mm = parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--mm'));
    return [...document.querySelectorAll('main :is(button, a, .option__label), .ballot-bar button, .masthead button')]
        .filter(e => e.getClientRects().length && !e.matches('[aria-hidden]'))
        .map(e => [e.textContent.trim().replace(/\\s+/g, ' '), e.getBoundingClientRect().height / mm,
                   e.matches('.button--large, .choice, .keypad__key')]);
}"""


TABLETS = [(1280, 800), (800, 1280), (1024, 768), (768, 1024)]


def test_every_target_is_large_enough_for_a_shaking_finger(tablet):
    def small() -> list:
        return [each for each in tablet.page.evaluate(TARGETS) if round(each[1], 2) < (16 if each[2] else 12.7)]

    assert small() == []
    at_the_ballot(tablet)
    assert small() == []
    assert list(faults_of_room(tablet.page, TABLETS, (3.78, 5.87))) == []
    tablet.page.set_viewport_size({"width": 768, "height": 1024})
    row = tablet.page.locator("[data-line='2']")
    row.click(position={"x": 20, "y": 20})
    assert row.locator("details").get_attribute("open") is not None, "a press beside the words opens the text as well"
    choose(tablet, 1)
    assert small() == []
    press(tablet, "Cast my vote", "Your vote is saved")
    assert small() == []
    assert re.search(r"\d", tablet.page.locator("[data-kiosk-clear]").get_attribute("data-kiosk-clear"))


def test_on_a_tablet_on_its_side_the_facilitator_need_not_scroll(tablet):
    tablet.page.set_viewport_size({"width": 1024, "height": 768})
    for name in ("Delete", "Open the ballot for the next voter"):
        box = tablet.page.get_by_role("button", name=name).bounding_box()
        assert box["y"] + box["height"] <= 768, name
    assert [each for each in tablet.page.evaluate(TARGETS) if round(each[1], 2) < (16 if each[2] else 12.7)] == []


#: The head of the page with the letters at their largest on a tablet of 8 inches, where the programme has a long name and a
#: voice is there: its share of the screen, and whether "Listen" stands beside the settings.
HEAD = """() => {
    document.documentElement.dataset.textSize = 'xl';
    document.documentElement.style.setProperty('--mm', '5.87px');
    document.querySelector('.masthead__name span').textContent = 'Thistlemoor Together (a made-up programme)';
    document.querySelector('.listen--page .listen__buttons').hidden = false;
    const [head, settings, listen] = ['.masthead', '.voter-settings', '.listen--page']
        .map(each => document.querySelector(each).getBoundingClientRect());
    return [head.height / innerHeight, Math.abs(settings.top - listen.top) < 5];
}"""


def test_the_largest_letters_leave_two_thirds_of_a_small_tablet_to_the_page(tablet):
    at_the_ballot(tablet)
    tablet.page.set_viewport_size({"width": 1280, "height": 800})
    share, is_beside = tablet.page.evaluate(HEAD)
    assert share < 1 / 3 and is_beside
