"""What stands beside a thing on the page where a second person agrees is in the hash that its button sends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from pb import clock
from pb.database import db, transaction
from pb.marked import change_rows
from pb.paper import actions as desk
from pb.paper import queries as papers
from pb.paper.rules import PaperCounts
from pb.projects.queries import ballot_lines
from pb.record.acts import as_shown
from pb.roles import Actor, Role
from pb.rounds import actions as rounds
from pb.rounds.models import Criterion, Decision
from pb.voting.actions.rights import give_rights
from pb.voting.models import VotingRight

pytestmark = pytest.mark.databases_in_turn
FACILITATOR, STEERING = Role.FACILITATOR, Role.STEERING


@pytest.fixture
def account(make):
    """The account of a session at which a ballot was opened on a tablet."""
    round_ = make.voting_round(entitlement="vouch")
    jean, joe = (make.staff(FACILITATOR, declared_in=round_) for _ in range(2))
    voting_session = make.session_at(round_, jean, joe)
    with transaction() as session:
        give_rights(session, round_.id, "opening", voting_session.id, 1)
    figures = PaperCounts(received=0, issued=0, unused=0, spoiled=0, taken_away=0)
    desk.submit_ballot_paper_account(Actor(jean.id, FACILITATOR), voting_session, figures, "nobody counted heads")
    return papers.ballot_paper_account_of(voting_session.id)


def test_how_ballots_on_tablets_ended(account):
    shown = as_shown("session.account_agreed", account)
    with transaction() as session:
        change_rows(session, VotingRight, (VotingRight.session_id == account.session_id,), status="unused")
    facts = papers.facts_of_sessions(account.session_id)[account.session_id]
    turns = papers.kiosk_turns(account.session_id)
    assert facts.turns == (0, 1, 0) == (turns.cast, turns.without_vote, turns.waiting)
    assert as_shown("session.account_agreed", account) != shown


def test_how_many_papers_a_bundle_should_have(make):
    bundle = make.typed_bundle("1", "2")
    shown = as_shown("bundle.counted", bundle)
    with db.session.no_autoflush:
        papers.ballot_paper_account_of(bundle.session_id).issued += 1
        assert as_shown("bundle.counted", bundle) != shown
    db.session.rollback()


def test_what_a_project_costs(make):
    with clock.moved(clock.now() - timedelta(days=15)):
        round_ = make.applying_round()
        project = make.on_the_ballot(round_)
    text = project.ballot_text
    shown = as_shown("ballot_text.approved", text)
    project.cost_lines[0].pence += 100
    assert as_shown("ballot_text.approved", text) != shown
    db.session.rollback()


@pytest.mark.parametrize("changes", ["answer", "cost", "rule"])
def test_what_an_application_says_and_which_rules_it_has_to_meet(make, changes):
    project = make.application(make.applying_round())
    make.proposed(project, "not_eligible", "It is too far away.", (1,))
    shown = as_shown("assessment.agreed", project.proposal)
    if changes == "answer":
        project.what = "A bus to the hills."
    elif changes == "cost":
        project.cost_lines[0].pence += 100
    else:
        db.session.scalars(select(Criterion)).first().question = "The bus is safe"
    assert as_shown("assessment.agreed", project.proposal) != shown
    db.session.rollback()


def test_whom_a_decision_names_and_which_it_undoes(make):
    round_ = make.voting_round()
    ina, hugh = make.staff(STEERING), make.staff(STEERING)
    made = rounds.propose_withdrawal(
        Actor(ina.id, STEERING), round_, ballot_lines(round_.id)[0].project_id, "The group has folded."
    )
    rounds.agree_to(Actor(hugh.id, STEERING), made)
    undo = rounds.propose_undoing(Actor(hugh.id, STEERING), db.session.get_one(Decision, made.id), "It has not.")
    shown = as_shown("decision.agreed", undo)
    with db.session.no_autoflush:
        db.session.get_one(Decision, made.id).reason = "Something else."
        assert as_shown("decision.agreed", undo) != shown
    db.session.rollback()
