"""Presses that come twice, in a real browser: the second one takes nothing off and unticks nothing."""

from __future__ import annotations

import pytest

from pb.voting import queries
from tests.support import kiosk_alone as alone
from tests.support.browser import TABLET


@pytest.fixture
def tablet(new_browser_visitor, voting_session):
    person = new_browser_visitor(TABLET, has_touch=True)
    alone.set_up(person, voting_session, needs_network=True)
    return person.stops_the_clock()


def at_the_ballot(tablet, *numbers: int) -> None:
    alone.at_the_ballot(tablet)
    for number in numbers:
        tablet.page.locator(f"#choose-{number}").click()


def mine(tablet) -> list[str]:
    return tablet.page.locator("[data-my-choice]:not([hidden])").evaluate_all(
        "all => all.map(each => each.dataset.myChoice)"
    )


@pytest.mark.parametrize("where", ["Yes, this is true for me", "the box"])
def test_the_declaration_stays_ticked(tablet, where):
    alone.opens_a_ballot(tablet)
    box = tablet.page.locator("[name=declared]")
    (box if where == "the box" else tablet.page.get_by_text(where)).dblclick()
    assert box.is_checked()
    tablet.passes("00:01")
    tablet.page.get_by_text("Yes, this is true for me").click()
    assert not box.is_checked(), "who changes their mind can"


def test_where_the_list_opens_by_itself_nothing_is_taken_off(tablet):
    at_the_ballot(tablet, 1, 2, 3)
    tablet.page.locator("#choose-4").dblclick()
    assert tablet.page.locator("[data-my-choices]").get_attribute("open") is not None
    off = tablet.page.locator("[data-take-off='2']")
    off.click()
    assert mine(tablet) == ["1", "2", "3"], "the list has come under the finger just now"
    tablet.passes("00:02")
    off.click()
    assert mine(tablet) == ["1", "3"]


def test_one_press_too_many_takes_off_one(tablet):
    at_the_ballot(tablet, 1, 2, 3)
    tablet.page.locator("[data-my-choices] summary").click()
    tablet.page.locator("[data-take-off='2']").dblclick()
    for number in (1, 3):
        tablet.page.locator(f"[data-take-off='{number}']").click()
    assert mine(tablet) == ["1", "3"]
    tablet.passes("00:01")
    tablet.page.locator("[data-take-off='1']").click()
    assert mine(tablet) == ["3"]


def test_a_brush_against_the_way_out_ends_nothing(tablet, voting_session):
    at_the_ballot(tablet, 2)
    tablet.page.get_by_role("button", name="Stop without voting").click()
    alone.sees(tablet, "Stop without voting?")
    tablet.looks()
    tablet.page.get_by_role("button", name="Stop without voting").click()
    assert tablet.page.locator("[data-too-soon]").inner_text() == "Please read this first. Then press again."
    tablet.passes("00:01")
    alone.press(tablet, "Go on voting", "Choose projects")
    assert mine(tablet) == ["2"] and queries.rights_of_session(voting_session.id) == {("opening", None): 1}
