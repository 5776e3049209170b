"""The main pages of every room on 320 CSS px (a desk's screen at 400 %) and with letters of twice the size: nothing sticks out."""

from __future__ import annotations

import pytest

from pb.web.access import Role
from tests.support.browser_page import too_wide
from tests.support.visitor import Visitor

PUBLIC = ("/", "/apply", "/vote", "/sign-in", "/about/secret", "{round}", "{round}/results", "{round}/results/receipts")
STAFF = (
    "/dashboard", "/rounds", "/rounds/new", "/venues", "/people", "/people/invite", "/record",
    "{round}/manage", "{round}/sessions", "{round}/applications", "{round}/ballot-texts", "{round}/cards",
    "{round}/decisions", "{round}/interests", "{round}/after-the-close", "{round}/count", "{round}/results/what-if",
    "{round}/papers", "{round}/papers/print",
)  # fmt: skip
#: Twice the size of the browser's letters, as its settings have it: the policy allows a sheet that is built by a script.
TWICE = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync('html { font-size: 200% !important }');
    document.adoptedStyleSheets = [sheet]; }"""


@pytest.fixture
def pages(make) -> list[tuple[object, str]]:
    """(who opens it, the address) of every page, on a round whose result is published."""
    ballots = [(1, 2), (1,), (3,)]
    round_ = make.published(make.voting_round(projects=3), *ballots)
    staff = make.account(Role.COORDINATOR, Role.STEERING)
    here = f"/rounds/{round_.id}"
    return [(who, page.format(round=here)) for who, room in ((None, PUBLIC), (staff, STAFF)) for page in room]


def test_on_a_narrow_screen_and_with_letters_of_twice_the_size(pages, chromium, live_server, app):
    faults = []
    for who in (None, pages[-1][0]):
        context = chromium.new_context(base_url=live_server.url, viewport={"width": 320, "height": 800})
        if who:
            name = app.config["SESSION_COOKIE_NAME"]
            cookie = Visitor(app).signed_in_as(who).client.get_cookie(name)
            context.add_cookies([{"name": name, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        for address in (address for reader, address in pages if reader is who):
            answer = page.goto(address)
            assert answer.status == 200, (address, answer.status)
            faults += [f"{address} on 320 px: {fault}" for fault in too_wide(page)]
            page.set_viewport_size({"width": 640, "height": 800})
            page.evaluate(TWICE)
            assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
            faults += [f"{address} with large letters on 640 px: {fault}" for fault in too_wide(page)]
            page.set_viewport_size({"width": 320, "height": 800})
        context.close()
    assert not faults, "\n".join(faults)
