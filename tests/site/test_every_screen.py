"""Every screen of the demo's programme, for everybody who may open it: found by following links, looked at in a real
browser.

Each is narrow (320 CSS px: a desk's screen at 400 %), then has letters of twice the size. Valid HTML, labels, axe, the
console, foreign hosts and sideways scrolling are checked on each. What somebody else has been shown to the letter,
below a header of their own that was looked at, is not looked at again. A screen that no link of the demo leads to must
be named here.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from pb.database import db
from pb.people.models import Account
from tests.support.browser import BrowserVisitor
from tests.support.browser_page import too_wide
from tests.support.demo import seeded_demo
from tests.support.document import Page
from tests.support.make import Make
from tests.support.page import check_page
from tests.support.server import serving

#: Screens that the demo's ninth day has no link to, and who looks at them in a browser.
ELSEWHERE = {
    "tests/voting/test_kiosk_in_the_browser.py": ("kiosk.start", "kiosk.leave"),
    "tests/results/test_the_way_to_a_result_in_a_browser.py": ("after_close.box", "after_close.lot", "after_close.provisional"),
    "tests/projects/test_applying_at_a_screen.py": (
        "apply.step", "apply.check", "apply.code", "apply.your_application", "apply.withdraw",
    ),
    "tests/journeys/test_an_idea_becomes_a_funded_project.py": ("invitations.accept", "freeze.freeze"),
    "tests/paper/test_typing_in_the_browser.py": ("paper_desk.paper",),
}  # fmt: skip
#: No screens: files and pictures, and addresses that only lead on to another.
NO_SCREEN = {
    "static", "media.media", "sessions.example_csv", "sessions.list_csv", "results.chart", "results.download",
    "vote.lost", "kiosk.back_at_the_start",
}  # fmt: skip
#: Who walks, and how many addresses of the same kind they open: the coordinator one more, which may be in another
#: state.
PEOPLE = {None: 1, "ishbel": 1, "jean": 1, "effie": 1, "morag": 2}
#: Where they begin; the coordinator in the published round and in the one that is not frozen yet, whose ways differ.
STARTS = {
    None: ("/", "/apply", "/vote", "/account/sign-in"),
    "morag": ("/rounds/1/manage", "/rounds/3/manage", "/dashboard"),
}
TWICE = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync('html { font-size: 200% !important }');
    document.adoptedStyleSheets = [sheet]; }"""
#: The page's own part, and what differs in it between two showings of the same.
MAIN, CHANGING = re.compile(r"<main.*</main>", re.DOTALL), re.compile(r'name="csrf_token"[^>]*')
LINKS = re.compile(r'<a [^>]*href="([^"]*)"')


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with seeded_demo(tmp_path_factory.mktemp("demo")) as (app, _said), serving(app) as server:
        yield server


def endpoint_of(app, address: str) -> str | None:
    """The name of the screen at ``address``; None for what is no page of the program."""
    parts = urlsplit(address)
    if parts.netloc or parts.scheme or not parts.path.startswith("/"):
        return None
    return app.url_map.bind("127.0.0.1").match(parts.path)[0]


def look(person: BrowserVisitor, address: str, *statuses: int, known: set[str] | None = None) -> list[str]:
    """Open one screen, which must have one of these statuses, and check it; the addresses to which it leads.

    Where its own part is one of those ``known``, its status is all that is asked.
    """
    answer = person.context.request.get(address)
    assert answer.status in statuses, (address, answer.status)
    html = answer.text()
    main = CHANGING.sub("", MAIN.findall(html)[0])
    if known is None or main not in known:
        check_page(Page(html, status=answer.status, address=address))
        person.page.set_viewport_size({"width": 320, "height": 800})
        person.opens(address)
        person.page.set_viewport_size({"width": 640, "height": 800})
        person.page.evaluate(TWICE)
        assert not too_wide(person.page), f"{address} with large letters: {too_wide(person.page)}"
    if known is not None:
        known.add(main)
    return [unescape(link) for link in LINKS.findall(html)]


def walk(person: BrowserVisitor, app, known: set[str], alike: int, *starts: str) -> set[str]:
    """Follow every link from ``starts``; the names of the screens that were looked at, the first of them with its
    header.
    """
    waiting, seen, opened = list(starts), set(), {}
    while waiting:
        address = waiting.pop(0)
        name = endpoint_of(app, address)
        if name is None or name in NO_SCREEN or opened.get(name, 0) == alike or urlsplit(address).path in seen:
            continue
        seen.add(urlsplit(address).path)
        waiting += look(
            person, address, 200, 409, known=known if opened else None
        )  # 409: a step whose turn has not come says so
        opened[name] = opened.get(name, 0) + 1
    return set(opened)


def test_every_screen_is_sound_for_everybody_who_may_open_it(chromium, server):
    found, known = set(), set()
    for name, alike in PEOPLE.items():
        person = BrowserVisitor(chromium, server, (320, 800))
        if name == "morag":  # a round that is not frozen yet has screens of its own
            make = Make(server.app)
            make.eligible(make.applying_round())
        if name:
            person.signed_in_as(db.session.scalar(select(Account).where(Account.sign_in_name == name)))
        found |= walk(person, server.app, known, alike, *STARTS.get(name, ("/dashboard",)))
        person.leaves()
    screens = {rule.endpoint for rule in server.app.url_map.iter_rules() if "GET" in rule.methods} - NO_SCREEN
    unseen = screens - found - {screen for others in ELSEWHERE.values() for screen in others}
    assert not unseen, f"no link leads to {sorted(unseen)}"


def test_pages_that_say_no_are_sound_too(chromium, server):
    person = BrowserVisitor(chromium, server, (320, 800))
    look(person, "/no-such-page", 404)
    person.signed_in_as(db.session.scalar(select(Account).where(Account.sign_in_name == "jean")))
    look(person, "/people", 403)
    person.signed_in_as(db.session.scalar(select(Account).where(Account.sign_in_name == "morag")))
    look(person, "/rounds/2/after-close/box", 409)
    person.leaves()
