"""Somebody who has a tablet cannot keep the ballot box shut with what it says, nor with votes that come one at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.database import db
from pb.paper import actions as desk
from pb.paper.queries import gaps
from pb.paper.rules.resolutions import CHOICES
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.voting import actions, queries
from pb.voting.models import KioskContact
from pb.web.access import STEERING, Actor
from tests.support.makers.voting import COMMAND
from tests.support.tablets import Tablet

pytestmark = pytest.mark.databases_in_turn


@pytest.fixture
def two(make):
    return [Actor(make.staff(STEERING).id, STEERING) for _ in range(2)]


@pytest.fixture
def closed(clock, round_):
    """A function that makes it two hours after everything has closed."""
    return lambda: clock.set(round_.post_closes_at + timedelta(hours=2))


def says(tablet: Tablet, waiting: int) -> None:
    actions.take_contact(
        tablet.session, tablet.kiosk, actions.KioskReport(waiting=waiting), accounted=False, may_begin=False
    )


def proposes(by: Actor, tablet: Tablet, matter: str, which: int = 0):
    return desk.propose_resolution(by, tablet.round_id, matter, tablet.kiosk_id, CHOICES[matter][which])


def to_settle(tablet: Tablet) -> list[tuple[str, int]]:
    return [(each.kind, each.number) for each in gaps(tablet.round_id)]


def opens(tablet: Tablet) -> int:
    return desk.open_ballot_box(COMMAND, db.session.get_one(Round, tablet.round_id))


def test_a_kiosk_that_was_ended_on_the_device_says_nothing_that_counts(make, tablet, closed):
    actions.leave(tablet.session, tablet.kiosk)
    make.accounted(tablet.session)
    closed()
    for waiting in (4, 5, 6):
        says(tablet, waiting)
        assert to_settle(tablet) == [] and db.session.get_one(KioskContact, tablet.kiosk_id).waiting == 0
    assert opens(tablet) == 0


@pytest.mark.parametrize("at", ["before the close", "after it"])
def test_whatever_a_stopped_tablet_says_two_decide_and_its_word_is_over(make, tablet, two, closed, at):
    actions.stop_kiosk(COMMAND, tablet.session, tablet.kiosk)
    says(tablet, 3)
    if at == "after it":
        closed()
    proposed = proposes(two[0], tablet, "to_send")
    says(tablet, 4)
    desk.agree_resolution(two[1], proposed)
    says(tablet, 5)
    assert "to_send" not in dict(to_settle(tablet))
    make.accounted(tablet.session)
    closed()
    says(tablet, 6)
    assert to_settle(tablet) == [] and opens(tablet) == 0


def test_that_it_has_nothing_to_send_said_when_its_last_voter_has_gone_is_its_last_word(make, tablet, closed):
    actions.stop_kiosk(COMMAND, tablet.session, tablet.kiosk)
    says(tablet, 0)
    says(tablet, 2)
    assert ("to_send", 2) in to_settle(tablet), "the stop was a moment ago, and a voter may have been at the screen"
    closed()
    for waiting in (0, 3, 0, 4):
        says(tablet, waiting)
    make.accounted(tablet.session)
    assert to_settle(tablet) == [] and opens(tablet) == 0


def test_a_lost_tablet_that_is_found_still_brings_its_votes_and_two_let_them_in(make, tablet, two, closed):
    for _ in range(3):
        tablet.vote(1)
    tablet.makes_contact()
    desk.agree_resolution(two[1], proposes(two[0], tablet, "to_send"))
    make.accounted(tablet.session)
    closed()
    assert tablet.sends() == ["held"] * 3
    desk.agree_resolution(two[1], proposes(two[0], tablet, "held"))
    assert to_settle(tablet) == [] and opens(tablet) == 3


def test_votes_that_come_one_at_a_time_after_the_close_are_decided_about_once(make, tablet, two, closed):
    for _ in range(6):
        tablet.begins()
    keys = list(tablet.begun)
    tablet.makes_contact()
    actions.stop_kiosk(COMMAND, tablet.session, tablet.kiosk)
    tablet.makes_contact()
    make.accounted(tablet.session)
    closed()
    first, second = tablet.vote(1, right=keys[0]), tablet.vote(1, right=keys[1])
    assert tablet.sends(first) == ["held"] and to_settle(tablet) == [("held", 1)]
    proposed = proposes(two[0], tablet, "held")
    assert tablet.sends(second) == [""] and tablet.sends(first) == ["held"], "it stays on the tablet meanwhile"
    desk.agree_resolution(two[1], proposed)
    assert tablet.sends(second, first) == ["refused", "taken"]
    assert db.session.get_one(KioskContact, tablet.kiosk_id).refused == 1
    assert to_settle(tablet) == [] and opens(tablet) == 1


def test_before_the_close_votes_that_come_after_a_decision_wait_for_another_one(make, tablet, two):
    """The tablet may have lost its network in between: these are of voters."""
    early, late = tablet.vote(1), tablet.vote(2)
    actions.stop_kiosk(COMMAND, tablet.session, tablet.kiosk)
    assert tablet.sends(early) == ["held"]
    proposed = proposes(two[0], tablet, "held")
    desk.agree_resolution(two[1], proposed)
    assert tablet.sends(late) == ["held"] and queries.held_by_kiosk(tablet.round_id) == {tablet.kiosk_id: 1}


def test_while_it_may_have_votes_to_send_a_decision_after_the_close_is_not_its_last(make, tablet, two, closed):
    early, late = tablet.vote(1), tablet.vote(2)
    tablet.makes_contact()
    closed()
    assert tablet.sends(early) == ["held"]
    proposed = proposes(two[0], tablet, "held")
    assert tablet.sends(late) == ["held"], "it had said that it has two"
    with pytest.raises(Refusal, match="The number has changed"):
        desk.agree_resolution(two[1], proposed)
    db.session.rollback()
    tablet.makes_contact()
    desk.agree_resolution(two[1], proposes(two[0], tablet, "held"))
    make.accounted(tablet.session)
    assert to_settle(tablet) == [] and opens(tablet) == 2
