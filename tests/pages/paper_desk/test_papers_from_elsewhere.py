"""Papers that go somewhere else, and papers that lie in another box, as counters and facilitators see them."""

from __future__ import annotations

import pytest

from pb import formats
from pb.paper import actions, queries
from pb.paper.rules import PaperCounts
from pb.record.queries import lines_of
from pb.voting.actions import issue_paper
from pb.web.access import COORDINATOR, FACILITATOR, Actor
from tests.support.makers.papers import counted, counter
from tests.support.makers.voting import COMMAND


@pytest.fixture
def other(make, round_):
    return make.session_at(round_, make.staff(FACILITATOR), venue="Gilmerton Hub")


def named(session) -> str:
    return f"{session.venue.name}, {formats.short_day(session.starts_at)}, {formats.clock_time(session.starts_at)}"


def test_the_office_writes_down_that_papers_go_and_everybody_reads_where(desks, make, round_, voting_session, other):
    batch = actions.print_batch(COMMAND, round_.id, voting_session, 20)
    desks[0].opens(f"/rounds/{round_.id}/paper-desk")
    page = desks[0].follows("Move papers")
    assert desks[0].presses("Write it down").errors == [
        "Choose which papers.",
        "Choose where they go.",
        "Enter how many papers go, from 1 to 2,000.",
        "Enter the name of the person who took the papers.",
    ]
    desks[0].selects("Which papers?", f"{named(voting_session)}: batch {batch.id}, 20 papers")
    desks[0].selects("Where do they go?", named(voting_session)).types("How many papers?", "8")
    page = desks[0].types("Who takes them?", "Jean Gray").presses("Write it down")
    assert page.errors == ["Choose another place: the papers are there already."]
    page = desks[0].selects("Where do they go?", named(other)).presses("Write it down")
    assert "8 papers have been recorded as moved." in page.text
    assert "Jean Gray" in page.main and f"batch {batch.id}, 12 papers" in page.text
    assert queries.facts_of_sessions(other.id)[other.id].here == 8


def test_a_team_writes_down_what_it_lends_and_gets_and_the_account_says_so(
    visitor, make, round_, voting_session, facilitator, other
):
    batch = actions.print_batch(COMMAND, round_.id, None, 10, spare=True)
    actions.print_batch(COMMAND, round_.id, other, 4)
    visitor.signed_in_as(facilitator).opens(f"/rounds/{round_.id}/session-desk/{voting_session.id}")
    visitor.follows("Papers lent, brought or given back")
    visitor.selects("Which papers?", f"The office: batch {batch.id}, 10 papers")
    visitor.selects("Where do they go?", named(other)).types("How many papers?", "6").types("Who takes them?", "Joe")
    page = visitor.presses("Write it down")
    assert page.errors == ["Choose papers of this session, or choose that they go to it."]
    page = visitor.selects("Where do they go?", named(voting_session)).presses("Write it down")
    assert "Papers that this session should have had so far: 6" in page.main
    page = visitor.opens(f"/rounds/{round_.id}/session-desk/{voting_session.id}/ballot-paper-account")
    assert "Brought from elsewhere: 6. Taken elsewhere: 0. So papers received should be 6." in page.main


def test_once_the_ballot_box_is_open_nothing_moves_and_the_page_says_why(visitor, make, round_):
    opened = make.opened_box(round_, (1, 2))
    page = visitor.signed_in_as(make.account()).opens(f"/rounds/{opened.id}/paper-desk/movements")
    assert "so papers no longer move" in page.main and "Write it down" not in page.buttons


def test_a_team_that_is_not_of_that_session_moves_none_of_its_papers(visitor, make, round_, voting_session, other):
    stranger = make.staff(FACILITATOR, declared_in=round_)
    visitor.signed_in_as(stranger)
    assert visitor.opens(f"/rounds/{round_.id}/session-desk/{voting_session.id}/papers/moved").status == 403


def test_how_papers_came_into_a_box_is_said_once_for_the_batch_and_agreed_by_another(
    desks, make, round_, voting_session, counters, other
):
    lent = make.papers(other, printed=3, issued=0)[:2]
    for _ in lent:
        issue_paper(COMMAND, voting_session)
    figures = PaperCounts(2, 2, 0, 0, 0)
    by = Actor(voting_session.team[0].account_id, FACILITATOR)
    actions.submit_ballot_paper_account(by, voting_session, figures, "Lent.", counted(voting_session, figures))
    actions.agree_ballot_paper_account(Actor(make.staff(COORDINATOR).id, COORDINATOR), voting_session)
    bundle = actions.open_bundle(counter(counters[0]), round_.id, voting_session, 2)
    actions.confirm_count(counter(counters[1]), bundle, 2)
    here = f"/rounds/{round_.id}/paper-desk/bundles/{bundle.id}"
    for number, desk in enumerate(desks[:2], 1):
        for serial in lent:
            desk.opens(f"{here}/typing/{number}")
            desk.types("Number on the paper", serial).types("Projects ticked", "1").presses("Next paper")
            desk.types("Number on the paper", serial).types("Projects ticked", "1")
            desk.ticks("The number is right").presses("Next paper")
    page = desks[0].opens(here)
    assert "2 papers of batch" in page.main and f"printed for {named(other)}" in page.main
    assert "2 papers were printed for somewhere else: two people must say how they came here." in page.main
    assert desks[0].presses("This is how they came").errors == ["Select how the papers came here."]
    desks[0].ticks(f"Blank: they were lent by {named(other)}")
    page = desks[0].presses("This is how they came")
    assert "A second person must agree." in page.main and "I agree that they came" not in " ".join(page.buttons)
    page = desks[1].opens(here)
    page = desks[1].presses(next(each for each in page.buttons if each.startswith("I agree that they came like this")))
    assert "It has been agreed how these papers came here." in page.text
    assert "Papers that were printed for somewhere else" not in page.main
    assert "2 votes from this bundle" in desks[1].presses("Put these votes in the ballot box").text
    acts = [line.act for line in lines_of(round_.id)]
    assert acts.count("papers.movement_said") == acts.count("papers.movement_agreed") == 1
