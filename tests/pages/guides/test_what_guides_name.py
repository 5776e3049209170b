"""What a guide names can be found by the person it is for: a link, button, heading, label or column on a page that they
may open. (``test_guides.py`` asks of all names whether they stand on any screen.)
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pb.people import actions as people
from pb.roles import COORDINATOR, COUNTER, EVALUATOR, FACILITATOR, FINANCE, READING, STEERING
from tests.support.document import Page, words
from tests.support.makers.projects import actor_of
from tests.support.stages import filled_in, stages

ROUND = "/rounds/<int:round_id>"
DESK, BUNDLES = f"{ROUND}/session-desk/<int:session_id>", f"{ROUND}/paper-desk/bundles"
#: Where each role looks. The kiosk is the facilitator's too.
PAGES = {
    COORDINATOR: [
        "/dashboard",
        "/people",
        "/people/forgotten-password/<int:account_id>",
        "/record",
        "/rounds",
        f"{ROUND}/manage",
        f"{ROUND}/applications",
        f"{ROUND}/applications/<int:project_id>",
        f"{ROUND}/cards",
        f"{ROUND}/sessions",
        f"{ROUND}/sessions/<int:session_id>/change",
        f"{ROUND}/sessions/<int:session_id>/longer",
        DESK,
        f"{ROUND}/paper-desk",
        f"{ROUND}/after-close",
        "/vote",
    ],
    STEERING: [
        "/dashboard",
        f"{ROUND}/manage",
        f"{ROUND}/applications/<int:project_id>",
        f"{ROUND}/interests",
        f"{ROUND}/decisions",
        f"{ROUND}/after-close/count",
        f"{ROUND}/after-close/recount",
    ],
    FACILITATOR: [DESK, f"{DESK}/papers", "/vote", "/kiosk"],
    COUNTER: [
        f"{ROUND}/paper-desk",
        f"{BUNDLES}/of-post",
        f"{BUNDLES}/<int:bundle_id>",
        f"{BUNDLES}/<int:bundle_id>/typing/<int:pass_number>",
    ],
    FINANCE: [f"{ROUND}/money"],
    EVALUATOR: [f"{ROUND}/numbers"],
}
#: What is there at another moment only: before a round or its result is public, when everything waits for the freeze or
#: for the opening, while cards wait, before a box is open and when it is settled, after wrong PINs.
AT_ANOTHER_MOMENT = {
    COORDINATOR: {
        "Publish this round",
        "Propose to freeze the ballot",
        "Release these cards",
        "Publish the result now",
    },
    STEERING: {"I agree: freeze the ballot", "Release these cards", "Open the ballot box"},
    # On a tablet that works without a network, and where there is one.
    FACILITATOR: {
        *("Unlock", "For the team", "Look after this tablet", "Try the ballot"),
        *("Give the tablets more ballots", "Check the tablet instead of voting"),
    },
    COUNTER: {
        *("Open the session box", "Remove this entry", "Put these votes in the ballot box"),
        "Were more papers of this session found?",
        *("Check the papers again", "Look at papers", "I cannot find this paper in its box", "Put it aside"),
    },
}
PLACES = ("a", "button", "h1", "h2", "h3", "h4", "label", "legend", "summary", "th")


@pytest.fixture
def world(app):
    """Rounds from the first application to a count, and a session of the facilitator who looks."""
    found = stages(app, rounds=5)
    found.facilitator = found.make.staff(FACILITATOR)
    found.things["session_id"].append(found.make.session_at(found.open_now, found.facilitator).id)
    return found


def looks(world, new_visitor, role) -> Iterator[Page]:
    """The pages that somebody in this role opens, refused ones left out."""
    who = world.facilitator if role == FACILITATOR else world.make.staff(role)
    for each in world.rounds if role not in READING else ():
        people.declare_interest(actor_of(who), round_id=each.id, description="")
    person = new_visitor().signed_in_as(who)
    for rule in PAGES[role]:
        if rule == "/kiosk":
            person = new_visitor().is_the_kiosk(world.token, world.kiosk_key)
        for address in filled_in(world, rule):
            if (answer := person.asks("GET", address)).status_code == 200:
                yield Page(answer.text)


def test_who_a_guide_is_for_finds_what_it_names(world, new_visitor):
    reader = new_visitor().signed_in_as(world.me)
    for role in PAGES:
        guide = reader.opens(f"/guides/{role}")
        named = {words(each) for each in guide.all("strong") if each.get("class") == "screen-name"}
        found = {words(each) for page in looks(world, new_visitor, role) for each in page.all(*PLACES)}
        assert named - found == AT_ANOTHER_MOMENT.get(role, set()), f"{role}: named, and not found as expected"
