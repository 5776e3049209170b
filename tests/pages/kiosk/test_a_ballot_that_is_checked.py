"""A voter or an observer has a ballot checked instead of cast: what the tablet showed, the team's page shows too."""

from __future__ import annotations

import base64
import re

import pytest

from pb.codes import shown
from pb.database import db
from pb.voting import queries
from pb.voting.rules.tablet_checks import sealed_with
from tests.support import kiosk_alone as alone
from tests.support.browser import TABLET
from tests.support.voters import desk, paired


def test_on_the_tablet_it_is_asked_first_and_the_teams_page_shows_what_was_sealed(
    new_browser_visitor, voting_session, round_, facilitator, visitor
):
    tablet = new_browser_visitor(TABLET, has_touch=True, service_workers="allow")
    alone.set_up(tablet, voting_session)
    alone.at_the_ballot(tablet)
    alone.gives(tablet, {3: 1, 5: 1})
    alone.press(tablet, "Check my choices", "Check your choices")
    code = "".join(tablet.page.locator(".tablet-check .code__value").inner_text().split())
    assert re.fullmatch("[2-9A-Y]{16}", code)
    alone.press(tablet, "Check the tablet instead of voting", "Check the tablet instead of voting?")
    alone.press(tablet, "Go back", "Check your choices")
    alone.press(tablet, "Check the tablet instead of voting", "Check the tablet instead of voting?")
    tablet.page.locator("body:not([data-settling])").wait_for()
    alone.press(tablet, "Check this ballot. Do not cast it.", "This ballot was not cast")
    assert "".join(tablet.page.locator(".code__value").inner_text().split()) == code
    tablet.page.get_by_role("link", name="I have finished").click()
    alone.sees(tablet, alone.READY)
    alone.until(lambda: in_all(round_.id), tablet.page)
    assert queries.tablet_checks_in(round_.id) == {"checked": 1, "tablets": 1, "not_shown": 0, "not_shown_on": 0}
    page = visitor.signed_in_as(facilitator).opens(desk(voting_session))
    (_columns, line) = page.tables["Ballots that were checked"]
    assert line[1:] == [shown(code), "Number 3, Number 5", "Fits"]
    assert queries.votes_cast(round_.id) == 0


@pytest.fixture
def paired_tablet(visitor, facilitator, voting_session):
    return paired(visitor, facilitator, voting_session)


def told(round_, opening: str, sealed_in: dict[int, int], **said) -> dict:
    """What a tablet tells of a ballot that it has sealed with these choices; ``said``: where it does not tell the truth."""
    public_key = queries.require_frozen_ballot(round_.id).public_key
    sealed = base64.b64encode(sealed_with(5, public_key, round_.id, opening, sealed_in)).decode()
    ephemeral = base64.urlsafe_b64encode((5).to_bytes(32, "big")).decode().rstrip("=")
    return {"right": opening, "sealed": sealed, "key": ephemeral, "choices": sealed_in, **said}


def test_a_tablet_that_sealed_something_else_is_stopped(
    paired_tablet, round_, voting_session, facilitator, new_visitor
):
    (right,) = paired_tablet.asks("POST", "/kiosk/contact", json={"wanted": 1}).json["stock"]
    check = told(round_, right, {1: 1}, choices={2: 1})
    said = {"begun": [right], "unused": [right], "checks": [check]}
    assert paired_tablet.asks("POST", "/kiosk/contact", json=said).status_code == 200
    page = new_visitor().signed_in_as(facilitator).opens(desk(voting_session))
    assert (
        "What a tablet told us does not fit what it had sealed." in page.main and "phone the coordinator" in page.main
    )
    assert "the tablet may be telling us things that did not happen" in page.main, (
        "so far one device says so, and nobody else"
    )
    (_columns, line) = page.tables["Ballots that were checked"]
    assert line[2:] == ["Not known", "Does not fit"]


@pytest.mark.parametrize(
    "said",
    [
        {"key": "x"},
        {"key": 5},
        {"sealed": "x"},
        {"sealed": "eA=="},
        {"choices": [1]},
        {"choices": {"x": 1}},
        {"right": "x"},
    ],
)
def test_what_no_tablet_tells_of_a_check_is_refused_whole(paired_tablet, round_, said):
    check = told(round_, "0" * 32, {1: 1}, **said)
    assert paired_tablet.asks("POST", "/kiosk/contact", json={"checks": [check]}).status_code == 400
    six = [told(round_, f"{n:032x}", {1: 1}) for n in range(6)]
    assert paired_tablet.asks("POST", "/kiosk/contact", json={"checks": six}).status_code == 400


def test_a_kiosk_whose_ballots_are_sealed_here_has_nothing_to_check(paired_tablet):
    assert paired_tablet.posts("/kiosk/check").heading == "Ready for the next voter"
    assert paired_tablet.opens("/kiosk/check").heading == "Ready for the next voter"


def in_all(round_id: int) -> int:
    db.session.rollback()
    return queries.tablet_checks_in(round_id)["checked"]
