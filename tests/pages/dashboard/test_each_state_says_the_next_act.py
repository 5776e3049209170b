"""In each state that acts lead to, the dashboard tells each role the true next act, whose turn it is, and where it is done.

A row: how a round comes into the state, the sentence that stands there, who is asked to do it ("Do this next"), who only
reads it, and words that the page behind the link offers. Whoever is named in neither list is asked for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest

from pb.database import db
from tests.support import states, states_of_life, states_without_people
from tests.support.document import words
from tests.support.team import ROLES, Team

COORDINATOR, MEMBERS, FACILITATORS, COUNTERS = (
    ("Morag",),
    ("Ina", "Hugh", "Jo"),
    ("Rose", "Neil"),
    ("Ann", "Bob", "Cat"),
)
DESK = (*COORDINATOR, *COUNTERS)


class Row(NamedTuple):
    brings: Callable[[Team], object]
    says: str
    asked: tuple[str, ...]
    offers: str = ""


STATES = {
    "being set up": Row(states.set_up, "Check the settings and plan the sessions", COORDINATOR, "Plan a session"),
    "set up with a session": Row(
        states.set_up_with_a_session,
        "Check the settings once more",
        COORDINATOR,
        "Each section is saved by itself",
    ),
    "groups apply": Row(
        states.applying, "Help groups to apply, and type in paper applications", (*COORDINATOR, *FACILITATORS)
    ),
    "an application has come": Row(states.applying_with_one, "Decide on the application that has come in", MEMBERS),
    "nobody has applied": Row(
        states.no_applications,
        "Type in applications that came on paper in time",
        (*COORDINATOR, *FACILITATORS),
        "Begin",
    ),
    "one to decide": Row(lambda team: team.applied(), "Decide on the applications (1)", MEMBERS),
    "a second member is waited for": Row(
        lambda team: team.proposed(), "Agree to decisions on applications, or propose others (1)", ("Hugh", "Jo")
    ),
    "no application may be on the ballot": Row(states.refused, "Check the applications again", MEMBERS),
    "a group changes its text": Row(states_of_life.changing, "See what must be done", COORDINATOR, "asked to change"),
    "a text to write": Row(lambda team: team.eligible(), "Write the ballot texts (1)", (*COORDINATOR, *MEMBERS)),
    "a text waits for a second person": Row(
        lambda team: team.written(), "Check and approve the ballot texts (1)", ("Morag", "Hugh", "Jo")
    ),
    "something keeps from freezing": Row(
        states.approved_alone, "See what must be done before the freeze", COORDINATOR, "only 1"
    ),
    **{name: Row(*row) for name, row in states_of_life.freezes(COORDINATOR, MEMBERS)},
    "no cards": Row(states.frozen, "Make the voting cards", COORDINATOR, "Make cards to print"),
    "cards wait for a second person": Row(
        states.frozen_with_cards, "Count 3 voting cards, and release them", MEMBERS, "Release these cards"
    ),
    "cards are being made": Row(states.ordered, "Wait: 300 voting cards are being made", ()),
    "an order failed": Row(states.order_failed, "Try again: 300 voting cards could not be made", COORDINATOR),
    "nothing before voting opens": Row(states.released, "Wait until voting opens", ()),
    "sessions to get ready": Row(states.with_a_session_to_come("Rose"), "Get the sessions ready", COORDINATOR),
    "papers are not printed": Row(
        states.with_a_session_to_come("Rose"), "Print ballot papers for Leith Library", DESK, "Make the papers"
    ),
    "nobody runs the session": Row(
        states.with_a_session_to_come(), "Choose who runs the session at Leith Library", COORDINATOR, "Rose"
    ),
    "people vote at home": Row(lambda team: team.voting(), "Replace lost cards and answer questions", COORDINATOR),
    "the next session": Row(states.two_sessions, "Run the next voting session", ("Rose",)),
    "one's own session after that of others": Row(
        states.two_sessions, "Run your voting session at Rowan Hall", ("Neil",)
    ),
    "an account is missing": Row(
        states.session_over, "Submit the ballot paper account of Leith Library", ("Morag", "Rose"), "Submit"
    ),
    "an account waits for a second person": Row(
        states.account_waits, "Check the ballot paper account of Leith Library", ("Morag",), "agree"
    ),
    "a box that has to wait for that": Row(states.account_waits, "Open the session box", ()),
    "a session closed its account": Row(states.account_closed_early, "Run the next voting session", ("Neil",)),
    "a box to open": Row(states.boxes(1), "Open the session box of Hall 1", DESK, "Save my count"),
    "many boxes to open": Row(states.boxes(4), "Open 4 session boxes", DESK, "Open the session box"),
    "a count waits for a second person": Row(
        states.counted_once,
        "Count the papers from Leith Library ({day}) a second time",
        ("Morag", "Bob", "Cat"),
        "Save my count",
    ),
    "papers to type": Row(lambda team: team.bundle(3), "Type 3 papers from Leith Library", DESK, "First typing"),
    "papers to type a second time": Row(
        lambda team: team.typed(("1", ""), ("2", ""), ("3", "")),
        "Type 3 papers from Leith Library ({day}) a second time",
        ("Morag", "Bob", "Cat"),
        "Second typing",
    ),
    "a sheet waits to be set aside": Row(
        states_without_people.sheet_waits,
        "Check the sheet from Leith Library ({day}) that is to be set aside, and agree if that is right",
        ("Morag", "Bob", "Cat"),
        "I agree to set it aside",
    ),
    "what else there is to type beside it": Row(
        states_without_people.sheet_waits, "Type one paper from Leith Library ({day})", DESK, "First typing"
    ),
    "nobody is left at the desk": Row(
        states_without_people.sheet_waits_for_nobody,
        "Give the role of counter to one more person",
        COORDINATOR,
        "Hugh",
    ),
    "nobody is left on a team": Row(
        states_without_people.account_waits_for_nobody,
        "Choose one more person for the team of Leith Library",
        COORDINATOR,
        "Neil",
    ),
    "two entries differ": Row(
        lambda team: team.typed(("1", "2"), ("2", "2")),
        "Look at one paper from Leith Library ({day}): its two entries differ",
        ("Morag", "Cat"),
        "Check this paper",
    ),
    "a doubtful paper": Row(states.in_doubt, "Propose what to do with one doubtful paper from Leith Library", DESK),
    "a ruling waits for a second person": Row(
        states.ruled, "Check what was proposed for one doubtful paper from Leith Library", ("Morag", "Bob", "Cat")
    ),
    "a bundle is settled": Row(
        lambda team: team.typed(("1", "1"), ("2", "2")),
        "Put the 2 settled papers from Leith Library ({day}) into the ballot box",
        DESK,
        "Put these votes in the ballot box",
    ),
    "envelopes have come": Row(
        states.envelopes, "Open 2 reply envelopes, and count their papers", DESK, "Save my count"
    ),
    "post may still come": Row(states.post_open, "Check in the reply envelopes that arrive", DESK, "Check in"),
    "printed papers are missing": Row(
        states.papers_missing, "Propose what to do about the numbers of the post", (*COORDINATOR, *MEMBERS, *COUNTERS)
    ),
    "a proposal about numbers waits": Row(
        states.resolution_proposed,
        "Check what was proposed about the numbers of the post",
        ("Morag", *MEMBERS, "Bob", "Cat"),
        "agree",
    ),
    "who has an interest is not asked about numbers": Row(
        states_without_people.numbers_wait_for_one_without_an_interest,
        "Check what was proposed about the numbers of the post",
        ("Morag", "Hugh", "Jo", "Cat"),
        "agree",
    ),
    "cards came back": Row(states.stack_out, "Count the voting cards of the lunch club", (*COORDINATOR, *MEMBERS)),
    "cards that one person counted": Row(
        states.stack_counted, "Count the voting cards of the lunch club a second time", MEMBERS
    ),
    "the box can be opened": Row(lambda team: team.closed(), "Open the ballot box", COORDINATOR),
    "nobody may open the box": Row(
        states_without_people.coordinator_with_an_interest,
        "Give the role of coordinator to one more person",
        COORDINATOR,
        "Rose",
    ),
    "a box that has to wait for somebody without an interest": Row(
        states_without_people.coordinator_with_an_interest, "Open the ballot box", ()
    ),
    "the lot": Row(states.opened, "Draw the lot with a second person", (*COORDINATOR, *MEMBERS, *COUNTERS)),
    "the lot waits for a second person": Row(
        states.lot_typed, "Draw the lot with a second person", ("Morag", "Ina", "Jo", *COUNTERS)
    ),
    "who has an interest is not asked for the lot": Row(
        states_without_people.lot_with_an_interest,
        "Draw the lot with a second person",
        ("Morag", "Hugh", "Jo", "Ann", "Cat"),
        "Save these digits",
    ),
    "copies of the key": Row(
        states.opened, "Destroy the copies of the ballot box key", (*COORDINATOR, *MEMBERS, *COUNTERS), "destroyed"
    ),
    "copies of the key wait for a second person": Row(
        states.keys_reported,
        "Check that the copies of the ballot box key are destroyed",
        ("Morag", "Hugh", "Jo", *COUNTERS),
    ),
    "to count": Row(states.lot_drawn, "Count the votes", COORDINATOR, "Count the votes"),
    "to sign": Row(states.counted, "Sign the result", MEMBERS, "Sign"),
    "counted, one has signed": Row(states.signed("Hugh"), "Sign the result", ("Ina", "Jo"), "Sign"),
    "to publish": Row(states.signed("Hugh", "Ina"), "Publish the result", COORDINATOR, "Publish"),
    "published": Row(states.published, "Start the next round from this one", COORDINATOR),
    "a draft": Row(
        states_of_life.draft, "Check the settings, then publish this round", COORDINATOR, "Publish this round"
    ),
    "a proposal to abandon waits": Row(states_of_life.abandoning_proposed, "Read the proposal to abandon the", MEMBERS),
    "abandoned": Row(states_of_life.abandoned, "There is nothing to do. The reason is on the round’s page", ()),
    "a decision waits": Row(
        states.withdrawal_proposed, "Read a proposal, and agree if you think it is right", ("Hugh", "Jo")
    ),
}


@pytest.fixture
def team(make, clock):
    return Team(make, clock)


@pytest.mark.parametrize("state", STATES)
def test_everybody_reads_the_true_next_act_and_only_those_are_asked_who_may_do_it(team, new_visitor, state):
    row = STATES[state]
    row.brings(team)
    db.session.rollback()
    asked = []
    for name in ROLES:
        visitor = new_visitor().signed_in_as(team.people[name])
        (line,) = lines_that_say(visitor.opens("/dashboard"), row.says) or [None]
        if line is None:  # somebody's own session is theirs alone to read
            assert name not in row.asked, visitor.page.main
            continue
        link = next((each.get("href") for each in line.iter("a")), None)
        if link:
            page = visitor.opens(link)
            assert page.status == 200, (name, link)
            if name in row.asked and row.offers:
                assert row.offers in f"{page.text} {page.buttons}", (name, link, page.text)
        if "Do this next" in words(line):
            asked.append(name)
            assert link, f"{name} is asked, and led nowhere"
    assert asked == [name for name in ROLES if name in row.asked]


def lines_that_say(page, says: str) -> list:
    """The tasks of the dashboard with this name, or with one that begins so. ``{day}`` stands for any day."""
    tasks = [each for each in page.all("li") if "task-list__item" in each.get("class", "")]
    names = [next(words(p) for p in each.iter("p") if p.get("class") == "task-list__name") for each in tasks]
    wanted = re.compile(re.escape(says).replace(r"\{day\}", r"\d+ \w+ \d+"))
    exact = [task for task, name in zip(tasks, names, strict=True) if wanted.fullmatch(name)]
    return exact or [task for task, name in zip(tasks, names, strict=True) if wanted.match(name)]
