"""The coordinator keeps a session open for longer today; a kiosk that is set up on another day says so at once."""

from __future__ import annotations

import pytest

from pb.web.access import COORDINATOR
from tests.support.browser import PHONE
from tests.support.voters import desk


@pytest.fixture
def round_(make, clock):
    clock.set("2026-05-04 11:00")
    return make.voting_round(entitlement="vouch")


@pytest.fixture
def coordinator(visitor, make, round_):
    return visitor.signed_in_as(make.staff(COORDINATOR))


def test_a_session_is_kept_open_and_everybody_reads_in_the_record_why(coordinator, round_, voting_session):
    coordinator.opens(f"/rounds/{round_.id}/sessions/{voting_session.id}/change")
    page = coordinator.follows("Keep this session open for longer today")
    assert "Today ballots can be opened here from 9:30am until 1:30pm." in page.text
    page = coordinator.types("Until what time today?", "teatime").presses("Keep it open for longer")
    assert page.status == 422 and "Enter a time, like 5.30pm or 17:30." in page.text
    assert "Enter why the session stays open for longer." in page.text and 'value="teatime"' in page.html
    page = coordinator.types("Until what time today?", "2.15").presses("Keep it open for longer")
    assert page.status == 422 and "Is 2.15 in the afternoon? Write 2:15pm or 14:15." in page.text
    page = coordinator.types("Until what time today?", "1pm").presses("Keep it open for longer")
    assert page.status == 422 and "Ballots can already be opened here until Monday 4 May 2026 at 1:30pm" in page.text
    coordinator.types("Until what time today?", "2.15pm").types("Why does it stay open", "The bus was late")
    page = coordinator.presses("Keep it open for longer")
    assert "The session at Leith Library stays open for longer." in page.text
    page = coordinator.opens("/record")
    assert "kept a session open for longer" in page.text and "2:15pm" in page.text and "The bus was late" in page.text


def test_the_page_is_sound_on_a_phone(new_browser_visitor, make, round_, voting_session):
    person = new_browser_visitor(PHONE).signed_in_as(make.staff(COORDINATOR))
    person.opens(f"/rounds/{round_.id}/sessions/{voting_session.id}/change")
    person.follows("Keep this session open for longer today")
    assert person.field("Until what time today?").is_visible()


def test_on_a_day_without_this_session_there_is_nothing_to_fill_in(coordinator, round_, voting_session, clock):
    clock.set("2026-05-05 11:00")
    change = coordinator.opens(f"/rounds/{round_.id}/sessions/{voting_session.id}/change")
    assert "Keep this session open for longer today" not in change.links and "Save the session" in change.buttons
    page = coordinator.opens(f"/rounds/{round_.id}/sessions/{voting_session.id}/longer")
    assert "There is no session here today. You can plan another one." in page.text and not page.all(
        "input[name=until]"
    )


def test_another_day_is_said_when_a_kiosk_is_set_up_and_on_its_start(visitor, facilitator, voting_session, clock):
    clock.set("2026-05-03 18:00")
    visitor.signed_in_as(facilitator).opens(desk(voting_session))
    said = "This voting session is not today. It is from Monday 4 May 2026 at 10am until Monday 4 May 2026 at 1pm."
    assert said in visitor.follows("Use this device as a kiosk").main
    visitor.types("PIN for the next voter", "2468").types("PIN to end the kiosk", "97531")
    visitor.presses("Set up this device as a kiosk")
    page = visitor.follows("Skip this")
    assert page.heading == "No ballot can be opened now" and said in page.main
    clock.set("2026-05-04 10:30")
    page = visitor.opens("/kiosk")
    assert page.heading == "Ready for the next voter" and "not today" not in page.main
