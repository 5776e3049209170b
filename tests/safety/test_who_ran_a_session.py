"""Who set up a tablet at a session knows its PINs, and decides about none of its votes: also where they are not on its team
(any more).
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.database import db, transaction
from pb.paper import actions
from pb.paper.rules.resolutions import CHOICES
from pb.refusals import Refusal
from pb.venues.actions import change_session
from pb.venues.models import VotingSession
from pb.voting import actions as voting
from pb.voting.queries import kiosks_of
from pb.web.access import COORDINATOR, COUNTER, FACILITATOR, STEERING, Actor
from tests.support.kiosks import KioskKey
from tests.support.makers.voting import COMMAND
from tests.support.tablets import Tablet

pytestmark = pytest.mark.databases_in_turn
LET_IN = CHOICES["held"][0]


@pytest.fixture
def round_(make):
    return make.voting_round(projects=9, entitlement="vouch")


@pytest.fixture
def voting_session(make, round_):
    """It begins tomorrow."""
    here = make.session_at(round_, make.staff(FACILITATOR, COUNTER, declared_in=round_))
    with transaction() as session:
        there = session.get_one(VotingSession, here.id)
        there.starts_at, there.ends_at = there.starts_at + timedelta(days=1), there.ends_at + timedelta(days=1)
    return db.session.get_one(VotingSession, here.id)


def with_a_held_vote(voting_session, by: Actor) -> Tablet:
    """A tablet that ``by`` has set up sends a vote before anybody can have voted there."""
    pins = {"next_pin": "4821", "leave_pin": "9174", "public_key": KioskKey().public}
    voting.pair(by, voting_session, name="Tablet 1", **pins)
    found = Tablet(kiosks_of(voting_session.id)[0])
    found.makes_contact()
    assert found.sends(found.vote(1)) == ["held"]
    return found


def decides_nothing(make, tablet: Tablet, who: Actor) -> None:
    """Neither as the first person nor as the second; two others decide."""
    one, two = (Actor(make.staff(STEERING).id, STEERING) for _ in range(2))
    about = (tablet.round_id, "held", tablet.kiosk_id, LET_IN)
    with pytest.raises(Refusal, match="set up a tablet there"):
        actions.propose_resolution(who, *about)
    proposal = actions.propose_resolution(one, *about)
    with pytest.raises(Refusal, match="set up a tablet there"):
        actions.agree_resolution(who, proposal)
    actions.agree_resolution(two, proposal)


def test_a_coordinator_who_set_up_a_tablet_and_is_on_no_team(make, voting_session):
    office = Actor(make.staff(COORDINATOR).id, COORDINATOR)
    decides_nothing(make, with_a_held_vote(voting_session, office), office)


def test_a_facilitator_who_was_taken_off_the_team_before_it_began(make, voting_session, round_):
    somebody = voting_session.team[0].account_id
    tablet = with_a_held_vote(voting_session, Actor(somebody, FACILITATOR))
    another = make.staff(FACILITATOR, declared_in=round_)
    change_session(COMMAND, tablet.session, tablet.session.starts_at, tablet.session.ends_at, [another.id])
    decides_nothing(make, tablet, Actor(somebody, COUNTER))
