"""The smallest team is six: a coordinator, two members and their substitute, and three who facilitate and type each
other's boxes. They bring a whole round to its published result, and one of the members falls out on the way.
"""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from pb.codes import read_code
from pb.database import db
from pb.people.models import Account
from pb.results.queries.counts import latest_count, signatures_of
from pb.rounds.models import Round
from pb.voting import queries
from pb.web.access import Role
from tests.support.group_answers import writes_down_a_yes
from tests.support.makers.people import PASSWORD
from tests.support.makers.projects import WORDS, picture
from tests.support.makers.results import DIGITS

TEAM = {
    "Morag": (Role.COORDINATOR,),
    **dict.fromkeys(("Ina", "Hugh", "Grace"), (Role.STEERING,)),
    **dict.fromkeys(("Rab", "Jean", "Una"), (Role.FACILITATOR, Role.COUNTER)),
}


@pytest.fixture
def round_(make) -> Round:
    return make.applying_round(criteria=1, min_choices=1, max_choices=1, entitlement="vouch")


@pytest.fixture
def accounts(make) -> dict[str, Account]:
    return {name: make.account(*roles, name=name) for name, roles in TEAM.items()}


@pytest.fixture
def team(accounts, new_visitor) -> SimpleNamespace:
    """Each of the six before a browser of their own."""
    return SimpleNamespace(**{name.lower(): new_visitor().signed_in_as(account) for name, account in accounts.items()})


def nobody_has_an_interest(team, here):
    for person in vars(team).values():
        person.opens(f"{here}/interests")
        assert "saved" in person.ticks("No").presses("Save my answer").text


def the_applications_are_checked(team, here, projects):
    for project in projects:
        team.ina.opens(f"{here}/applications")
        team.ina.follows(project)
        team.ina.ticks("Yes", within="Rule 1 is met").ticks("Eligible: it goes on the ballot")
        team.ina.presses("Propose this decision")
        team.hugh.opens(f"{here}/applications")
        team.hugh.follows(project)
        team.hugh.presses("I agree")


def the_ballot_is_made_and_frozen(team, here, projects):
    for number, project in enumerate(projects, start=1):
        team.morag.opens(f"{here}/ballot-texts")
        team.morag.follows(f"Write the text: {project}")
        team.morag.types("Title", f"A day out {number}").types("About 50 words", WORDS)
        team.morag.types("What the picture shows", "A bus").attaches("Picture", picture(), "bus.png").presses("Save")
        team.hugh.opens(f"{here}/ballot-texts")
        team.hugh.follows(f"Check the text: {project}")
        team.hugh.ticks("I have read the text").presses("Approve this text")
        writes_down_a_yes(team.morag, here, project)
    team.morag.opens(f"{here}/freeze")
    team.morag.selects("Who is the substitute?", "Grace").ticks("I have read the list")
    team.morag.presses("Propose to freeze the ballot")
    team.ina.opens(f"{here}/freeze")
    assert "The key of the ballot box" in team.ina.presses("I agree: freeze the ballot").heading


def cards_are_made_counted_and_handed_out(team, here) -> list[str]:
    team.morag.opens(f"{here}/cards")
    page = team.morag.types("How many cards do you need?", "3").presses("Make cards to print")
    team.ina.opens(f"{here}/cards")
    team.ina.types("How many cards are in the pack?", "3").presses("Release these cards")
    team.morag.opens(f"{here}/cards/stacks")
    team.morag.types("Number of the first card", "1").types("Number of the last card", "3")
    team.morag.types("Where do they go?", "The library").presses("Write this down")
    return [read_code(code) for code in dict.fromkeys(re.findall(r"[2-9A-Y]{5}-[2-9A-Y]{5}", page.text))]


def one_card_comes_back(team, here):
    team.morag.opens(f"{here}/cards/stacks/1")
    team.morag.types("How many cards were handed out?", "2").types("Numbers of the cards that came back", "3")
    team.morag.presses("Save this count")
    team.ina.opens(f"{here}/cards/stacks/1")
    assert "accounted for" in team.ina.types("How many cards came back?", "1").presses("I have counted them too").text


def the_substitute_steps_in_for_hugh(team, here):
    team.ina.opens(f"{here}/decisions")
    team.ina.selects("Who cannot act?", "Hugh").types("Why can they not act?", "He is away until the summer.")
    team.ina.presses("Propose that the substitute acts")
    team.grace.opens(f"{here}/decisions")
    assert "The decision is now in force." in team.grace.presses("I agree").text


def votes_at_home(voter, code, number):
    voter.opens("/vote")
    voter.types("Your voting code", code).presses("Continue")
    voter.ticks("Yes, this is true for me").presses("Show me the ballot")
    voter.presses(f"Choose Number {number}, {_title(voter.page, number)}")
    voter.presses("Check my choices")
    assert voter.presses("Cast my vote").heading == "Your vote is saved"


def _title(page, number) -> str:
    return re.search(rf"Number {number}[,.]? (A day out \d)", page.text)[1]


def each_runs_a_session_and_the_other_two_type_its_box(make, team, accounts, round_):
    here = f"/rounds/{round_.id}"
    names = ("Rab", "Jean", "Una")
    for at, runs in enumerate(names):
        one, two = names[at - 1], names[at - 2]
        voting_session = make.session_at(round_, accounts[runs])
        (serial,) = make.papers(voting_session, printed=1, issued=0)
        desk = getattr(team, runs.lower())
        desk.opens(f"{here}/session-desk/{voting_session.id}/papers")
        assert "Papers issued so far: 1" in desk.presses("Issue one paper").text
        bundle = make.bundle(voting_session, in_box=1, one=accounts[one], two=accounts[two])
        box = f"{here}/paper-desk/bundles/{bundle.id}"
        desk.opens(f"{box}/typing/1")
        assert desk.page.status == 403 or "Next paper" not in desk.page.buttons, "nobody types their own box"
        for pass_number, who in ((1, one), (2, two)):
            typist = getattr(team, who.lower())
            typist.opens(f"{box}/typing/{pass_number}")
            typist.types("Number on the paper", serial).types("Projects ticked", "1").presses("Next paper")
        typist.opens(box)
        assert "put in the ballot box" in typist.presses("Put these votes in the ballot box").text


def the_result_is_found_and_published(team, here):
    close = f"{here}/after-close"
    team.morag.opens(f"{close}/box")
    assert "There were 5 votes in it." in team.morag.presses("Open the ballot box now").main
    for person in (team.morag, team.ina):
        person.opens(f"{close}/lot")
        person.types("Digits of the lot, in the order they came", DIGITS).presses("Save these digits")
    team.morag.opens(close)
    team.morag.presses("Count the votes")
    assert "Sign this result" not in team.hugh.opens(f"{close}/count").buttons, "Grace acts in his place"
    for person in (team.ina, team.grace):
        signs(person, close)
    for person in (team.ina, team.rab):
        person.opens(close)
        person.presses(next(each for each in person.page.buttons if "every copy is destroyed" in each))
    team.morag.opens(f"{close}/count")
    team.morag.presses("Publish the result now")


def signs(person, close):
    person.opens(f"{close}/count")
    return person.types("Your password", PASSWORD).presses("Sign this result")


def test_six_people_bring_a_round_to_its_result_although_one_falls_out(
    make, team, accounts, round_, new_visitor, clock
):
    here = f"/rounds/{round_.id}"
    projects = [make.application(round_).title for _ in range(2)]
    clock.set(round_.applications_close_at + timedelta(days=1))
    nobody_has_an_interest(team, here)
    the_applications_are_checked(team, here, projects)
    the_ballot_is_made_and_frozen(team, here, projects)
    codes = cards_are_made_counted_and_handed_out(team, here)
    the_substitute_steps_in_for_hugh(team, here)

    clock.set(round_.voting_opens_at + timedelta(days=2))
    for code, number in zip(codes[:2], (1, 2), strict=True):
        votes_at_home(new_visitor(), code, number)
    one_card_comes_back(team, here)
    each_runs_a_session_and_the_other_two_type_its_box(make, team, accounts, db.session.get(Round, round_.id))
    assert queries.envelopes_in(round_.id) == 5

    clock.set(round_.post_closes_at + timedelta(hours=1))
    round_id = round_.id
    db.session.rollback()
    the_result_is_found_and_published(team, here)
    signed = {each.account_id for each in signatures_of(latest_count(round_id))}
    assert signed == {accounts["Ina"].id, accounts["Grace"].id}
    public = new_visitor()
    page = public.opens(f"{here}/results").main
    assert "Fewer than 10 voting cards were made." in page and "Voting codes that could be used fewer than 10" in page
    assert "Grace, for the steering group" in page and "Hugh, for the steering group" not in page
    assert "Grace, the substitute, acts in place of Hugh" in public.opens(here).main
    assert db.session.scalar(select(func.count(Account.id))) == len(TEAM), "nobody else had to help"
