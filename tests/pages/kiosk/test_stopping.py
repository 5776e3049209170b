"""Who presses "Stop without voting" is asked first, on a screen of its own, and loses nothing by going on."""

from __future__ import annotations

import pytest

from pb.voting import queries
from tests.support.voters import at_the_kiosks_ballot, chooses, noted, paired, stops


@pytest.fixture
def tablet(visitor, facilitator, voting_session):
    return paired(visitor, facilitator, voting_session)


def test_going_on_shows_the_ballot_with_everything_on_it(tablet, voting_session):
    at_the_kiosks_ballot(tablet)
    chooses(tablet, 2)
    tablet.presses("Change my choices")
    page = tablet.presses("Stop without voting")
    assert page.heading == "Stop without voting?" and "your choices are cleared" in page.text
    assert "Project number 2" not in page.text, "a passer-by reads nothing"
    page = tablet.presses("Go on voting")
    assert page.heading == "Choose projects" and "Number 2" in page.text
    assert tablet.presses("Check my choices").heading == "Check your choices"
    tablet.presses("Stop without voting")
    page = tablet.presses("Go on voting")
    assert page.heading == "Check your choices" and "Project number 2" in page.text
    assert queries.rights_of_session(voting_session.id) == {("opening", None): 1}


def test_the_box_of_the_first_screen_stays_ticked(tablet):
    tablet.opens("/kiosk")
    tablet.types("PIN for the next voter", "2468").presses("Open the ballot for the next voter")
    tablet.ticks("Yes, this is true for me").presses("Stop without voting")
    assert tablet.presses("Go on voting").heading == "Before you vote"
    assert tablet.presses("Show me the ballot").heading == "Choose projects"


def test_stopping_ends_the_turn_and_the_question_of_an_ended_one_shows_nothing(tablet, voting_session):
    at_the_kiosks_ballot(tablet)
    draft = next(box.get("value") for box in tablet.page.all("input") if box.get("name") == "draft")
    assert stops(tablet).heading == "Ready for the next voter"
    assert queries.rights_of_session(voting_session.id) == {("opening", "unused"): 1}
    assert tablet.posts("/kiosk/stop", {"draft": draft, "page": "ballot", "noted": noted(1)}).status == 409
    assert tablet.opens("/kiosk/stop").heading == "Ready for the next voter"


@pytest.mark.parametrize("page", ["", "code", "saved"])
def test_a_screen_that_cannot_be_left_is_refused(tablet, page):
    at_the_kiosks_ballot(tablet)
    draft = next(box.get("value") for box in tablet.page.all("input") if box.get("name") == "draft")
    answer = tablet.posts("/kiosk/stop", {"draft": draft, "page": page})
    assert answer.status >= 400 and "Nothing was cast just now." in answer.text
