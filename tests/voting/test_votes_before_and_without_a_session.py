"""No voter can have been at a session before it began, or where it was cancelled: what comes then is held for two people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.database import db, transaction
from pb.refusals import Refusal
from pb.venues.actions import cancel_session
from pb.venues.models import VotingSession
from pb.voting import actions, queries
from pb.web.access import FACILITATOR
from tests.support.makers.voting import COMMAND
from tests.support.safety.to_decide import decide
from tests.support.tablets import Tablet

pytestmark = pytest.mark.databases_in_turn


@pytest.fixture
def tablet(make, round_):
    """Of a session that begins tomorrow."""
    here = make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))
    with transaction() as session:
        there = session.get_one(VotingSession, here.id)
        there.starts_at += timedelta(days=1)
        there.ends_at += timedelta(days=1)
    found = Tablet(make.kiosk(db.session.get_one(VotingSession, here.id)))
    found.makes_contact()
    return found


def test_votes_that_come_on_the_evening_before_are_held(make, tablet, clock):
    votes = [tablet.vote(1), tablet.vote(2)]
    assert tablet.sends(*votes) == ["held"] * 2 and queries.envelopes_in(tablet.round_id) == 0
    clock.set(tablet.session.starts_at + timedelta(minutes=5))
    assert tablet.sends(*votes) == ["held"] * 2
    decide(make, tablet.round_id, "held", tablet.kiosk_id, "count:voter_was_there")
    assert tablet.sends(*votes) == ["taken"] * 2


def test_one_that_began_before_the_hours_and_is_sent_within_them_is_held_too(tablet, clock):
    early = tablet.begins()
    tablet.makes_contact()
    vote = tablet.vote(1, right=early)
    clock.set(tablet.session.starts_at + timedelta(minutes=5))
    assert tablet.sends(vote, tablet.vote(2)) == ["held", "taken"]


def test_within_the_margin_and_after_the_hours_votes_go_in(tablet, clock):
    first, second = tablet.vote(1), tablet.vote(2)
    clock.set(tablet.session.starts_at - timedelta(minutes=10))
    assert tablet.sends(first) == ["taken"]
    clock.set(tablet.session.ends_at + timedelta(hours=5))
    assert tablet.sends(second) == ["taken"], "it had no network"


def test_a_session_whose_tablets_have_ballots_or_votes_is_not_cancelled(tablet):
    with pytest.raises(Refusal, match="Tablets of this session have ballots or votes"):
        cancel_session(COMMAND, tablet.session, "Snow")
    db.session.rollback()
    tablet.vote(1)
    tablet.makes_contact(wanted=0)  # it says that a vote waits, and not that its turn began
    actions.stop_kiosk(COMMAND, tablet.session, tablet.kiosk)
    with pytest.raises(Refusal):
        cancel_session(COMMAND, tablet.session, "Snow")


def test_what_comes_once_it_is_cancelled_is_held(tablet, clock):
    vote = tablet.vote(1)
    actions.stop_kiosk(COMMAND, tablet.session, tablet.kiosk)
    cancel_session(COMMAND, tablet.session, "Snow")
    clock.set(tablet.session.starts_at + timedelta(minutes=5))
    assert tablet.sends(vote) == ["held"] and queries.envelopes_in(tablet.round_id) == 0
