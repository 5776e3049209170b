"""A kiosk that sends each press: its voter's settings go with the page, so the browser remembers them for the question after a
reload, and only while that ballot is open.
"""

from __future__ import annotations

import pytest

from pb.voting import queries
from tests.support import kiosk_alone as alone
from tests.support.browser import TABLET
from tests.support.voters import paired

WERE_YOU, GO_ON, STOP_IT = "کیا آپ ابھی ووٹ ڈال رہے تھے؟", "ووٹ ڈالتے رہیں", "ووٹ ڈالے بغیر یہ صفحہ بند کریں"
BEFORE_YOU_VOTE = "ووٹ ڈالنے سے پہلے"
IN_URDU = "text_size_now=xl&colours_now=yellow-on-black&sound_now=off&language_now=ur"
REMEMBERED = "() => JSON.stringify({...localStorage, ...sessionStorage})"


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="code", min_choices=1, max_choices=3)


@pytest.fixture
def drafts_are_offered(app):
    app.config["DEMO"] = True


def _told(tablet, settings: str):
    """The start, asked for as the script asks."""
    return tablet._asks("GET", "/kiosk", headers={"PB-Kiosk-Settings": settings})


def _sets(page, name: str, value: str) -> None:
    page.evaluate("() => document.querySelector('.voter-settings').setAttribute('open', '')")
    page.locator(f"button[name={name}][value={value}]").click()
    page.locator(f"button[name={name}][value={value}][aria-pressed=true]").wait_for()


def test_the_question_is_in_the_voters_language_and_colours_and_the_next_voter_begins_fresh(
    drafts_are_offered, new_browser_visitor, voting_session, round_, make
):
    tablet = new_browser_visitor(TABLET, has_touch=True)
    alone.set_up(tablet, voting_session, needs_network=True)
    page, root = tablet.page, tablet.page.locator("html")
    tablet.types("Code on the voter’s card", make.cards(round_)[0].code)
    alone.opens_a_ballot(tablet)
    for name, value in (("language", "ur"), ("colours", "yellow-on-black"), ("text_size", "xl")):
        _sets(page, name, value)
    page.reload()
    alone.sees(tablet, WERE_YOU)
    tablet.looks()
    shown = {each: root.get_attribute(each) for each in ("data-colours", "data-text-size", "lang", "dir")}
    assert shown == {"data-colours": "yellow-on-black", "data-text-size": "xl", "lang": "en-GB", "dir": "ltr"}
    tablet.types("PIN for the next voter", "1111")
    page.get_by_role("button", name="Open the ballot for the next voter").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    alone.sees(tablet, WERE_YOU)
    page.get_by_role("button", name=GO_ON).click()
    alone.sees(tablet, BEFORE_YOU_VOTE)
    assert (root.get_attribute("dir"), root.get_attribute("data-colours")) == ("rtl", "yellow-on-black")
    page.reload()
    page.get_by_role("button", name=STOP_IT).click()
    alone.sees(tablet, alone.READY)
    assert (root.get_attribute("data-colours"), root.get_attribute("data-text-size")) == ("default", "m")
    assert page.evaluate(REMEMBERED) == "{}", "nothing of it is there for the next person"
    assert page.url.endswith("/kiosk"), "and none of it is in the address"


def test_the_start_of_an_open_ballot_asks_as_it_is_told_and_the_ballot_goes_on_so(
    drafts_are_offered, visitor, make, voting_session, facilitator, round_
):
    tablet = paired(visitor, facilitator, voting_session)
    page = _told(tablet, IN_URDU)
    assert page.heading == "Ready for the next voter" and "yellow-on-black" not in page.html, "nobody is there"
    tablet.types("Code on the voter’s card", make.cards(round_)[0].code).types("PIN for the next voter", "2468")
    tablet.presses("Open the ballot for the next voter")
    assert tablet.opens("/kiosk").heading == "Were you voting just now?"
    page = _told(tablet, IN_URDU)
    assert (
        page.heading == WERE_YOU
        and 'data-colours="yellow-on-black"' in page.html
        and 'lang="ur" dir="rtl"' in page.html
    )
    assert tablet.presses(GO_ON).heading == BEFORE_YOU_VOTE
    assert queries.rights_of_session(voting_session.id) == {("opening", None): 1}


def test_a_language_that_is_not_on_offer_is_english(visitor, make, voting_session, facilitator, round_):
    tablet = paired(visitor, facilitator, voting_session)
    tablet.types("Code on the voter’s card", make.cards(round_)[0].code).types("PIN for the next voter", "2468")
    tablet.presses("Open the ballot for the next voter")
    page = _told(tablet, "language_now=ur&colours_now=yellow-on-black&text_size_now=huge")
    assert page.heading == "Were you voting just now?"
    assert 'data-colours="yellow-on-black"' in page.html and 'data-text-size="m"' in page.html


def test_who_wants_to_stop_is_asked_in_their_language(
    drafts_are_offered, visitor, voting_session, facilitator, make, round_
):
    tablet = paired(visitor, facilitator, voting_session)
    tablet.types("Code on the voter’s card", make.cards(round_)[0].code).types("PIN for the next voter", "2468")
    tablet.presses("Open the ballot for the next voter")
    draft = next(box.get("value") for box in tablet.page.all("input") if box.get("name") == "draft")
    tablet.posts("/vote/settings", {"draft": draft, "page": "declaration", "language": "pl"})
    draft = next(box.get("value") for box in tablet.page.all("input") if box.get("name") == "draft")
    page = tablet.posts("/kiosk/stop", {"draft": draft, "page": "declaration"})
    assert 'lang="pl"' in page.html and "Stop without voting" not in page.text
