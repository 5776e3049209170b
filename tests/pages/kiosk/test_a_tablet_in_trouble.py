"""A tablet that needs no network, when something happens to it: nothing of a vote is lost, nothing of a voter stays."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import wraps
from pathlib import Path

import pytest
from flask import abort, request
from playwright.sync_api import Error

from pb.pages.kiosk import worker
from pb.voting.rules.kiosk_times import KIOSK_TIMES
from tests.support import kiosk_alone as alone
from tests.support.browser import TABLET, BrowserVisitor
from tests.support.browser_profile import Profile, kill_browser_of
from tests.support.stand_in_server import StandInServer

#: Whatever else a page or a browser could keep of a turn.
ALL_ELSE = """async () => JSON.stringify([document.documentElement.outerHTML, {...localStorage}, {...sessionStorage}, location.href,
    history.state, (await Promise.all((await caches.keys()).map(async name => (await (await caches.open(name)).keys())
        .map(each => each.url)))).flat()])"""


@pytest.fixture
def tablet(new_browser_visitor, voting_session, round_):
    return alone.becomes_a_tablet(
        new_browser_visitor(TABLET, has_touch=True, service_workers="allow"), voting_session, round_
    )


def told(person, what: str) -> list[str]:
    return [right for each in person.server_there.told for right in each[what]]


def test_nothing_of_a_voter_is_left_for_the_next(tablet):
    entries = tablet.page.evaluate("history.length")
    alone.cut(tablet)
    receipt = alone.votes(tablet, {3: 1, 6: 1})
    assert {type(each["quick"]) for each in tablet.server_there.told} == {int}, "it is told from the first contact on"
    kept, rest = tablet.page.evaluate(alone.EVERYTHING_KEPT), tablet.page.evaluate(ALL_ELSE)
    facts = {"key", "pin", "leavePin", "screens", "stock", "untold", "contact", "keeps", "quick", "begun", "cast"}
    assert kept.keys() == facts | {"waiting"}
    assert (kept["begun"], kept["cast"]) == (1, 1), "numbers, and not which"
    assert isinstance(kept["quick"], int), "a number of very quick votes, and not which"
    assert [sorted(vote) for vote in kept["waiting"]] == [["assisted", "attempt", "digest", "right", "sealed"]]
    assert receipt[:4] not in rest and "Project number 3" not in rest
    assert tablet.page.evaluate("history.length") == entries
    tablet.page.go_back()
    tablet.page.wait_for_load_state("load")
    assert "Project number 3" not in tablet.page.evaluate(ALL_ELSE)


def test_a_ballot_that_another_tab_closes_is_not_cast(tablet):
    alone.cut(tablet)
    alone.at_the_ballot(tablet)
    alone.gives(tablet, {3: 1})
    alone.press(tablet, "Check my choices", "Check your choices")
    other = tablet.context.new_page()
    other.goto("/kiosk/device")
    other.get_by_role("button", name="Close this ballot without voting").click()
    other.get_by_text("Welcome. The facilitator will open the ballot for you.").wait_for()
    tablet.page.locator("body:not([data-settling])").wait_for()
    alone.press(tablet, "Cast my vote", "This ballot is closed")
    assert tablet.page.evaluate(alone.EVERYTHING_KEPT)["waiting"] == []
    other.close()


def test_wrong_pins_wait_longer_and_are_told(tablet):
    page = tablet.page
    for typed, words in [
        ("", "Enter the PIN"),
        *[("1357", "This is not the right PIN.")] * 4,
        ("1357", "Wait 2 seconds"),
    ]:
        tablet.types("PIN for the next voter", typed)
        page.get_by_role("button", name="Open the ballot for the next voter").click()
        page.locator("body:not([data-busy])").wait_for()
        page.locator("[data-error-summary]", has_text=words).wait_for()
        assert page.title().startswith("Error: ")
    page.reload()
    alone.sees(tablet, alone.READY)
    alone.until(lambda: max(each["wrong_pins_in_all"] for each in tablet.server_there.told) == 5, page)


def test_an_upgrade_comes_in_between_two_voters(tablet, app):
    alone.at_the_ballot(tablet)
    app.config["PROGRAMME_NAME"] = "Another programme"
    tablet.server_there.version = "another"
    alone.gives(tablet, {3: 1})
    assert "Another programme" not in tablet.page.title()
    alone.casts(tablet)
    alone.until(lambda: alone.has_come(tablet, "Another programme"), tablet.page)
    alone.cut(tablet)
    tablet.page.reload()
    alone.sees(tablet, alone.READY)
    assert "Another programme" in tablet.page.locator(".masthead").inner_text()
    alone.votes(tablet, {1: 1})
    alone.mend(tablet)
    alone.all_are_sent(tablet)
    assert sorted(map(str, tablet.server_there.ballots())) == ["{1: 1}", "{3: 1}"]


def test_an_upgrade_comes_though_its_answers_are_lost(tablet, app, monkeypatch):
    """The worker is lost once, and the files that it needs and the screens until it was asked for three times more."""
    views, asked = app.view_functions, []
    monkeypatch.setitem(views, "kiosk.worker", lost(views["kiosk.worker"], lambda: asked.append(1) or len(asked) == 1))
    for name in ("static", "kiosk.screens"):
        monkeypatch.setitem(views, name, lost(views[name], lambda: len(asked) < 4))
    alone.at_the_ballot(tablet)
    app.config["PROGRAMME_NAME"] = "Another programme"
    tablet.server_there.version = "another"
    alone.gives(tablet, {3: 1})
    alone.casts(tablet)
    alone.until(lambda: alone.has_come(tablet, "Another programme"), tablet.page)
    assert len(asked) >= 4, "nothing was lost"


def lost(view, is_lost):
    """The view, without an answer while that is so; what the page shows is not lost."""

    @wraps(view)
    def answers(**given):
        if request.headers.get("Sec-Fetch-Dest") not in PARTS_OF_A_PAGE and is_lost():
            abort(503)
        return view(**given)

    return answers


PARTS_OF_A_PAGE = {"style", "script", "font", "image"}


def test_what_the_browser_has_lost_of_the_screens_is_fetched_again_and_kept(tablet):
    tablet.page.evaluate(EMPTIES_ITS_CACHES)
    tablet.page.reload()
    alone.sees(tablet, alone.READY)
    alone.cut(tablet)
    tablet.page.reload()
    alone.sees(tablet, alone.READY)
    assert len(alone.votes(tablet, {2: 1})) == 16, "the vote has its receipt"


def test_a_worker_that_answers_nothing_is_replaced(tablet, app, monkeypatch):
    """Over http half an answer may bring an empty script: a worker that does nothing, and would stay."""
    page, whole = tablet.page, app.view_functions["kiosk.worker"]
    with monkeypatch.context() as patch:
        patch.setitem(app.view_functions, "kiosk.worker", emptied(whole))
        page.evaluate("async () => { await (await navigator.serviceWorker.getRegistration()).update(); }")
        assert any(comes_past(tablet) for _start in range(30)), "the empty one takes over when it is installed"
    page.reload()
    alone.until(lambda: came_from_the_worker(page), page)
    alone.cut(tablet)
    page.reload()
    alone.sees(tablet, alone.READY)


def comes_past(tablet) -> bool:
    """A start after a moment without one, in which a worker that waits may take over: whether it came past the worker."""
    tablet.page.goto("about:blank")
    tablet.page.goto("/kiosk/device")
    alone.sees(tablet, alone.READY)
    return tablet.page.evaluate(CAME_PAST)


def emptied(view):
    @wraps(view)
    def empty():
        answer = view()
        answer.set_data(b"")
        return answer

    return empty


#: Whether there is a worker, and it did not bring this document.
CAME_PAST = """() => Boolean(navigator.serviceWorker.controller)
    && performance.getEntriesByType('navigation')[0].workerStart === 0"""


def came_from_the_worker(page) -> bool:
    with suppress(Error):
        return page.evaluate("performance.getEntriesByType('navigation')[0].workerStart > 0")
    return False


def test_a_start_whose_scripts_do_not_come_is_loaded_again(browser_visitor, monkeypatch):
    monkeypatch.setattr(worker, "KIOSK_TIMES", replace(KIOSK_TIMES, start_again_after=1))
    page, lost = browser_visitor.page, []

    def lose_the_first(route):
        lost.append(route.request.url)
        route.abort() if len(lost) == 1 else route.continue_()

    browser_visitor.context.route("**/js/start/kiosk.mjs", lose_the_first)
    page.goto("/kiosk/device")
    page.wait_for_url("**/kiosk")  # the script has come, and found that this is no tablet
    assert len(lost) > 1


#: The caches stay, and have nothing in them.
EMPTIES_ITS_CACHES = """async () => { for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const each of await cache.keys()) await cache.delete(each);
} }"""


def test_a_killed_browser_keeps_votes_and_the_open_ballot(chromium, live_server, voting_session, round_, tmp_path):
    first = alone.becomes_a_tablet(in_a_profile(chromium, live_server, tmp_path), voting_session, round_)
    alone.cut(first)
    receipts = {alone.votes(first, {2: 1}), alone.votes(first, {3: 1})}
    alone.at_the_ballot(first)
    kill_browser_of(tmp_path)
    again = in_a_profile(chromium, live_server, tmp_path)
    again.server_there = there = StandInServer(again.context, round_)
    there.stock = first.server_there.stock
    alone.cut(again)
    again.page.goto("/kiosk/device")
    alone.press(again, "Continue voting", "Before you vote")
    again.page.get_by_text("Yes, this is true for me").click()
    alone.press(again, "Show me the ballot", "Choose projects")
    alone.gives(again, {4: 1})
    receipts.add(alone.casts(again))
    alone.mend(again)
    alone.all_are_sent(again)
    assert sorted(map(str, there.ballots())) == ["{2: 1}", "{3: 1}", "{4: 1}"] and there.receipts() == receipts
    again.leaves()


def in_a_profile(chromium, live_server, folder: Path) -> BrowserVisitor:
    return BrowserVisitor(Profile(chromium, folder), live_server, TABLET, service_workers="allow")
