"""One sheet says what to do when a tablet stops; it names buttons that are there."""

from __future__ import annotations

import re

import pytest

from pb.pages.session_desk.tablet_drill import drill_pdf
from tests.support.pdf import needs_a_ruler, text_of_pages, words_on_pages
from tests.support.sources import TOP

PHONE = "0131 496 0000"
PLACE = "St Margaret’s and Restalrig Community Lunch Club · Wednesday 30 September 2026 at 10.30am"


@pytest.fixture
def round_(make, request):
    return make.voting_round(entitlement=getattr(request, "param", "vouch"))


def sheet_at(app, *, phone: str = PHONE) -> bytes:
    with app.test_request_context():
        return drill_pdf(PLACE, phone)


def test_the_desk_and_the_guide_lead_to_it(visitor, facilitator, round_, voting_session):
    helper = visitor.signed_in_as(facilitator)
    desk = helper.opens(f"/rounds/{round_.id}/session-desk/{voting_session.id}")
    file = helper.downloads(desk.links["Print “The tablet stops” (PDF)"]).get_data()
    (page,) = text_of_pages(file)
    assert voting_session.venue.name in page
    assert "Print “The tablet stops” (PDF)" in visitor.opens("/guides/facilitator").text


@needs_a_ruler
def test_it_is_one_page_in_letters_that_can_be_read(app):
    (words,) = words_on_pages(sheet_at(app))
    assert max(word.bottom for word in words) < 297 - 14
    assert min(word.bottom - word.top for word in words) > 4.2, "12 points and more"


def test_it_says_what_to_do_without_a_network(app):
    said = " ".join(text_of_pages(sheet_at(app)))
    assert "Votes to send" in said and "If it has a network, press “Unlock”" in said and "/kiosk/device" in said


def test_the_buttons_that_it_names_are_on_the_screens(app):
    named = set(re.findall("“([^”]+)”", (TOP / "pb/pages/session_desk/tablet_drill.py").read_text()))
    screens = "".join(
        file.read_text()
        for folder in ("kiosk", "session_desk", "layout")
        for file in (TOP / "templates" / folder).glob("*.html")
    )
    assert {each for each in named if each not in screens} == set()
    assert {"Continue voting", "Stop without voting", "Stop this kiosk", "Unlock"} <= named
