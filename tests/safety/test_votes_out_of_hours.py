"""A tablet that was heard after a session's hours had no voter since: what it says to have begun then waits for two people."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from pb import clock as clocks
from pb.database import transaction
from pb.venues.models import VotingSession
from pb.voting import queries
from pb.voting.rules.stock import LONGEST_TURN, began_out_of_hours
from pb.web.access import FACILITATOR
from tests.support.safety.to_decide import decide
from tests.support.tablets import Tablet

pytestmark = pytest.mark.databases_in_turn

#: Minutes: the setting of the round, within which ballots are opened before and after the hours.
MARGIN = 30


@pytest.fixture
def round_(make, at_noon):
    return make.voting_round(projects=9, entitlement="vouch", session_margin_minutes=MARGIN)


@pytest.fixture
def tablet(make, round_) -> Tablet:
    """In the hours of its session, with a stock."""
    found = Tablet(make.kiosk(make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))))
    found.makes_contact(wanted=12)
    return found


def end_of(tablet: Tablet) -> datetime:
    """From then on no ballot is opened there."""
    return tablet.session.ends_at + timedelta(minutes=MARGIN)


def is_heard(tablet: Tablet) -> None:
    """It makes contact, after which an honest one has no stock any longer; somebody has copied what there was."""
    kept = list(tablet.stock)
    tablet.makes_contact()
    tablet.stock = kept


def test_what_began_after_the_last_hour_is_held(make, tablet, clock):
    clock.set(end_of(tablet) + timedelta(minutes=20))
    is_heard(tablet)
    clock.set(clocks.now() + timedelta(hours=7))
    assert tablet.sends(tablet.vote(1), tablet.vote(2)) == ["held", "held"]
    clock.set(clocks.now() + timedelta(days=2))
    assert tablet.sends(tablet.vote(3)) == ["held"] and queries.envelopes_in(tablet.round_id) == 0
    decide(make, tablet.round_id, "held", tablet.kiosk_id, "leave_out:not_known")
    assert queries.envelopes_in(tablet.round_id) == 0


def test_so_it_is_where_it_says_first_that_the_turn_began(tablet, clock):
    clock.set(end_of(tablet) + timedelta(minutes=20))
    is_heard(tablet)
    clock.set(clocks.now() + timedelta(hours=7))
    vote = tablet.vote(1)
    tablet.makes_contact()
    assert tablet.sends(vote) == ["held"]


def test_a_turn_that_was_begun_within_the_hours_and_is_voted_on_at_night_is_held(tablet, clock):
    begun = tablet.begins()
    tablet.makes_contact()
    clock.set(end_of(tablet) + LONGEST_TURN + timedelta(minutes=10))
    tablet.makes_contact()
    clock.set(clocks.now() + timedelta(hours=5))
    assert tablet.sends(tablet.vote(1, right=begun)) == ["held"]


def test_a_voter_of_the_last_minute_and_one_without_a_network_are_not(tablet, clock):
    last = end_of(tablet)
    clock.set(last - timedelta(minutes=1))
    slow = tablet.begins()
    tablet.makes_contact()
    clock.set(last + timedelta(minutes=20))
    assert tablet.sends(tablet.vote(1, right=slow)) == ["taken"]


def test_nor_is_what_comes_days_later_from_a_tablet_that_was_out_of_reach(tablet, clock):
    clock.set(tablet.session.ends_at - timedelta(minutes=30))
    tablet.makes_contact()
    votes = [tablet.vote(1), tablet.vote(2)]
    clock.set(tablet.session.ends_at + timedelta(days=2))
    assert tablet.sends(votes[0]) == ["taken"]
    tablet.makes_contact(wanted=0)
    assert tablet.sends(votes[1]) == ["taken"]


def test_between_two_days_of_a_session_nobody_begins(tablet, clock):
    with transaction() as session:
        there = session.get_one(VotingSession, tablet.session_id)
        there.ends_at += timedelta(days=2)
    at_night = tablet.session.starts_at + timedelta(hours=11)
    clock.set(at_night)
    is_heard(tablet)
    clock.set(at_night + timedelta(hours=1))
    assert tablet.sends(tablet.vote(1)) == ["held"]
    clock.set(tablet.session.starts_at + timedelta(days=1, minutes=5))
    assert tablet.sends(tablet.vote(2)) == ["taken"]


def test_which_hours_lie_between_two_moments(tablet):
    session = tablet.session
    first, last = session.starts_at, session.ends_at
    ends = end_of(tablet)
    long_ago, long_after = first - timedelta(days=40), last + timedelta(days=40)
    assert not began_out_of_hours(session, MARGIN, long_ago, long_after)
    assert not began_out_of_hours(session, MARGIN, first, first) and not began_out_of_hours(
        session, MARGIN, ends, long_after
    )
    assert began_out_of_hours(session, MARGIN, ends + timedelta(minutes=3), long_after)
    assert began_out_of_hours(session, MARGIN, long_ago, first - timedelta(minutes=MARGIN + 3))
