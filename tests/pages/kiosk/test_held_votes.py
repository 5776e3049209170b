"""A vote from a tablet that was stopped, or from a tablet after the close, waits until two people have decided."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from pb import clock as program_clock
from pb.database import db
from pb.paper import actions as paper
from pb.paper.rules.resolutions import CHOICES
from pb.refusals import Refusal
from pb.results.queries.checklist import step
from pb.rounds.models import Round
from pb.voting import actions, queries
from pb.voting.models import HeldEnvelope, VotingRight
from pb.web.access import STEERING, Actor, Role
from tests.support.makers.voting import COMMAND
from tests.support.safety.to_decide import agree, decide, held_vote
from tests.support.voters import at_the_kiosks_ballot, chooses, desk, paired

pytestmark = pytest.mark.databases_in_turn


@pytest.fixture
def tablet(visitor, facilitator, voting_session):
    found = paired(visitor, facilitator, voting_session)
    at_the_kiosks_ballot(found)
    chooses(found, 1)
    return found


def closed(round_) -> Round:
    db.session.rollback()
    return db.session.get(Round, round_.id)


def test_it_is_told_to_the_voter_it_keeps_the_box_shut_and_two_people_let_it_in(
    tablet, new_visitor, make, facilitator, round_, voting_session, clock
):
    colleague = new_visitor().signed_in_as(facilitator)
    colleague.opens(desk(voting_session))
    colleague.presses("Stop this kiosk Tablet 1")
    page = tablet.presses("Cast my vote")
    assert "This device had been stopped." in page.text and "Your receipt code" in page.text
    assert "data-kiosk" not in page.html, "the tablet's script goes back to the start by itself"
    assert queries.rights_of_session(voting_session.id) == {("opening", "unused"): 1}
    make.accounted(voting_session)
    clock.set(round_.post_closes_at + timedelta(hours=1))
    said = step(closed(round_), "adds_up")
    why = "Two people must decide about it. Why: the tablet had been stopped or ended (1)."
    assert f"one vote from Tablet 1 waits. {why}" in str(said.missing[0])
    with pytest.raises(Refusal, match="Two people must decide about them first"):
        actions.decrypt_ballot_box(COMMAND, closed(round_))
    ina = new_visitor().signed_in_as(make.account(STEERING, name="Ina"))
    ina.opens(f"/rounds/{round_.id}/after-close")
    ina.follows("Everything adds up, or two people have decided")
    ina.follows("Propose what should happen")
    ina.presses("Save my proposal")
    assert "Select what should happen." in ina.page.text
    ina.ticks("Count them: the team was there and saw the voters").presses("Save my proposal")
    assert "Waiting for a second person" in ina.page.text and "I agree" not in ina.page.main
    hugh = new_visitor().signed_in_as(make.account(STEERING, name="Hugh"))
    hugh.opens(f"/rounds/{round_.id}/after-close/resolutions")
    assert "Ina proposes: Count them" in hugh.page.main
    page = hugh.presses(agree(hugh.page))
    assert "Two people have now decided this." in page.text and "Ina and Hugh" in page.main
    assert queries.rights_of_session(voting_session.id) == {("opening", "cast"): 1}
    assert queries.held_by_kiosk(round_.id) == {} and step(closed(round_), "adds_up").state == "done"
    assert actions.decrypt_ballot_box(COMMAND, closed(round_)) == 1
    (receipt,) = queries.receipts(round_.id)
    assert receipt in "".join(symbol for symbol in tablet.page.text if symbol.isalnum())


def test_what_two_people_turn_away_is_never_read_and_comes_no_second_time(make, round_):
    kiosk, vote = held_vote(make, round_, 2)
    assert actions.hold(vote, kiosk, "stopped") == vote.receipt, "the same press again changes nothing"
    decide(make, round_.id, "held", kiosk, "leave_out:not_known")
    right = db.session.get(VotingRight, vote.right_key)
    assert right.status == "void" and db.session.scalar(select(HeldEnvelope)) is None
    with pytest.raises(Refusal, match="cannot be counted"):
        actions.hold(vote, kiosk, actions.why_held(vote, kiosk))
    with program_clock.moved(round_.post_closes_at + timedelta(hours=1)):
        assert actions.decrypt_ballot_box(COMMAND, closed(round_)) == 0


def test_how_many_were_turned_away_is_published(make, round_, new_visitor, clock):
    kiosk, _vote = held_vote(make, round_, 2)
    decide(make, round_.id, "held", kiosk, "leave_out:not_known")
    make.published(closed(round_), (1,), (3,))
    clock.set(round_.post_closes_at + timedelta(hours=3))
    page = new_visitor().opens(f"/rounds/{round_.id}/results").main
    assert re.search(r"two people decided not to count, because nobody could say where they came from\W+1\b", page), (
        page
    )


def test_a_vote_from_a_running_tablet_that_comes_after_the_close_waits_too(tablet, round_, clock):
    clock.set(round_.voting_closes_at + timedelta(minutes=round_.grace_minutes + 1))
    page = tablet.presses("Cast my vote")
    assert "Voting had already closed." in page.text
    assert sum(queries.held_by_kiosk(round_.id).values()) == 1 and queries.envelopes_in(round_.id) == 0


def test_another_ballot_another_tablet_and_a_forbidden_choice_are_not_held(make, round_):
    kiosk, vote = held_vote(make, round_)
    for other, at, words in (
        (replace(vote, attempt="7" * 32), kiosk, "already been cast"),
        (vote, kiosk + 1, "not for this round"),
        (replace(vote, choices={99: 1}), kiosk, "no project with the number 99"),
    ):
        with pytest.raises(Refusal, match=words):
            actions.hold(other, at, "stopped")
    assert sum(queries.held_by_kiosk(round_.id).values()) == 1


@pytest.fixture
def members(make):
    return [Actor(make.staff(Role.STEERING).id, Role.STEERING) for _ in range(2)]


def test_a_proposal_that_nobody_agreed_to_is_replaced_by_the_next(make, round_, members):
    kiosk, _vote = held_vote(make, round_)
    one, two = members
    first = paper.propose_resolution(one, round_.id, "held", kiosk, CHOICES["held"][0])
    with pytest.raises(Refusal, match="someone else must agree"):
        paper.agree_resolution(one, first)
    newer = paper.propose_resolution(one, round_.id, "held", kiosk, CHOICES["held"][1])
    paper.agree_resolution(two, newer)
    with pytest.raises(Refusal, match="Two people have already decided this"):
        paper.agree_resolution(two, newer)


def drafts_of(make, round_, turns: int):
    """A tablet on which so many voters had their turn and did not vote: the tablet, its session, and their votes."""
    voting_session = make.session_at(round_, make.staff(Role.FACILITATOR))
    kiosk, ballot = make.kiosk(voting_session), queries.frozen_ballot(round_.id)
    rights = [actions.begin_turn(voting_session, kiosk) for _ in range(turns)]
    more = {"venue_id": voting_session.venue_id, "opened_at": program_clock.now()}
    votes = [
        actions.VoteToCast(ballot, right, f"{n}" * 32, {1: 1}, "kiosk", **more)
        for n, right in enumerate(rights, start=1)
    ]
    return kiosk, voting_session, votes


@pytest.mark.parametrize("closed_by", ["the desk", "the account"])
def test_of_a_stopped_tablet_no_more_votes_are_held_than_ballots_were_open(make, round_, closed_by):
    kiosk, voting_session, votes = drafts_of(make, round_, 4)
    id_ = kiosk.id
    if closed_by == "the account":
        make.accounted(voting_session)
    actions.stop_kiosk(COMMAND, voting_session, kiosk)
    actions.hold(votes[3], id_, "stopped")
    for vote in votes[:3]:  # pages of turns that had ended long before
        assert actions.why_held(vote, id_) == "stopped"
        with pytest.raises(Refusal, match="This ballot has been closed"):
            actions.hold(vote, id_, "stopped")
    decide(make, round_.id, "held", id_, "leave_out:not_known")
    with pytest.raises(Refusal, match="This ballot has been closed"):
        actions.hold(votes[2], id_, "stopped")
    assert queries.held_by_kiosk(round_.id) == {}


def test_of_a_tablet_that_ran_on_after_the_close_only_the_open_ballot_is_held(make, round_):
    kiosk, _session, votes = drafts_of(make, round_, 2)
    id_ = kiosk.id
    with program_clock.moved(round_.voting_closes_at + timedelta(minutes=round_.grace_minutes + 1)):
        with pytest.raises(Refusal, match="This ballot has been closed"):
            actions.hold(votes[0], id_, actions.why_held(votes[0], id_))
        actions.hold(votes[1], id_, actions.why_held(votes[1], id_))
    assert sum(queries.held_by_kiosk(round_.id).values()) == 1


@pytest.mark.both_databases
def test_of_two_presses_at_a_stopped_tablet_the_same_vote_is_held_once(make, round_):
    kiosk, voting_session, votes = drafts_of(make, round_, 1)
    id_ = kiosk.id
    actions.stop_kiosk(COMMAND, voting_session, kiosk)
    assert [actions.hold(votes[0], id_, "stopped") for _ in range(2)] == [votes[0].receipt] * 2
