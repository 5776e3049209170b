"""Which votes from a kiosk wait for two people, and which go on to the ballot box or to the refusal that they get there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pb import clock as time
from pb.refusals import Refusal
from pb.rounds import actions as decisions
from pb.voting import actions, queries
from pb.voting.rules.kiosk_times import HELD_FOR
from pb.web.access import FACILITATOR, STEERING, Actor


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch")


@pytest.fixture
def voting_session(make, round_):
    return make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))


@pytest.fixture
def kiosk(make, voting_session):
    return make.kiosk(voting_session)


@pytest.fixture
def vote(round_, voting_session, kiosk):
    right, ballot = actions.begin_turn(voting_session, kiosk), queries.frozen_ballot(round_.id)
    return actions.VoteToCast(ballot, right, "5" * 32, {1: 1}, "kiosk", voting_session.venue_id, opened_at=time.now())


def stop(voting_session, kiosk) -> None:
    actions.stop_kiosk(Actor(voting_session.team[0].account_id, FACILITATOR), voting_session, kiosk)


def test_a_vote_in_time_from_a_tablet_that_runs_goes_into_the_box(kiosk, vote):
    assert actions.why_held(vote, kiosk.id) == ""


def test_a_vote_from_a_tablet_that_was_stopped_or_is_not_known_waits(voting_session, kiosk, vote):
    assert actions.why_held(vote, kiosk.id + 1) == "stopped"
    stop(voting_session, kiosk)
    assert actions.why_held(vote, kiosk.id) == "stopped"


def test_a_vote_after_the_close_waits(round_, kiosk, vote, clock):
    clock.set(round_.voting_closes_at + timedelta(minutes=round_.grace_minutes + 1))
    assert actions.why_held(vote, kiosk.id) == "late"


def test_a_retry_of_a_vote_that_is_in_and_a_vote_without_a_right_do_not_wait(voting_session, kiosk, vote):
    receipt = actions.cast_vote(vote)
    stop(voting_session, kiosk)
    assert actions.why_held(vote, kiosk.id) == "" and actions.cast_vote(vote) == receipt
    assert actions.why_held(replace(vote, right_key="0" * 32), kiosk.id) == ""


def test_once_the_box_is_open_nothing_waits(make, round_, voting_session, kiosk, vote):
    stop(voting_session, kiosk)
    make.accounted(voting_session)
    make.opened_box(round_)
    assert actions.why_held(vote, kiosk.id) == ""


def test_after_a_longer_vote_the_day_of_a_late_one_begins_at_the_close_as_it_is_now(
    make, round_, voting_session, kiosk, vote, clock
):
    """Its turn was closed from outside, when the account of its session was agreed."""
    closes = round_.voting_closes_at + timedelta(days=7)
    ina, hugh = (Actor(make.staff(STEERING).id, STEERING) for _ in range(2))
    decision = decisions.propose_extension(ina, round_, closes, closes + timedelta(days=1), "Snow.")
    decisions.agree_to(hugh, decision)
    make.accounted(voting_session)
    clock.set(closes + timedelta(minutes=round_.grace_minutes + 1))
    assert actions.why_held(vote, kiosk.id) == "late"
    assert actions.hold(vote, kiosk.id, "late")


def test_a_kept_page_brings_no_vote_a_day_after_its_tablet_was_stopped(voting_session, kiosk, vote, clock):
    """Else two people would have to decide about one tablet again and again, until the opening."""
    stop(voting_session, kiosk)
    stopped_at = kiosk.revoked_at
    clock.set(stopped_at + HELD_FOR + timedelta(seconds=1))
    with pytest.raises(Refusal, match="closed"):
        actions.hold(vote, kiosk.id, "stopped")
    clock.set(stopped_at + HELD_FOR)
    receipt = actions.hold(vote, kiosk.id, "stopped")
    clock.forward(hours=3)
    assert actions.hold(vote, kiosk.id, "stopped") == receipt, "whose vote waits already is told so for ever"
