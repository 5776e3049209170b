"""Somebody took a kiosk tablet home and has watched the facilitator type the PIN for the next voter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.clock import LOCAL
from pb.database import db, exclusive_transaction
from pb.people import actions as people
from pb.people.models import Account
from pb.venues.models import VotingSession
from pb.voting import queries
from pb.web.access import COORDINATOR, COUNTER, FACILITATOR, Actor
from tests.support.voters import chooses

pytestmark = pytest.mark.databases_in_turn


@pytest.fixture
def stolen(visitor, make, clock):
    """The tablet, still paired; the session was on the 4th of May from 10 to 1 and voting is open until the 9th."""
    clock.set("2026-05-04 11:00")
    round_ = make.voting_round(entitlement="vouch", min_choices=1)
    facilitator = make.staff(FACILITATOR, declared_in=round_)
    voting_session = make.session_at(round_, facilitator)
    visitor.voting_session = voting_session
    visitor.signed_in_as(facilitator).opens(f"/rounds/{round_.id}/session-desk/{voting_session.id}")
    visitor.follows("Use this device as a kiosk")
    visitor.types("PIN for the next voter", "2468").types("PIN to end the kiosk", "97531").presses(
        "Set up this device as a kiosk"
    )
    visitor.follows("Skip this")
    return visitor


def next_voter(tablet):
    tablet.opens("/kiosk")
    return tablet.types("PIN for the next voter", "2468").presses("Open the ballot for the next voter")


def test_at_a_session_that_runs_late_voters_still_vote(stolen, clock):
    clock.set("2026-05-04 13:29")
    assert next_voter(stolen).heading == "Before you vote"


@pytest.mark.parametrize("late", ["2026-05-04 13:31", "2026-05-04 23:30"])
def test_in_the_evening_the_tablet_gives_no_vote_although_the_pin_is_right(stolen, clock, late):
    clock.set(late)
    page = next_voter(stolen)
    assert page.status == 409 and "The hours of this voting session are over." in page.text
    assert queries.rights_of_session(stolen.voting_session.id) == {}


@pytest.mark.parametrize("day", ["2026-05-03 23:30", "2026-05-05 00:10", "2026-05-08 12:00"])
def test_on_any_other_day_the_tablet_gives_no_vote_although_the_pin_is_right(stolen, clock, day):
    clock.set(day)
    page = next_voter(stolen)
    assert page.status == 409 and "This voting session is not today." in page.text
    assert queries.rights_of_session(stolen.voting_session.id) == {}


def test_a_box_that_stays_for_days_is_served_on_each_of_them_and_not_at_night(stolen, clock):
    with exclusive_transaction() as session:
        kept = session.get(VotingSession, stolen.voting_session.id)
        kept.ends_at = kept.ends_at + timedelta(days=3)
        assert kept.ends_at.astimezone(LOCAL).day == 7
    for night in ("2026-05-04 23:30", "2026-05-06 03:00"):
        clock.set(night)
        assert next_voter(stolen).status == 409
    assert queries.rights_of_session(stolen.voting_session.id) == {}
    clock.set("2026-05-07 13:20")
    assert next_voter(stolen).heading == "Before you vote"


@pytest.mark.parametrize("leaves", ["account closed", "another role"])
def test_who_has_left_opens_no_ballot_with_the_pins_they_chose(stolen, make, leaves):
    next_voter(stolen)  # this voter is at the ballot when it happens
    coordinator = make.staff(COORDINATOR)
    by, person = Actor(coordinator.id, COORDINATOR), db.session.get(Account, stolen.voting_session.team[0].account_id)
    if leaves == "account closed":
        people.close_account(by, person)
    else:
        people.appoint(by, person, (COUNTER,))
    stolen.ticks("Yes, this is true for me").presses("Show me the ballot")
    chooses(stolen, 1)
    assert stolen.presses("Cast my vote").heading == "Your vote is saved", "who had begun may end"
    page = next_voter(stolen)
    assert page.status == 409 and "The person who set up this kiosk no longer runs voting sessions" in page.text
    assert queries.rights_of_session(stolen.voting_session.id) == {("opening", "cast"): 1}


def test_the_ballot_that_lay_open_when_it_was_taken_is_worth_nothing_once_the_desk_stops_it(stolen, new_visitor):
    page = next_voter(stolen)
    draft = next(box.get("value") for box in page.all("input") if box.get("name") == "draft")
    voting_session = stolen.voting_session
    desk = f"/rounds/{voting_session.round_id}/session-desk/{voting_session.id}"
    colleague = new_visitor().signed_in_as(db.session.get(Account, voting_session.team[0].account_id))
    colleague.opens(desk)
    colleague.posts(f"{desk}/kiosks/{queries.kiosks_of(voting_session.id)[0].id}/stop")
    assert stolen.posts("/vote/declaration", {"draft": draft, "declared": "y"}).status == 409
    assert stolen.posts("/vote/cast", {"draft": draft}).status == 409
    assert stolen.asks("GET", "/kiosk").status_code == 403 and queries.envelopes_in(voting_session.round_id) == 0
