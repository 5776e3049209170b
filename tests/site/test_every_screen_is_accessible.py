"""Every screen of the demo's programme, for everybody who may open it: found by following links, looked at in a real
browser.

Each is narrow (320 CSS px: a desk's screen at 400 %), then has letters of twice the size. Valid HTML, labels, axe, the
console, foreign hosts and sideways scrolling are checked on each. What somebody else has been shown to the letter,
below a header of their own that was looked at, is not looked at again. A screen that no link of the demo leads to must
be named here.

The links are followed once in a run, without a browser; what is to be looked at is dealt out to tests of their own.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from pb.database import db
from pb.pages.sessions.together_forms import FORMS
from pb.people import actions as people
from pb.people.models import Account
from pb.people.queries import waiting_proposals
from pb.results.models import Publication
from pb.rounds.actions import begin_round
from pb.rounds.models import Round
from pb.web.access import Role
from tests.support import run
from tests.support.browser import BrowserVisitor
from tests.support.browser_page import as_it_looks, too_wide
from tests.support.demo import seeded_demo
from tests.support.document import Page
from tests.support.make import Make
from tests.support.makers.projects import actor_of
from tests.support.page import check_page
from tests.support.server import Server, serving
from tests.support.visitor import Visitor

#: Screens that the demo's ninth day has no link to, and who looks at them in a browser.
ELSEWHERE = {
    "tests/pages/kiosk/test_kiosk_in_the_browser.py": ("kiosk.start", "kiosk.leave", "kiosk.measure"),
    "tests/pages/kiosk/test_a_tablets_screens_are_sound.py": ("kiosk.device",),
    "tests/pages/after_close/test_the_way_to_a_result_in_a_browser.py": ("after_close.box", "after_close.lot", "after_close.provisional"),
    "tests/pages/after_close/test_papers_checked_in_a_browser.py": ("after_close.paper_check", "after_close.see_paper"),
    "tests/pages/after_close/test_what_takes_two_in_a_browser.py": (
        "after_close.propose_resolution", "after_close.recount", "cards.stack", "decisions.undo",
    ),
    "tests/pages/after_close/test_what_comes_seldom_in_a_browser.py": (
        *("after_close.objection", "after_close.objections", "after_close.offer_answer", "after_close.offers", "after_close.public_time"),
        *("apply.offer", "paper_desk.postal_asks_online", "paper_desk.take_postal_ask", "results.objections", "rounds.asked_by_post"),
        *("after_close.departures", "rounds.vote_by_post"),
    ),
    "tests/pages/apply/test_applying_at_a_screen.py": (
        "apply.step", "apply.check", "apply.code", "apply.your_application", "apply.withdraw", "apply.appeal", "apply.withdraw_appeal",
        "apply.ballot_text", "applications.record_appeal", "applications.record_taking_back", "ballot_texts.group_said",
    ),
    "tests/journeys/test_an_idea_becomes_a_funded_project.py": ("freeze.freeze",),
    "tests/site/test_every_screen_is_accessible.py": ("invitations.accept", "rounds.delete", "sessions.together"),
    "tests/pages/sessions/test_longer.py": ("sessions.longer",),
    "tests/pages/paper_desk/test_typing_in_the_browser.py": ("paper_desk.paper",),
    "tests/pages/paper_desk/test_print_in_the_browser.py": ("paper_desk.batches_made",),
    "tests/pages/cards/test_an_order_in_a_browser.py": ("cards.order",),
    "tests/pages/sessions/test_a_long_file_in_a_browser.py": ("sessions.file_order",),
    "tests/pages/account/test_what_was_typed_in_a_browser.py": ("account.typed", "apply.typed"),
    "tests/pages/account/test_security_codes_in_the_browser.py": ("account.sign_in_code", "people.code_replacement"),
}  # fmt: skip
#: No screens: files and pictures, and addresses that only lead on to another.
NO_SCREEN = {
    "static", "media.media", "sessions.example_csv", "sessions.list_csv", "results.chart", "results.download",
    "results.chart_png", "results.chart_table", "results.chart_pdf", "results.feed", "results.rounds_as_json",
    "results.pack", "results.slides", "results.venue_sheets", "results.poster", "results.evening", "after_close.evening",
    "vote.go_to_start", "kiosk.go_to_start", "kiosk.screens", "kiosk.worker",
    "paper_desk.batch_pdf", "paper_desk.packing_pdf",
    "paper_desk.several_pdf", "paper_desk.postal_letters",
    "paper_desk.postal_labels", "paper_desk.reply_labels", "applications.listed", "letters.letters_pdf",
    "money.table", "numbers.table", "sessions.posters_pdf", "sessions.booklet_pdf", "media.picture",
    "session_desk.tablet_drill", "session_desk.papers_of_session", "paper_desk.papers_of_sessions", "paper_desk.entries_example",
    "paper_desk.postal_list_example",
}  # fmt: skip
#: Who walks, and how many addresses of the same kind they open: the coordinator one more.
PEOPLE = {None: 1, "ishbel": 1, "jean": 1, "effie": 1, "grace": 1, "lewis": 1, "morag": 2}
#: Where they begin; the coordinator in the published round and in the one that is not frozen yet, whose ways differ.
STARTS = {
    None: ("/", "/apply", "/vote", "/account/sign-in"),
    # Reply envelopes are opened when some have come; the demo's are in the box already.
    "effie": ("/dashboard", "/rounds/{open}/paper-desk/bundles/of-post"),
    "morag": ("/rounds/{published}/manage", "/rounds/{applying}/manage", "/dashboard"),
}
SHARES = 24  # into so many tests the looking is cut
TWICE = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync('html { font-size: 200% !important }');
    document.adoptedStyleSheets = [sheet]; }"""
MAIN = re.compile(r"<main.*</main>", re.DOTALL)
LINKS = re.compile(r'<a [^>]*href="([^"]*)"')


@dataclass
class World:
    """The demo behind a server."""

    app: Flask
    server: Server

    @cached_property
    def rounds(self) -> dict[str, int]:
        """Ids by stage. Made when first asked for: a round that is not frozen yet, which has screens of its own."""
        published = db.session.scalar(select(Publication.round_id))
        open_now = db.session.scalar(select(Round.id).where(Round.id != published))
        made = Make(self.app)
        applying = made.applying_round()
        project = made.eligible(applying)
        made.on_the_ballot(applying)
        by = actor_of(self.account("ishbel"))
        people.declare_interest(by, round_id=applying.id, project_id=project.id, description="She sings there.")
        return {"applying": applying.id, "published": published, "open": open_now}

    def account(self, name: str) -> Account:
        return db.session.scalar(select(Account).where(Account.sign_in_name == name))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    with seeded_demo(tmp_path_factory.mktemp("demo")) as (app, _said), serving(app) as server:
        yield World(app, server)


@pytest.fixture(scope="module")
def walked(world) -> dict:
    """What the links lead to: the names of ``screens``, and the ``pages`` to look at as [person, address]; found by
    whichever process of the run asks first.
    """
    with run.alone("screens.json") as kept:
        if not kept.exists():
            kept.write_text(json.dumps(walk_of_everybody(world)))
        return json.loads(kept.read_text())


def walk_of_everybody(world: World) -> dict:
    screens, pages, known = set(), [], set()
    for name, alike in PEOPLE.items():
        person = Visitor(world.app)
        if name:
            person.signed_in_as(world.account(name))
        starts = [
            start.format(**world.rounds) if "{" in start else start for start in STARTS.get(name, ("/dashboard",))
        ]
        found, own = walk(person, known, alike, *starts)
        screens |= found
        pages += [[name, address] for address in own]
    return {"screens": sorted(screens), "pages": pages}


def walk(person: Visitor, known: set[str], alike: int, *starts: str) -> tuple[set[str], list[str]]:
    """Follow every link from ``starts``: the names of the screens there are, and the addresses to look at.

    Where its own part is one of those ``known``, its status is all that is asked; but for the first, with its header.
    """
    waiting, seen, opened, pages = list(starts), set(), {}, []
    while waiting:
        address = waiting.pop(0)
        name = endpoint_of(person.app, address)
        if name is None or name in NO_SCREEN or opened.get(name, 0) == alike or urlsplit(address).path in seen:
            continue
        seen.add(urlsplit(address).path)
        answer = person.asks("GET", address, follow_redirects=True)
        assert answer.status_code in (200, 409), (address, answer.status)  # 409: a step whose turn has not come says so
        main = as_it_looks(MAIN.findall(answer.text)[0])
        if main not in known or not opened:
            pages.append(address)
        if opened:
            known.add(main)
        waiting += [unescape(link) for link in LINKS.findall(answer.text)]
        opened[name] = opened.get(name, 0) + 1
    return set(opened), pages


def endpoint_of(app, address: str) -> str | None:
    """The name of the screen at ``address``; None for what is no page of the program."""
    parts = urlsplit(address)
    if parts.netloc or parts.scheme or not parts.path.startswith("/"):
        return None
    return app.url_map.bind("127.0.0.1").match(parts.path)[0]


def look(person: BrowserVisitor, address: str, *statuses: int) -> None:
    """Open one screen, which must have one of these statuses, and check it."""
    person.page.set_viewport_size({"width": 320, "height": 800})
    answer = person.opens(address).answer
    assert answer and answer.status in statuses, (address, answer and answer.status)
    check_page(Page(answer.text(), status=answer.status, address=address))
    for width in (390, 768, 1024):  # a phone, and a tablet both ways
        person.page.set_viewport_size({"width": width, "height": 800})
        assert not too_wide(person.page), f"{address}: {too_wide(person.page)}"
    person.page.set_viewport_size({"width": 640, "height": 800})
    person.page.evaluate(TWICE)
    assert not too_wide(person.page), f"{address} with large letters: {too_wide(person.page)}"


def test_a_link_leads_to_every_screen_or_another_test_looks_at_it(world, walked):
    screens = {rule.endpoint for rule in world.app.url_map.iter_rules() if "GET" in rule.methods} - NO_SCREEN
    unseen = screens - set(walked["screens"]) - {screen for others in ELSEWHERE.values() for screen in others}
    assert not unseen, f"no link leads to {sorted(unseen)}"
    assert len(walked["pages"]) > SHARES


@pytest.mark.parametrize("share", range(SHARES))
def test_every_screen_is_sound_for_everybody_who_may_open_it(share, chromium, world, walked):
    pages = walked["pages"]
    assert world.rounds["applying"], "the round more is there before its screens are looked at"
    mine = pages[len(pages) * share // SHARES : len(pages) * (share + 1) // SHARES]
    for name in dict.fromkeys(name for name, _address in mine):
        person = BrowserVisitor(chromium, world.server, (320, 800))
        if name:
            person.signed_in_as(world.account(name))
        for address in (address for who, address in mine if who == name):
            look(person, address, 200, 409)
        person.leaves()


def test_an_invitation_is_sound_too(chromium, world):
    token = people.invite(actor_of(world.account("morag")), name="Una", role=Role.COUNTER)
    people.agree_to_proposal(actor_of(world.account("ishbel")), waiting_proposals()[0])
    person = BrowserVisitor(chromium, world.server, (320, 800))
    look(person, f"/invitations/{token}", 200)
    person.leaves()


def test_screens_behind_a_choice_are_sound_too(chromium, world):
    morag = world.account("morag")
    draft = begin_round(actor_of(morag), "Autumn 2027")
    person = BrowserVisitor(chromium, world.server, (320, 800)).signed_in_as(morag)
    look(person, f"/rounds/{draft.id}/delete", 200)
    for kind in FORMS:
        look(person, f"/rounds/{world.rounds['open']}/sessions/together?kind={kind}&every=yes", 200)
    person.leaves()


def test_pages_that_say_no_are_sound_too(chromium, world):
    person = BrowserVisitor(chromium, world.server, (320, 800))
    look(person, "/no-such-page", 404)
    person.signed_in_as(world.account("jean"))
    look(person, "/people", 403)
    person.signed_in_as(world.account("morag"))
    look(person, f"/rounds/{world.rounds['open']}/after-close/box", 409)
    person.leaves()
