"""A ballot that is open on a tablet without a network, and whose voter has gone, or the page with it: it is asked about, and
ended.
"""

from __future__ import annotations

import pytest

from tests.support import kiosk_alone as alone
from tests.support.browser import TABLET


@pytest.fixture
def tablet(new_browser_visitor, voting_session, round_):
    person = new_browser_visitor(TABLET, has_touch=True, service_workers="allow")
    return alone.becomes_a_tablet(person, voting_session, round_)


def chosen_on(page) -> list[str]:
    return page.locator("[data-choose][aria-pressed=true]").evaluate_all("all => all.map(each => each.dataset.choose)")


def told(person, what: str) -> list[str]:
    return [right for each in person.server_there.told for right in each[what]]


def test_after_a_reload_the_ballot_is_still_open_and_is_chosen_again(tablet):
    alone.cut(tablet)
    alone.at_the_ballot(tablet)
    alone.gives(tablet, {3: 1})
    tablet.page.reload()
    alone.sees(tablet, "Were you voting just now?")
    tablet.page.get_by_role("heading", name="A ballot is open on this device.").wait_for()
    alone.press(tablet, "Continue voting", "Before you vote")
    tablet.page.get_by_text("Yes, this is true for me").click()
    alone.press(tablet, "Show me the ballot", "Choose projects")
    assert chosen_on(tablet.page) == []
    alone.gives(tablet, {2: 1})
    alone.casts(tablet)
    alone.mend(tablet)
    alone.all_are_sent(tablet)
    assert tablet.server_there.ballots() == [{2: 1}]
    assert len(told(tablet, "begun")) == 1 and told(tablet, "unused") == []


def test_after_a_reload_the_question_is_in_the_voters_language_and_colours(
    app, new_browser_visitor, voting_session, round_
):
    app.config["DEMO"] = True  # so that drafts are offered
    person = new_browser_visitor(TABLET, has_touch=True, service_workers="allow")
    tablet = alone.becomes_a_tablet(person, voting_session, round_)
    alone.cut(tablet)
    alone.opens_a_ballot(tablet)
    root, page = tablet.page.locator("html"), tablet.page
    for name, value in (("language", "ur"), ("colours", "yellow-on-black"), ("text_size", "xl")):
        page.evaluate("() => document.querySelector('.voter-settings').setAttribute('open', '')")
        page.locator(f"button[name={name}][value={value}]").click()
        page.locator(f"button[name={name}][value={value}][aria-pressed=true]").wait_for()
    page.reload()
    alone.sees(tablet, "کیا آپ ابھی ووٹ ڈال رہے تھے؟")
    tablet.looks()
    assert {name: root.get_attribute(name) for name in ("data-colours", "data-text-size", "lang", "dir")} == {
        "data-colours": "yellow-on-black",
        "data-text-size": "xl",
        "lang": "en-GB",  # of what is the team's
        "dir": "ltr",
    }
    assert page.locator("[data-part=turn] > div").get_attribute("dir") == "rtl"
    page.get_by_role("button", name="ووٹ ڈالتے رہیں").click()
    alone.sees(tablet, "ووٹ ڈالنے سے پہلے")
    assert (root.get_attribute("dir"), root.get_attribute("data-colours")) == ("rtl", "yellow-on-black")
    page.reload()
    page.get_by_role("button", name="ووٹ ڈالے بغیر یہ صفحہ بند کریں").click()
    alone.sees(tablet, alone.READY)
    assert (root.get_attribute("data-colours"), root.get_attribute("data-text-size")) == ("default", "m")
    assert "visit" not in page.evaluate(alone.EVERYTHING_KEPT)


def test_a_voter_who_stops_leaves_an_unused_ballot_and_no_vote(tablet):
    alone.at_the_ballot(tablet)
    alone.gives(tablet, {3: 1})
    alone.press(tablet, "Stop without voting", "Stop without voting?")
    alone.press(tablet, "Go on voting", "Choose projects")
    assert chosen_on(tablet.page) == ["3"]
    alone.stops(tablet)
    alone.all_are_sent(tablet)
    alone.votes(tablet, {1: 1})
    alone.all_are_sent(tablet)
    assert tablet.server_there.ballots() == [{1: 1}] and len(told(tablet, "unused")) == 1


def test_a_voter_who_walks_away_is_asked_and_cleared_without_a_network(new_browser_visitor, voting_session, round_):
    person = new_browser_visitor(TABLET, has_touch=True, service_workers="allow").stops_the_clock()
    tablet = alone.becomes_a_tablet(person, voting_session, round_)
    alone.cut(tablet)
    alone.at_the_ballot(tablet)
    tablet.page.locator("#choose-3").click()
    tablet.passes("03:01")
    tablet.page.get_by_role("heading", name="Are you still voting?").wait_for()
    tablet.passes("00:46")
    alone.sees(tablet, alone.READY)
    kept = tablet.page.evaluate(alone.EVERYTHING_KEPT)
    assert "visit" not in kept and len(kept["untold"]["unused"]) == 1 and kept["waiting"] == []


def test_a_ballot_left_open_by_a_reload_is_asked_about_and_cleared_too(new_browser_visitor, voting_session, round_):
    person = new_browser_visitor(TABLET, has_touch=True, service_workers="allow").stops_the_clock()
    tablet = alone.becomes_a_tablet(person, voting_session, round_)
    alone.cut(tablet)
    alone.at_the_ballot(tablet)
    tablet.page.reload()
    alone.sees(tablet, "Were you voting just now?")
    tablet.passes("03:01")
    tablet.page.get_by_role("heading", name="Are you still voting?").wait_for()
    tablet.passes("00:46")
    alone.sees(tablet, alone.READY)
    kept = tablet.page.evaluate(alone.EVERYTHING_KEPT)
    assert "visit" not in kept and len(kept["untold"]["unused"]) == 1


def test_without_a_network_the_short_address_leads_to_the_start_too(tablet):
    alone.cut(tablet)
    tablet.page.goto("/kiosk")
    alone.sees(tablet, alone.READY)
    assert len(alone.votes(tablet, {1: 1})) == 16, "the vote has its receipt"
