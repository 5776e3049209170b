"""Whoever has an interest in a project on a ballot is offered nothing that touches the whole ballot: the pages say why, and
who can do it instead.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from pb.database import db
from pb.paper import actions as paper
from pb.people import actions as people
from pb.projects.queries import ballot_lines
from pb.record.acts import all_acts
from pb.rounds.models import RoundMember
from tests.support import states
from tests.support.team import Team

WHY = "you have declared an interest in a project on this ballot"


@pytest.fixture
def team(make, clock):
    return Team(make, clock)


def interested(team, name: str, round_) -> None:
    (line, *_rest) = ballot_lines(round_.id)
    said = {"round_id": round_.id, "project_id": line.project_id, "description": "I sing there."}
    people.declare_interest(team.actor(name), **said)
    db.session.rollback()


def after_close(round_, page: str) -> str:
    return f"/rounds/{round_.id}/after-close/{page}"


def checks_papers(team):
    """Counted, with a paper that two people look at again."""
    round_ = team.declared(team.make.with_papers_to_check("1 2", ballots=((1, 2),)))
    team.clock.set(round_.post_closes_at + timedelta(hours=2))
    return round_


#: How a round comes there, the page, the button, who has the interest, and who else is named.
PAGES = {
    "the box": (lambda team: team.closed(), "box", "Open the ballot box now", "Morag", "", "Open the ballot box"),
    "the lot": (states.opened, "lot", "Save these digits", "Cat", "", "Draw the lot"),
    "signing": (states.counted, "count", "Sign this result", "Hugh", "Ina or Jo", "Sign the result"),
    "the papers": (checks_papers, "paper-check", "Look at papers", "Hugh", "", "Check the papers again"),
    "one paper": (checks_papers, "paper-check/papers", "Next paper", "Hugh", "", "Check the papers again"),
    "numbers": (
        states.papers_missing,
        "resolutions",
        "Propose what should happen",
        "Jo",
        "",
        "Propose what to do about",
    ),
}


@pytest.mark.parametrize("page", PAGES)
def test_after_the_close_the_page_offers_no_button_and_says_who_can(team, new_visitor, page):
    brings, address, button, name, others, due = PAGES[page]
    found = brings(team)
    round_ = team.fresh(found[0] if isinstance(found, tuple) else found)
    visitor = new_visitor().signed_in_as(team.people[name])
    before = visitor.opens(after_close(round_, address))
    assert button in [*before.buttons, *(each.split(":")[0] for each in before.links)] and WHY not in before.main
    interested(team, name, round_)
    shown = visitor.opens(after_close(round_, address))
    assert WHY in shown.main and "Interests in this round" in shown.links
    assert button not in [*shown.buttons, *(each.split(":")[0] for each in shown.links)]
    assert not others or f"This can be done by {others}." in shown.main
    asked = re.search(rf"{due}.{{0,90}}?Do this next", visitor.opens("/dashboard").main)
    assert not asked, asked


def test_at_the_paper_desk_no_ruling_and_no_stray_sheet_is_offered(team, new_visitor):
    round_, bundle, _serials = team.typed(("?", "?"), ("2", "2"))
    (due,) = [
        each
        for each in new_visitor()
        .signed_in_as(team.people["Cat"])
        .opens(f"/rounds/{round_.id}/paper-desk/bundles/{bundle.id}")
        .links.values()
        if "/papers/" in each
    ]
    paper.propose_stray(team.actor("Ann"), bundle, "A shopping list")
    cat = new_visitor().signed_in_as(team.people["Cat"])
    offered = {button for page in (due, due.split("/papers/")[0]) for button in cat.opens(page).buttons}
    assert {"Propose this ruling", "Set this sheet aside"} <= offered
    interested(team, "Cat", team.fresh(round_))
    for page in (due, due.split("/papers/")[0]):
        shown = cat.opens(page)
        assert WHY in shown.main
        assert not {"Propose this ruling", "Set this sheet aside"} & set(shown.buttons)
        assert not [each for each in shown.buttons if each.startswith("I agree")]


def test_every_impartial_act_is_done_by_a_view_that_says_so(app):
    marked = {name for name, view in app.view_functions.items() if getattr(view, "for_the_impartial", False)}
    assert marked == {
        *("after_close.open_ballot_box", "after_close.type_lot", "after_close.sign", "after_close.take_ballots"),
        *("after_close.confirm_recount", "after_close.propose_put_back", "after_close.agree_put_back"),
        *("after_close.propose_resolution", "after_close.agree_resolution", "after_close.found_papers"),
        "paper_desk.propose_ruling",
        *("paper_desk.agree_ruling", "paper_desk.propose_stray", "paper_desk.agree_stray"),
        *("after_close.type_dice", "after_close.see_paper", "after_close.conclude_check"),
        *("rounds.abandon", "rounds.agree_to_abandon"),
        *("after_close.correction", "after_close.agree_to_correct"),
        *("after_close.propose_answer", "after_close.agree_to_answer"),
        *("after_close.propose_departure", "after_close.agree_to_departure"),
    }
    # Looking at one paper again leaves no line in the record, so it is no act of its own.
    assert len(marked) - 1 == len([act for act in all_acts() if act.impartial])


def test_where_too_few_can_sign_the_page_says_what_helps(team, make, new_visitor):
    listed = [
        RoundMember(account_id=team.people[name].id, name=name, substitute=name == "Jo")
        for name in ("Ina", "Hugh", "Jo")
    ]
    round_ = team.declared(make.voting_round(entitlement="vouch", members=listed))
    make.cast(round_, (1,), (2, 3))
    team.clock.set(round_.post_closes_at + timedelta(hours=1))
    make.counted(make.opened_box(team.fresh(round_)))
    visitor = new_visitor().signed_in_as(team.people["Ina"])
    assert "Too few members can sign" not in visitor.opens(after_close(round_, "count")).main
    interested(team, "Hugh", team.fresh(round_))
    for page in ("/dashboard", after_close(round_, "count")):
        shown = visitor.opens(page)
        assert "Members still needed: 2. Members who can do it: 1." in shown.main
        assert "Jo, the substitute, can act in place of a member" in shown.main
    assert {"Interests in this round", "Decisions"} <= set(visitor.opens(after_close(round_, "count")).links)
