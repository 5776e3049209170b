"""How a team comes into states in which somebody is missing: they left, did the first half, or have an interest."""

from __future__ import annotations

from pb.paper import actions as paper
from pb.paper.actions.resolutions import propose_resolution
from pb.paper.rules import PaperCounts
from pb.paper.rules.resolutions import CHOICES
from pb.people import actions as people
from pb.people.queries import account_named
from pb.projects.queries import ballot_lines
from pb.roles import COUNTER
from pb.rounds.models import Round
from tests.support import states
from tests.support.makers.papers import counted
from tests.support.team import Team


def finds_an_interest(team: Team, round_: Round, *names: str) -> None:
    """They learn after the freeze that they are close to a project on the ballot."""
    said = {"round_id": round_.id, "project_id": ballot_lines(round_.id)[0].project_id, "description": "I sing there."}
    for name in names:
        people.declare_interest(team.actor(name), **said)


def sheet_waits(team: Team):
    """Ann has proposed to set a sheet aside; another paper is there to be typed."""
    round_, bundle, _serials = team.bundle(2)
    paper.propose_stray(team.actor("Ann"), bundle, "A shopping list")
    return round_


def sheet_waits_for_nobody(team: Team):
    """Ann has proposed it, and everybody else who could agree has an interest."""
    finds_an_interest(team, sheet_waits(team), "Morag", "Bob", "Cat")


def numbers_wait_for_one_without_an_interest(team: Team):
    """Ann has proposed what to do about papers that did not come back; Ina and Bob have an interest."""
    round_, batch = states.papers_missing(team)
    finds_an_interest(team, round_, "Ina", "Bob")
    propose_resolution(team.actor("Ann"), round_.id, "batch", batch.id, CHOICES["batch"][0])


def account_waits_for_nobody(team: Team):
    """The coordinator has submitted the account of a session whose facilitator has lost that role since."""
    voting_session, figures = states.session_over(team), PaperCounts(3, 2, 0, 0, 0)
    heads = counted(voting_session, figures)
    paper.submit_ballot_paper_account(team.actor("Morag"), voting_session, figures, "One is missing.", heads=heads)
    people.appoint(team.actor("Morag"), team.people["Rose"], {COUNTER})


def coordinator_with_an_interest(team: Team):
    """Morag is the only coordinator: who released the cards has lost that role since."""
    round_, releaser = team.closed(), account_named("colleague0")
    if releaser is not None:
        people.appoint(team.actor("Morag"), releaser, {COUNTER})
    finds_an_interest(team, round_, "Morag")


def lot_with_an_interest(team: Team):
    finds_an_interest(team, states.opened(team), "Ina", "Bob")
