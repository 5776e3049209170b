"""The desk of a session with tablets in a real browser: nothing of it is wider than a phone, a tablet or a screen."""

from __future__ import annotations

import pytest

from pb.web.access import FACILITATOR
from tests.support import browser
from tests.support.tablets import Tablet


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch", min_choices=1, max_choices=3)


def test_what_tablets_have_told_fits_into_every_width(make, new_browser_visitor, round_):
    who = make.staff(FACILITATOR, declared_in=round_)
    session = make.session_at(round_, who, venue="Café and hall of Saint Brigid in the Meadows")
    tablet = Tablet(make.kiosk(session))
    tablet.makes_contact()
    tablet.vote(1)
    tablet.makes_contact()
    for size in (browser.PHONE, browser.TABLET, browser.DESK):
        person = new_browser_visitor(size).signed_in_as(who)
        page = person.opens(f"/rounds/{round_.id}/session-desk/{session.id}")  # each page is checked as a page
        assert "1 vote to send" in page.text and "Votes that could not be taken" in page.text
