"""All tablets of a session have a number of ballots together. Whoever has one, with its PIN, casts no more without the team."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.database import db, transaction
from pb.refusals import Refusal
from pb.venues.models import VotingSession
from pb.voting import actions, queries
from pb.voting.rules.stock import MORE_AT_ONCE, OF_A_SESSION, STOCK_BEFORE, how_many_more
from pb.web.access import FACILITATOR, Actor
from tests.support.makers.voting import COMMAND
from tests.support.tablets import Tablet

pytestmark = pytest.mark.databases_in_turn


@pytest.fixture
def tablet(make, voting_session):
    return Tablet(make.kiosk(voting_session))


def begins_all(tablet, contacts: int = 12) -> int:
    """It begins whatever it can have; how many in all."""
    begun = 0
    for _ in range(contacts):
        tablet.makes_contact(wanted=40)
        begun += len(tablet.stock)
        while tablet.stock:
            tablet.begins()
    return begun


def tomorrow(tablet) -> None:
    with transaction() as session:
        there = session.get_one(VotingSession, tablet.session_id)
        there.starts_at += timedelta(days=1)
        there.ends_at += timedelta(days=1)


def test_a_session_has_no_more_until_somebody_of_the_team_gives_more(make, tablet):
    by = Actor(tablet.session.team[0].account_id, FACILITATOR)
    assert begins_all(tablet) == OF_A_SESSION == queries.ballots_given(tablet.session_id)
    assert begins_all(Tablet(make.kiosk(tablet.session))) == 0, "nor has another tablet of it"
    actions.give_more_ballots(by, tablet.session)
    assert begins_all(tablet) == MORE_AT_ONCE
    assert tablet.session.more_ballots == MORE_AT_ONCE


def test_what_lies_on_a_tablet_that_was_stopped_is_anothers(make, tablet):
    tablet.makes_contact(wanted=40)
    actions.stop_kiosk(COMMAND, tablet.session, tablet.kiosk)
    assert queries.ballots_given(tablet.session_id) == 0
    assert begins_all(Tablet(make.kiosk(tablet.session))) == OF_A_SESSION


def test_another_tablet_has_some_too(make, tablet):
    tablet.makes_contact(wanted=40)
    assert len(tablet.stock) == 30 and len(Tablet(make.kiosk(tablet.session)).makes_contact(wanted=40)) == 15


def test_before_the_day_it_has_few_and_more_when_the_team_gives_more(at_noon, tablet):
    tomorrow(tablet)
    for _ in range(3):
        assert len(tablet.makes_contact(wanted=40)) == STOCK_BEFORE
    actions.give_more_ballots(COMMAND, tablet.session)
    assert len(tablet.makes_contact(wanted=40)) == STOCK_BEFORE + MORE_AT_ONCE


def test_once_a_session_is_over_nobody_gives_more(tablet, clock):
    clock.set(tablet.session.ends_at + timedelta(hours=5))
    with pytest.raises(Refusal, match="over"):
        actions.give_more_ballots(COMMAND, tablet.session)
    db.session.rollback()


def test_how_many_more():
    usual = {"given": 0, "more": 0, "is_before": False}
    assert [how_many_more(wanted, 0, **usual) for wanted in (0, 5, 100)] == [0, 5, 30]
    assert how_many_more(40, 30, given=30, more=0, is_before=False) == 10
    assert how_many_more(40, 0, given=59, more=0, is_before=False) == 1
    assert how_many_more(40, 0, given=70, more=0, is_before=False) == 0, "rounds of before there was a bound"
