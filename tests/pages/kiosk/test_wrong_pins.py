"""Wrong PINs are counted for each kiosk, shown at the session's desk and in its account, and unlocked from there."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from pb import clock as program_clock
from pb.database import db
from pb.record.models import RecordLine
from pb.voting import actions, queries
from pb.voting.models import KioskTally
from pb.voting.rules.pins import MOST_WRONG
from pb.web.access import COORDINATOR
from tests.support.document import words
from tests.support.voters import at_the_kiosks_ballot, chooses, desk, paired

pytestmark = pytest.mark.databases_in_turn
LOCKED = "This device is locked, because too many wrong PINs have been typed. A member of the team can unlock it"


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch", min_choices=1)


@pytest.fixture
def tablet(visitor, facilitator, voting_session):
    return paired(visitor, facilitator, voting_session)


@pytest.fixture
def at_the_desk(new_visitor, facilitator):
    return new_visitor().signed_in_as(facilitator)


def types(tablet, pin: str):
    tablet.opens("/kiosk")
    return tablet.types("PIN for the next voter", pin).presses("Open the ballot for the next voter")


def wrong(tablet, clock, how_many: int) -> None:
    """So many wrong PINs, each after the wait that the ones before it cost."""
    for _ in range(how_many):
        clock.forward(seconds=31)
        assert "not the right PIN" in types(tablet, "1357").text


def test_wrong_pins_are_shown_at_the_desk_and_in_the_account_and_right_ones_are_not(
    tablet, at_the_desk, voting_session, clock
):
    clock.set(program_clock.now())
    wrong(tablet, clock, 3)
    clock.forward(seconds=31)
    at_the_kiosks_ballot(tablet)
    tablet.opens("/kiosk/leave")
    tablet.types("PIN to end the kiosk", "1357").presses("End this kiosk")
    (tally,) = db.session.scalars(select(KioskTally))
    assert (tally.wrong_next, tally.wrong_leave, tally.wrong_pins) == (3, 1, 4)
    assert (tally.next_in_a_row, tally.leave_in_a_row) == (0, 1)
    for page in (desk(voting_session), f"{desk(voting_session)}/ballot-paper-account"):
        assert "Wrong PINs" in at_the_desk.opens(page).main and "Tablet 1 " in at_the_desk.page.main
        cells = [cell for cell in at_the_desk.page.all("td") if cell.get("data-label") == "Wrong PINs"]
        assert [words(cell) for cell in cells] == ["4"]


def test_a_locked_kiosk_takes_no_pin_until_the_desk_unlocks_it(tablet, at_the_desk, voting_session, clock):
    clock.set(program_clock.now())
    wrong(tablet, clock, MOST_WRONG)
    clock.forward(seconds=31)
    page = types(tablet, "2468")
    assert page.status == 422 and LOCKED in page.text
    assert queries.rights_of_session(voting_session.id) == {}
    clock.forward(hours=1)  # waiting does not help, and the session still goes on
    assert LOCKED in types(tablet, "2468").text
    page = at_the_desk.opens(desk(voting_session))
    assert "Locked" in page.main
    page = at_the_desk.presses("Unlock Tablet 1")
    assert "PINs can be typed on Tablet 1 again." in page.text and "Locked" not in page.main
    assert types(tablet, "2468").heading == "Before you vote"
    line = db.session.scalars(select(RecordLine).where(RecordLine.act == "kiosk.unlocked")).one()
    assert line.facts["wrong_pins"] == MOST_WRONG and line.facts["session"] == voting_session.id


def test_unlocking_ends_the_wait_too_and_a_kiosk_that_is_not_locked_says_so(tablet, at_the_desk, voting_session, clock):
    clock.set(program_clock.now())
    for _ in range(5):
        types(tablet, "1357")
    assert "Wait 2 seconds" in types(tablet, "2468").text
    at_the_desk.opens(desk(voting_session))
    at_the_desk.presses("Unlock Tablet 1")
    assert types(tablet, "2468").heading == "Before you vote"
    kiosk = queries.kiosks_of(voting_session.id)[0]
    page = at_the_desk.posts(f"{desk(voting_session)}/kiosks/{kiosk.id}/unlock")
    assert page.status == 409 and "This device is not locked." in page.text


def test_guesses_at_the_pin_that_ends_the_kiosk_do_not_stop_the_next_voter(tablet, clock):
    clock.set(program_clock.now())
    for _ in range(MOST_WRONG + 1):
        clock.forward(seconds=31)
        tablet.opens("/kiosk/leave")
        page = tablet.types("PIN to end the kiosk", "1357").presses("End this kiosk")
    assert LOCKED in page.text
    assert types(tablet, "2468").heading == "Before you vote"


def test_votes_that_are_quicker_than_the_titles_can_be_read_are_counted(
    tablet, at_the_desk, voting_session, new_visitor, make, clock
):
    clock.set(program_clock.now())
    for seconds in (3, 14, 16, 240):
        at_the_kiosks_ballot(tablet)
        chooses(tablet, 1)
        clock.forward(seconds=seconds)
        assert tablet.presses("Cast my vote").heading == "Your vote is saved"
    at_the_kiosks_ballot(tablet)  # looked at, and left without a vote
    tablet.opens("/kiosk")
    assert db.session.scalars(select(KioskTally.short_turns)).one() == 2
    coordinator = new_visitor().signed_in_as(make.staff(COORDINATOR))
    for person in (at_the_desk, coordinator):
        for page in (desk(voting_session), f"{desk(voting_session)}/ballot-paper-account"):
            cells = [c for c in person.opens(page).all("td") if c.get("data-label") == "Very quick votes"]
            assert [words(cell) for cell in cells] == ["2"]


def test_no_time_of_a_visit_is_kept(app):
    kinds = {column.name: str(column.type) for column in KioskTally.__table__.columns}
    assert set(kinds.values()) == {"INTEGER", "VARCHAR(64)"} and kinds["keyed_mark"] == "VARCHAR(64)"


def test_a_tablet_that_looks_at_pins_itself_is_unlocked_at_its_next_contact(tablet, at_the_desk, voting_session):
    """It says how many there were; what it hears is how many count."""

    def hears(in_all: int, in_a_row: int) -> int:
        said = {"wrong_pins_in_all": in_all, "wrong_in_a_row": in_a_row}
        return tablet.asks("POST", "/kiosk/contact", json=said).json["wrong_in_a_row"]

    assert hears(MOST_WRONG, MOST_WRONG) == MOST_WRONG
    assert "Locked" in at_the_desk.opens(desk(voting_session)).main
    at_the_desk.presses("Unlock Tablet 1")
    assert hears(MOST_WRONG, MOST_WRONG) == 0
    assert hears(MOST_WRONG + 1, 1) == 1
    assert hears(MOST_WRONG + 1, 0) == 0, "the right one was typed"
    assert "Unlock" not in at_the_desk.opens(desk(voting_session)).main


def test_a_tablet_takes_back_no_wrong_pin_of_the_servers_own_pages(tablet, voting_session):
    kiosk = queries.kiosks_of(voting_session.id)[0]
    for _ in range(3):
        actions.spend_pin(kiosk, "next")
    for said in ({}, {"wrong_pins_in_all": 1, "wrong_in_a_row": 1}, {"wrong_pins_in_all": 1, "wrong_in_a_row": 0}):
        answer = tablet.asks("POST", "/kiosk/contact", json=said)
        assert answer.json["wrong_in_a_row"] == 3
