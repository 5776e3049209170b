"""Who agrees agrees to what their page showed: where it has changed meanwhile, they are shown the new state."""

from __future__ import annotations

import pytest

from pb.database import db
from pb.paper import actions as desk
from pb.paper import queries as papers
from pb.paper.rules import PaperCounts, PaperReading
from pb.projects.queries import ballot_lines
from pb.record.acts import as_shown
from pb.roles import Actor, Role
from pb.rounds import actions as rounds
from pb.rounds.models import Decision, Round
from pb.shown import ChangedSince
from pb.voting import actions as voting
from pb.voting.queries import frozen_ballot, packs
from pb.voting.queries.card_account import stacks_of
from tests.support.makers.voting import COMMAND

SENTENCE = "This has changed since you opened the page. Look at it again, then agree."
AGREE = "I have checked it and agree"
COORDINATOR, FACILITATOR, STEERING = Role.COORDINATOR, Role.FACILITATOR, Role.STEERING
pytestmark = pytest.mark.databases_in_turn


@pytest.fixture
def hall(make):
    """A session of Jean and Joe at which two papers were handed out; Jean has submitted its account."""
    round_ = make.voting_round(entitlement="vouch")
    jean, joe = (make.staff(FACILITATOR, declared_in=round_) for _ in range(2))
    voting_session = make.session_at(round_, jean, joe)
    for _ in range(2):
        voting.issue_paper(COMMAND, voting_session)
    submits(jean, voting_session, "nobody counted heads")
    return voting_session, jean, joe


def submits(by, voting_session, reason: str) -> None:
    figures = PaperCounts(received=2, issued=2, unused=0, spoiled=0, taken_away=2)
    desk.submit_ballot_paper_account(Actor(by.id, FACILITATOR), voting_session, figures, reason)


def account_page(visitor, somebody, voting_session):
    address = f"/rounds/{voting_session.round_id}/session-desk/{voting_session.id}/ballot-paper-account"
    return visitor.signed_in_as(somebody).opens(address)


def test_an_account_that_was_corrected_meanwhile_is_looked_at_again(visitor, hall):
    voting_session, jean, joe = hall
    account_page(visitor, joe, voting_session)
    submits(jean, voting_session, "the list is lost")
    page = visitor.presses(AGREE)
    assert SENTENCE in page.text and "the list is lost" in page.text
    assert papers.ballot_paper_account_of(voting_session.id).agreed_by is None
    assert "Two people have agreed this ballot paper account." in visitor.presses(AGREE).text


def test_so_is_one_to_which_a_paper_was_handed_out_meanwhile(visitor, hall):
    voting_session, _jean, joe = hall
    account_page(visitor, joe, voting_session)
    voting.issue_paper(COMMAND, voting_session)
    assert SENTENCE in visitor.presses(AGREE).text
    assert papers.ballot_paper_account_of(voting_session.id).agreed_by is None


def test_a_ruling_that_was_replaced_meanwhile_is_not_agreed_to(make):
    bundle = make.typed_bundle("1 2 3 4 5 6")
    first, second = (Actor(make.staff(Role.COUNTER).id, Role.COUNTER) for _ in range(2))

    def status():
        return papers.paper_statuses([bundle.id], frozen_ballot(bundle.round_id))[bundle.id][0]

    desk.propose_ruling(first, bundle, status().paper, reason="too_many", counts=None)
    shown = as_shown("ruling.agreed", status())
    desk.propose_ruling(first, bundle, status().paper, reason="typed_wrong", counts=PaperReading((7, 8)))
    with pytest.raises(ChangedSince):
        desk.agree_ruling(Actor(second.account_id, Role.COUNTER, shown), bundle, status().paper)
    assert status().ruling.agreed_by is None
    desk.agree_ruling(
        Actor(second.account_id, Role.COUNTER, as_shown("ruling.agreed", status())), bundle, status().paper
    )
    assert status().ruling.agreed_by == second.account_id


def test_cards_that_were_counted_again_or_cancelled_meanwhile_are_looked_at_again(make):
    round_ = make.voting_round()
    by, other = Actor(make.staff(COORDINATOR).id, COORDINATOR), make.staff(STEERING)
    voting.issue_cards(by, round_, 5)
    voting.release_cards(Actor(other.id, STEERING), packs(round_.id)[0], 5)
    voting.send_out_cards(by, round_, 1, 5, "Library")
    voting.count_stack(by, stacks_of(round_.id)[0], 2, "3-5", "")
    for meanwhile in (
        lambda: voting.count_stack(by, stacks_of(round_.id)[0], 3, "3-4", ""),
        lambda: make.replaced_card(db.session.get_one(Round, round_.id), 1),
    ):
        shown = as_shown("cards.accounted_for", stacks_of(round_.id)[0])
        meanwhile()
        with pytest.raises(ChangedSince):
            voting.confirm_stack(Actor(other.id, STEERING, shown), stacks_of(round_.id)[0], 2)
    assert stacks_of(round_.id)[0].also_counted_by is None


def test_a_decision_that_was_proposed_anew_is_another_one(visitor, make):
    round_ = make.voting_round()
    ina, hugh = make.staff(STEERING), make.staff(STEERING)
    by, project = Actor(ina.id, STEERING), ballot_lines(round_.id)[0].project_id
    made = rounds.propose_withdrawal(by, round_, project, "The group has folded.")
    visitor.signed_in_as(hugh).opens(f"/rounds/{round_.id}/decisions")
    rounds.withdraw_proposal(by, db.session.get_one(Decision, made.id))
    again = rounds.propose_withdrawal(by, db.session.get_one(Round, round_.id), project, "Something else.")
    assert visitor.presses("I agree").status == 404
    assert db.session.get_one(Decision, again.id).agreed_by is None
