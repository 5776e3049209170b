"""Very quick votes on kiosks that seal votes themselves: the kiosk tells how many there were, and turns that came faster
than anybody can read are seen here, whatever it tells.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from pb import clock as program_clock
from pb.database import db
from pb.paper import actions as paper
from pb.rounds.models import Round
from pb.voting import actions, queries
from pb.voting.models import KioskContact
from pb.voting.rules.short_turns import LEAST, more_than_possible
from pb.web.access import FACILITATOR
from tests.support.makers.voting import COMMAND
from tests.support.tablets import Tablet


@pytest.fixture
def tablet(make, round_, clock):
    clock.set(program_clock.now().replace(minute=30, second=0, microsecond=0))
    here = make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))
    for _ in range(6):  # more than its tablets have without asking
        actions.give_more_ballots(COMMAND, here)
    return Tablet(make.kiosk(here))


def quick(tablet: Tablet) -> int | None:
    (by_session,) = queries.quick_votes(tablet.round_id).values()
    assert queries.quick_votes_by_kiosk(tablet.session_id) == {tablet.kiosk_id: by_session}
    return by_session


def votes(tablet: Tablet, how_many: int) -> None:
    for _ in range(how_many):
        tablet.vote(1)


@pytest.mark.parametrize(
    ("turns", "seconds", "too_many"),
    [(0, 0, 0), (1, 0, 0), (2, 0, 1), (2, LEAST - 1, 1), (2, LEAST, 0), (21, 299, 1), (40, 3600, 0), (2, -60, 1)],
)
def test_of_turns_one_after_the_other_only_so_many_fit_into_a_time(turns, seconds, too_many):
    assert more_than_possible(turns, seconds, ["Bus"]) == too_many


@pytest.mark.both_databases
def test_what_a_tablet_tells_goes_up_only_and_never_beyond_its_turns(tablet, clock):
    tablet.makes_contact(wanted=4, quick=0)
    clock.forward(hours=1)
    votes(tablet, 3)
    tablet.makes_contact(quick=2)
    tablet.sends()
    assert quick(tablet) == 2
    tablet.makes_contact(quick=1)
    tablet.makes_contact()
    assert quick(tablet) == 2
    tablet.makes_contact(quick=1000)
    assert quick(tablet) == 3, "three turns have begun"


def test_a_tablet_that_tells_nothing_is_not_known_and_one_without_votes_has_none(tablet, clock):
    tablet.makes_contact()
    assert quick(tablet) == 0
    clock.forward(hours=1)
    votes(tablet, 1)
    tablet.makes_contact()
    tablet.sends()
    assert quick(tablet) is None


@pytest.mark.both_databases
def test_votes_sealed_one_after_the_other_are_seen_though_the_tablet_tells_of_none(tablet):
    for _ in range(3):
        tablet.makes_contact(wanted=40, quick=0)
        votes(tablet, 40)
        while tablet.waiting:
            tablet.sends(*tablet.waiting[:10])
    tablet.makes_contact(quick=0)
    assert quick(tablet) == 119, "only the last may just have begun"


def test_votes_of_turns_that_were_never_told_are_seen_as_they_come(tablet, clock):
    tablet.makes_contact(wanted=40, quick=0)
    clock.forward(minutes=2)
    for _ in range(30):
        tablet.sends(tablet.vote(1))
    assert quick(tablet) == 30 - 1 - 120 // LEAST


def test_honest_turns_are_never_seen_as_quick(tablet, clock):
    tablet.makes_contact(wanted=40, quick=0)
    for turn in range(30):
        vote = tablet.vote(1)
        tablet.makes_contact(wanted=40, quick=0)
        clock.forward(seconds=LEAST)
        tablet.sends(vote)
        if turn % 3 == 0:  # the facilitator opens one, and closes it
            tablet.unused.append(tablet.begins())
            tablet.makes_contact(wanted=40, quick=0)
            closed = tablet.begins()
            tablet.makes_contact(wanted=40, quick=0)
            tablet.unused.append(closed)
            tablet.makes_contact(wanted=40, quick=0)
    clock.forward(hours=2)  # without a network
    votes(tablet, 30)
    tablet.makes_contact(quick=0)
    tablet.sends()
    assert quick(tablet) == 0


def test_nothing_that_is_told_after_the_opening_changes_the_number(make, tablet, clock, round_):
    tablet.makes_contact(quick=0)
    clock.forward(hours=1)
    votes(tablet, 2)
    tablet.makes_contact(quick=1)
    tablet.sends()
    clock.set(round_.post_closes_at + timedelta(hours=1))
    tablet.makes_contact(quick=1)
    make.accounted(tablet.session)
    paper.open_ballot_box(COMMAND, db.session.get_one(Round, round_.id))
    tablet.makes_contact(quick=2)
    assert quick(tablet) == 1


def test_a_number_that_was_changed_outside_is_not_known(tablet, clock):
    tablet.makes_contact(quick=0)
    clock.forward(hours=1)
    votes(tablet, 2)
    tablet.makes_contact(quick=2)
    tablet.sends()
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE kiosk_contact SET quick_told = 0"))
    assert quick(tablet) is None


def test_of_a_turn_no_time_is_kept(tablet, clock):
    tablet.makes_contact(wanted=3, quick=0)
    clock.forward(seconds=47)
    votes(tablet, 3)
    tablet.makes_contact(quick=3)
    kept = db.session.get_one(KioskContact, tablet.kiosk_id)
    assert (kept.last_at.minute % 5, kept.last_at.second, kept.since_last) == (0, 0, 3)
    clock.forward(minutes=5)
    tablet.makes_contact(quick=3)
    assert db.session.get_one(KioskContact, tablet.kiosk_id).since_last is None
