"""A kiosk asks how large its screen is before the first voter, and says at the desk whether anybody has measured it."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pb.database import db
from pb.refusals import Refusal
from pb.voting import actions, queries
from pb.voting.rules.screen_size import CARD_MM, DRAWN_AT_FIRST, LEAST, MOST, screen_error
from tests.support.document import words
from tests.support.voters import at_the_kiosks_ballot, desk, paired, stops

#: Pixels to a metre of real screens: 96 and 149 to an inch, and 264 of which two are one.
REAL = (3780, 5866, 5197)


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch", min_choices=1)


@pytest.fixture
def tablet(visitor, facilitator, voting_session):
    return paired(visitor, facilitator, voting_session)


def measured(voting_session) -> int | None:
    db.session.rollback()
    (kiosk,) = queries.kiosks_of(voting_session.id)
    return queries.measured_screen(kiosk.id)


def at_the_desk(person, voting_session) -> list[str]:
    """What the desk says of the screens of its kiosks."""
    person.opens(desk(voting_session))
    return [words(cell) for cell in person.page.all("td") if cell.get("data-label") == "Screen"]


def test_the_bounds_are_those_of_screens_and_not_of_other_cards():
    assert [screen_error(each) for each in (*REAL, LEAST, MOST)] == [None] * 5
    for wrong in (0, -1, LEAST - 1, MOST + 1):
        assert "the same size as your card" in str(screen_error(wrong))
    assert LEAST < DRAWN_AT_FIRST < min(REAL)
    assert CARD_MM == (85.60, 53.98)


def test_whoever_sets_a_kiosk_up_is_asked_to_measure_it_and_the_desk_says_so(
    tablet, new_visitor, facilitator, voting_session
):
    other = new_visitor().signed_in_as(facilitator)
    assert at_the_desk(other, voting_session) == ["Not measured"]
    assert "this screen is not measured" in tablet.page.main
    tablet.opens("/kiosk/measure")
    assert "PIN" not in tablet.page.main, "before the first voter the team is alone with it"
    page = tablet.posts("/kiosk/measure", {"px_per_metre": "5197"})
    assert (
        page.heading == "Ready for the next voter" and 'data-screen-px="5197" data-screen-measured="now"' in page.html
    )
    assert measured(voting_session) == 5197 and at_the_desk(other, voting_session) == ["Measured"]
    page = tablet.opens("/kiosk")
    assert (
        'data-screen-px="5197" data-screen-measured="before"' in page.html and "measure this screen again" in page.main
    )


@pytest.mark.parametrize("sent", ["", "0", "2399", "11001", "-5197", "5197.5", "5e3", "٥١٩٧", "9" * 5000, "x"])
def test_what_no_screen_can_have_is_refused_and_said(tablet, voting_session, sent):
    page = tablet.posts("/kiosk/measure", {"px_per_metre": sent})
    assert page.status == 422 and "Press “Larger” or “Smaller”" in page.text and measured(voting_session) is None


def test_the_act_and_the_database_refuse_it_as_well(tablet, voting_session):
    (kiosk,) = queries.kiosks_of(voting_session.id)
    with pytest.raises(Refusal):
        actions.note_screen(kiosk, MOST + 1)
    actions.note_screen(kiosk, 5197)
    for wrong in (LEAST - 1, MOST + 1):
        with pytest.raises(IntegrityError), db.engine.begin() as connection:
            connection.execute(text(f"UPDATE kiosk_tally SET px_per_metre = {wrong}"))


def test_once_a_voter_was_there_it_takes_the_facilitators_pin(tablet, voting_session):
    at_the_kiosks_ballot(tablet)
    stops(tablet)
    tablet.opens("/kiosk/measure")
    for pin in ("", "1357"):
        page = tablet.posts("/kiosk/measure", {"px_per_metre": "5197", "pin": pin})
        assert page.status == 422 and "PIN" in page.text and measured(voting_session) is None
        assert 'name="px_per_metre" value="5197"' in page.html, "the drawing stays as it was"
    page = tablet.posts("/kiosk/measure", {"px_per_metre": "5197", "pin": "2468"})
    assert page.heading == "Ready for the next voter" and measured(voting_session) == 5197


def test_nobody_measures_while_a_ballot_is_open(tablet, voting_session):
    at_the_kiosks_ballot(tablet)
    assert "A ballot is open on this device." in tablet.opens("/kiosk/measure").main
    tablet.posts("/kiosk/measure", {"px_per_metre": "5197", "pin": "2468"})
    assert measured(voting_session) is None


def test_another_screen_counts_as_not_measured_and_is_asked_about(tablet, new_visitor, facilitator, voting_session):
    tablet.posts("/kiosk/measure", {"px_per_metre": "5197"})
    assert tablet.posts("/kiosk/screen-changed").heading == "Measure this screen"
    assert measured(voting_session) is None
    assert at_the_desk(new_visitor().signed_in_as(facilitator), voting_session) == ["Not measured"]


def test_a_page_that_was_not_signed_by_the_kiosk_measures_nothing(tablet, new_visitor, voting_session):
    stranger = new_visitor()
    for path in ("/kiosk/measure", "/kiosk/screen-changed"):
        stranger.opens("/vote")
        assert stranger.posts(path, {"px_per_metre": "5197"}).status == 403
    assert measured(voting_session) is None
