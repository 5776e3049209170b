"""Attacks of somebody with a fresh head, each as it was tried, with what must happen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from pb import clock
from pb.database import db, exclusive_transaction
from pb.paper import actions as desk
from pb.paper import queries as papers
from pb.paper.rules import PaperCounts
from pb.people import actions as people
from pb.people.models import Account
from pb.projects.queries import ballot_lines
from pb.refusals import Refusal
from pb.results import actions as results
from pb.results.queries.counts import latest_count, signatures_of
from pb.roles import Actor, Role
from pb.rounds import actions as rounds
from pb.rounds.models import Decision, Round, RoundMember
from pb.sealed import NotSealedHere, seal_for, unseal_for
from pb.venues.actions import change_session
from pb.venues.models import VotingSession
from pb.voting import actions as voting
from pb.voting.models import HeldEnvelope
from pb.voting.rules.request_signatures import MOST_AHEAD
from tests.support.makers.people import PASSWORD
from tests.support.makers.voting import COMMAND
from tests.support.safety import tampering
from tests.support.safety.to_decide import held_vote

FACILITATOR = Role.FACILITATOR


def run(statement: str, **values) -> None:
    tampering.without_any_guard()
    with db.engine.begin() as connection:
        assert connection.execute(text(statement), values).rowcount > 0
    db.session.expire_all()


@pytest.mark.both_databases
def test_two_sign_for_the_papers_that_there_were_and_not_for_those_issued_since(make):
    round_ = make.voting_round(entitlement="vouch")
    jean, joe, jo = (make.staff(FACILITATOR, declared_in=round_) for _ in range(3))
    voting_session = make.session_at(round_, jean, joe, jo)
    for _ in range(2):
        voting.issue_paper(COMMAND, voting_session)
    figures = PaperCounts(received=2, issued=2, unused=0, spoiled=0, taken_away=2)
    desk.submit_ballot_paper_account(Actor(jean.id, FACILITATOR), voting_session, figures, "nobody counted heads")
    desk.agree_ballot_paper_account(Actor(joe.id, FACILITATOR), voting_session)
    assert papers.missing_accounts([voting_session]) == {}
    with pytest.raises(Refusal, match="nothing waiting"):
        desk.agree_ballot_paper_account(Actor(jo.id, FACILITATOR), voting_session)
    voting.issue_paper(COMMAND, voting_session)
    assert papers.missing_accounts([voting_session]) == {voting_session.id: "second_person"}
    with pytest.raises(Refusal, match="second person"):
        desk.open_bundle(Actor(make.staff(Role.COUNTER).id, Role.COUNTER), round_.id, voting_session, 0)
    desk.agree_ballot_paper_account(Actor(jo.id, FACILITATOR), voting_session)
    assert papers.missing_accounts([voting_session]) == {}
    voting.issue_paper(COMMAND, voting_session)
    assert papers.missing_accounts([voting_session]) == {voting_session.id: "second_person"}
    desk.agree_ballot_paper_account(Actor(jo.id, FACILITATOR), voting_session)  # a team may have no third person
    assert papers.missing_accounts([voting_session]) == {}


@pytest.mark.both_databases
def test_a_damaged_sign_in_of_somebody_else_lets_everybody_sign_in(make, new_visitor):
    make.account(Role.COORDINATOR, name="Morag", sign_in_name="morag")
    other = make.account(FACILITATOR)
    with clock.moved(clock.now() - timedelta(days=2)):
        people.begin_sign_in(db.session.get_one(Account, other.id), device="computer", browser="Firefox")
    run("UPDATE sign_in SET browser = 'x'")
    person = new_visitor()
    person.opens("/account/sign-in")
    page = person.types("Your sign-in name", "morag").types("Your password", PASSWORD).presses("Sign in")
    assert page.status == 200 and "Sign out" in page.text


@pytest.mark.both_databases
def test_a_damaged_held_vote_can_be_turned_away(make):
    round_ = make.voting_round(entitlement="vouch")
    held_vote(make, round_)
    run("UPDATE held_envelope SET receipt = 'changed'")
    kiosk_id = db.session.scalar(text("SELECT kiosk_id FROM held_envelope"))
    db.session.rollback()
    with exclusive_transaction() as session:
        assert voting.turn_away(session, kiosk_id) == 1
    assert db.session.query(HeldEnvelope).count() == 0


@pytest.fixture
def listed(make):
    """A round with a list of three members and a substitute, and these four as they act."""
    accounts = [make.staff(Role.STEERING) for _ in range(4)]
    members = [RoundMember(account_id=each.id, name=each.name, substitute=each is accounts[3]) for each in accounts]
    return make.voting_round(members=members), [Actor(each.id, Role.STEERING) for each in accounts]


def stands_in_for(round_id: int, replaced: Actor, two: Actor, three: Actor) -> None:
    round_ = db.session.get_one(Round, round_id)
    rounds.agree_to(three, rounds.propose_substitute(two, round_, replaced.account_id, "They are ill."))


@pytest.mark.both_databases
def test_a_member_and_their_substitute_decide_with_one_voice(listed):
    round_, (one, two, three, substitute) = listed
    round_id, project = round_.id, ballot_lines(round_.id)[0].project_id
    seen = rounds.propose_withdrawal(one, db.session.get_one(Round, round_id), project, "The group has folded.").id
    stands_in_for(round_id, one, two, three)
    with pytest.raises(Refusal, match="cannot act in this round now"):
        rounds.agree_to(substitute, db.session.get_one(Decision, seen))
    db.session.rollback()
    assert db.session.get_one(Decision, seen).agreed_at is None


@pytest.mark.both_databases
def test_a_member_and_their_substitute_sign_with_one_voice(make, listed):
    round_, (one, two, three, substitute) = listed
    counted = make.counted(make.opened_box(round_, (1, 2)))
    shown = latest_count(counted.id).outcome_hash
    results.sign(one, make.fresh(counted), shown)
    stands_in_for(counted.id, one, two, three)
    with pytest.raises(Refusal, match="one vote between them"):
        results.sign(substitute, make.fresh(counted), shown)
    results.sign(two, make.fresh(counted), shown)
    assert len(signatures_of(latest_count(counted.id))) == 2


def test_a_session_that_has_begun_does_not_become_one_that_is_open_all_night(make, clock):
    clock.set("2026-05-06 14:00")
    round_ = make.voting_round()
    voting_session = make.session_at(round_, make.staff(FACILITATOR))
    by, team = Actor(make.staff(Role.COORDINATOR).id, Role.COORDINATOR), [voting_session.team[0].account_id]
    begun, ends = voting_session.starts_at, voting_session.ends_at
    with exclusive_transaction() as session:
        session.get_one(VotingSession, voting_session.id).ends_at = ends + timedelta(days=3)
    with pytest.raises(Refusal, match="cannot change its opening hours"):
        change_session(by, voting_session, begun, begun + timedelta(days=3, minutes=-1), team)
    change_session(by, voting_session, begun, ends + timedelta(days=1), team)


@pytest.fixture
def sealed(app):
    return seal_for(7, "app", "SECRET")


def test_a_secret_of_the_database_opens_for_its_purpose_alone(sealed):
    assert unseal_for(7, "app", sealed) == "SECRET"
    for account, purpose in ((7, "new app"), (7, "new sheet"), (8, "app")):
        with pytest.raises(NotSealedHere):
            unseal_for(account, purpose, sealed)


@pytest.mark.both_databases
def test_a_number_far_ahead_does_not_end_a_kiosk(make):
    round_ = make.voting_round()
    voting_session = make.session_at(round_, make.staff(FACILITATOR))
    kiosk = make.kiosk(voting_session)
    assert voting.take_request_number(kiosk.id, 1) is None
    assert voting.take_request_number(kiosk.id, MOST_AHEAD + 2) == 1
    assert voting.take_request_number(kiosk.id, 2) is None
