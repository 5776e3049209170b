"""The screens that a tablet fills are those that the server makes: for each type of ballot, with the same choices."""

from __future__ import annotations

import pytest

from tests.support import kiosk_alone as alone
from tests.support.browser import TABLET
from tests.support.stand_in_server import StandInServer

#: The settings of the round, and what is chosen.
TYPES = {
    "choose": ({"max_choices": 3}, {2: 1, 5: 1}),
    "points": ({"ballot_type": "points", "points_to_share": 5, "max_choices": 3}, {1: 1, 6: 3}),
    "rank": ({"ballot_type": "rank", "max_choices": 3}, {6: 1, 1: 2}),
    "budget": ({"ballot_type": "budget", "max_choices": 6}, {1: 1, 6: 1}),
    "score": ({"ballot_type": "score", "max_choices": 6, "any_number": True}, {3: 4, 2: 1}),
    "two pots": ({"pots": 2, "pot_choices": ((1, 2), (0, 1))}, {2: 1, 3: 1}),
}

#: The body of the page, one line for each element and text. What differs on purpose is left out: what a form has for its
#: visitor, names that only a page without scripts sends, where the start is, and the check of a tablet that seals ballots itself.
LINES = """() => {
    const own = element => [...element.attributes].filter(({name, value}) => !(
            (name === 'class' && !value) || (['name', 'value'].includes(name) && element.matches('[data-choose], [data-step]'))
            || (name === 'value' && element.matches('[name=draft]')) || (name === 'href' && value.startsWith('/kiosk'))))
        .map(({name, value}) => `${name}="${name === 'class' ? value.split(' ').sort().join(' ') : value}"`).sort().join(' ');
    const lines = [];
    const walk = node => {
        if (node.nodeType === 3) { const words = node.data.split(/\\s+/).filter(Boolean).join(' '); if (words) lines.push(words); return; }
        if (node.nodeType !== 1 || node.matches('[name=csrf_token], [name=form_key], script, .tablet-check')) return;
        lines.push(`<${node.localName} ${own(node)}>`);
        [...node.childNodes].forEach(walk);
    };
    walk(document.body);
    const root = document.documentElement;
    return [JSON.stringify({...root.dataset}), root.lang, root.dir, document.title, ...lines];
}"""


@pytest.fixture
def round_(make, request):
    settings, _choices = TYPES[request.param]
    return make.voting_round(entitlement="vouch", **{"min_choices": 1, **settings})


@pytest.fixture
def tablet(new_browser_visitor, voting_session, round_):
    person = new_browser_visitor(TABLET, has_touch=True, service_workers="allow")
    StandInServer(person.context, round_)
    alone.set_up(person, voting_session)
    return person


@pytest.fixture
def kiosk(new_browser_visitor, voting_session):
    """A second one, whose browser has no service workers."""
    person = new_browser_visitor(TABLET, has_touch=True)
    alone.set_up(person, voting_session, needs_network=True)
    return person


def lines_of(person) -> list[str]:
    person.page.locator("body:not([data-busy], [data-settling])").wait_for()
    return person.page.evaluate(LINES)


def pages_on(person, choices) -> dict[str, list[str]]:
    """Each screen of a turn as its page stands there."""
    seen = {}
    alone.opens_a_ballot(person)
    seen["declaration"] = lines_of(person)
    alone.press(person, "Show me the ballot", "Before you vote")
    person.page.locator("[data-error-summary]").wait_for()
    seen["not declared"] = lines_of(person)
    person.page.get_by_text("Yes, this is true for me").click()
    alone.press(person, "Show me the ballot", "Choose projects")
    seen["ballot"] = lines_of(person)
    person.page.get_by_role("button", name="Check my choices", exact=True).click()
    person.page.locator("[data-error-summary]").wait_for()
    seen["too few"] = lines_of(person)
    alone.gives(person, choices)
    alone.press(person, "Check my choices", "Check your choices")
    seen["review"] = lines_of(person)
    alone.press(person, "Stop without voting", "Stop without voting?")
    seen["stop"] = lines_of(person)
    alone.press(person, "Go on voting", "Check your choices")
    person.page.locator(".picks__act button").first.click()
    alone.sees(person, "Choose projects")
    seen["one project"] = lines_of(person)
    person.page.locator(".voter-settings > summary").click()
    person.page.get_by_role("button", name="Yellow on black").click()
    person.page.locator("html[data-colours='yellow-on-black']").wait_for()
    seen["other colours"] = lines_of(person)
    person.page.get_by_role("button", name="No sound").click()
    person.page.locator("html[data-sound='off']").wait_for()
    alone.press(person, "Check my choices", "Check your choices")
    seen["silent review"] = lines_of(person)
    return seen


@pytest.mark.parametrize(("round_", "kind"), [(kind, kind) for kind in TYPES], indirect=["round_"])
def test_the_tablet_shows_what_the_server_would(tablet, kiosk, kind):
    choices = TYPES[kind][1]
    here, there = pages_on(tablet, choices), pages_on(kiosk, choices)
    differing = {
        name: [line for pair in zip(here[name], there[name], strict=False) if pair[0] != pair[1] for line in pair][:6]
        for name in here
        if here[name] != there[name]
    }
    assert differing == {}
