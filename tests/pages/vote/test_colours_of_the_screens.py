"""Every screen of a voter in all colours and languages: what is read and pressed stands out, and axe finds nothing.

The screens are those that a tablet keeps, laid out by the same templates as the pages at home, and put one after another into
one document; the code page, its errors and the screen between two voters come as they are sent.
"""

from __future__ import annotations

import random
from itertools import product

import pytest

from pb.catalogues import ENGLISH, LANGUAGES
from pb.database import db
from pb.pages.vote.screen_settings import COLOURS
from pb.people.models import Account
from tests.support import effort
from tests.support.browser import TABLET
from tests.support.browser_page import inaccessible, too_wide
from tests.support.contrast import FAINT
from tests.support.voters import desk

#: The least contrast of a text and of a control. Yellow on black can have 19.56 at most; soft colours are below 10 on purpose.
LEAST = {"default": 10, "black-on-white": 20, "white-on-black": 20, "yellow-on-black": 19.5, "soft": 7}
CONTROLS = 3
SCREENS = (
    "declaration",
    "undeclared",
    "ballot",
    "tooFew",
    "review",
    "blank",
    "saved",
    "gone",
    "stop",
    "check",
    "checked",
)
#: The team's, in English.
TEAMS = ("start", "startAgain", "door", "doorAgain", "corner", "tried")

#: Puts a kept screen into the document, as static/js/ballot/page-swap.mjs does; with all that can be opened or chosen on it.
SHOW = """html => {
    const page = new DOMParser().parseFromString(html, 'text/html'), root = document.documentElement;
    for (const { name, value } of page.documentElement.attributes) root.setAttribute(name, value);
    document.title = page.title;
    document.body.replaceWith(document.adoptNode(page.body));
    document.querySelectorAll('details').forEach(each => { each.open = true; });
    document.querySelectorAll('[data-part]').forEach(each => { each.hidden = false; });
    document.querySelectorAll('.choice').forEach((each, place) => each.setAttribute('aria-pressed', String(place % 2 === 0)));
}"""
#: With the largest letters, at home or at a kiosk.
AS_A_KIOSK = """is_kiosk => {
    document.documentElement.dataset.textSize = 'xl';
    document.documentElement.toggleAttribute('data-kiosk', is_kiosk);
}"""
#: As the screen came: nothing chosen, and its buttons at the foot shown.
AS_SENT = """() => {
    document.querySelectorAll('.choice').forEach(each => each.setAttribute('aria-pressed', 'false'));
    document.querySelectorAll('[data-kiosk-keep]').forEach(each => { each.hidden = false; });
}"""
ASKS = "() => { const asked = document.querySelector('dialog'); if (asked) asked.showModal(); return Boolean(asked); }"


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch", min_choices=1, max_choices=3)


@pytest.fixture
def kept(visitor, voting_session, app):
    """What a tablet keeps: the screens by language and name."""
    app.config["DEMO"] = True  # so that drafts are offered
    visitor.signed_in_as(db.session.get(Account, voting_session.team[0].account_id))
    visitor.opens(f"{desk(voting_session)}/kiosk")
    visitor.types("PIN for the next voter", "2468").types("PIN to end the kiosk", "97531")
    visitor.presses("Set up this device as a kiosk")
    return visitor.client.get("/kiosk/screens").get_json()["pages"]


def faint(page, where: str) -> list[str]:
    return [
        f"{where}, {colours}: {fault}"
        for colours, least in LEAST.items()
        for fault in page.evaluate(FAINT, [colours, least, CONTROLS])
    ]


def test_what_is_read_and_pressed_stands_out_on_every_screen_in_all_colours(kept, new_browser_visitor):
    assert LEAST.keys() == COLOURS.keys()
    person = new_browser_visitor(TABLET).opens("/vote").presses("Continue")
    page, faults = person.page, faint(person.page, "code page")
    assert page.evaluate(FAINT, ["soft", 20, CONTROLS]), "what is fainter is found"
    for name in (*SCREENS, *TEAMS):
        page.evaluate(SHOW, kept[ENGLISH][name])
        faults += faint(page, name)
        if page.evaluate(ASKS):
            faults += faint(page, f"{name} with its question")
    assert not faults, "\n".join(faults)


def test_no_screen_has_a_fault_of_axe_in_any_colours_and_language(kept, new_browser_visitor):
    person = new_browser_visitor(TABLET).opens("/vote")
    page, faults = person.page, []
    all_ways = list(product(SCREENS, COLOURS, kept))
    assert {language for _screen, _colours, language in all_ways} == {ENGLISH, *LANGUAGES}
    for name, colours, language in random.Random(12).sample(all_ways, effort.runs(15, len(all_ways))):
        page.evaluate(SHOW, kept[language][name])
        page.evaluate("colours => { document.documentElement.dataset.colours = colours; }", colours)
        faults += [f"{name}, {colours}, {language}: {fault}" for fault in inaccessible(page) + too_wide(page)]
    page.evaluate("() => { window.refusedStyles = []; }")  # what axe tried out is told late
    assert faults == []


@pytest.mark.parametrize(("is_kiosk", "width"), [(False, 320), (True, 600)], ids=["phone", "small tablet"])
def test_every_screen_fits_with_the_largest_letters(kept, new_browser_visitor, is_kiosk, width):
    person = new_browser_visitor((width, 640)).opens("/vote")
    page, faults = person.page, []
    for name in SCREENS:
        page.evaluate(SHOW, kept[ENGLISH][name])
        page.evaluate(AS_SENT)
        page.evaluate(AS_A_KIOSK, is_kiosk)
        faults += [f"{name}: {fault}" for fault in too_wide(page)]
    assert not faults, "\n".join(faults)


#: The names that a screen reader says on each screen: of headings, buttons, boxes and links, in their order.
SAID = {
    "declaration": ['heading "Before you vote"', 'checkbox "Yes, this is true for me"', 'button "Show me the ballot"'],
    "undeclared": ['heading "There is a problem"', 'heading "Before you vote"', 'checkbox "Yes, this is true for me"'],
    "ballot": ['heading "Choose projects"', 'button "Choose Number 1, Project number 1"', 'button "Check my choices"'],
    "tooFew": ['heading "Choose projects"', 'button "Check my choices"'],
    "review": ['heading "Check your choices"', 'button "Change', 'button "Cast my vote"'],
    "blank": ['heading "Check your choices"', 'button "Cast my vote"'],
    "saved": ['heading "Your vote is saved"', 'button "Wait, I want to write it down"', 'link "I have finished"'],
    "gone": ['heading "This ballot is closed"'],
    "stop": ['heading "Stop without voting?"', 'button "Go on voting"', 'button "Stop without voting"'],
    "check": [
        'heading "Check the tablet instead of voting?"',
        'button "Go back"',
        'button "Check this ballot. Do not cast it."',
    ],
    "checked": ['heading "This ballot was not cast"'],
}


def test_a_screen_reader_says_each_screen_in_its_order(kept, new_browser_visitor):
    person = new_browser_visitor(TABLET).opens("/vote")
    assert SAID.keys() == set(SCREENS)
    for name, said in SAID.items():
        person.page.evaluate(SHOW, kept[ENGLISH][name])
        person.page.evaluate(AS_SENT)
        snapshot = person.page.locator("main").aria_snapshot()
        places = [snapshot.find(each) for each in said]
        assert -1 not in places and places == sorted(places), (name, places, snapshot)
