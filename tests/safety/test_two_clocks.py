"""Two servers whose clocks differ by up to a minute, or a clock that is put back: nobody is told that voting is over when
it is not, nobody is signed out, and the close stays exact. All clocks here are made up.

With PostgreSQL every server goes by the database's clock. With SQLite there is one machine, and its clock may be put
back or forward between two requests: that is what "the other server" is then.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from pb import clock, durable
from pb.database import db, is_engine_of_sqlite
from pb.venues.models import Venue
from pb.voting.models import Envelope
from pb.web.access import COORDINATOR
from tests.support.program import program
from tests.support.visitor import Visitor
from tests.support.voters import at_the_ballot, chooses

pytestmark = pytest.mark.databases_in_turn

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


class World:
    """What time it really is, and the servers in it."""

    def __init__(self, monkeypatch) -> None:
        self.at, self._patch = datetime(2026, 5, 4, 12, tzinfo=UTC), monkeypatch
        monkeypatch.setattr(durable, "time_of_database", lambda _connection: self.at)
        self.on(timedelta(0))

    def on(self, ahead: timedelta) -> clock.MachineClocks:
        """From here on a server works whose own clock is so far ahead."""
        machine = Wrong(self, ahead)
        self._patch.setattr(clock, "machine", machine)
        if not is_engine_of_sqlite(db.engine):
            machine.follow(self.at, machine.steady())  # as it does at the first connection
        return machine


class Wrong(clock.MachineClocks):
    def __init__(self, world: World, ahead: timedelta) -> None:
        super().__init__()
        self.world, self.ahead = world, ahead

    def wall(self) -> datetime:
        return self.world.at + self.ahead

    def steady(self) -> float:
        return self.world.at.timestamp() - 1_000_000  # counts from the start of this machine


@pytest.fixture
def world(app, monkeypatch):
    return World(monkeypatch)


@pytest.fixture
def other(app, database, tmp_path):
    """A second server on the same data and keys."""
    with program(database, tmp_path) as second:
        yield second


def goes_to(visitor: Visitor, server) -> None:
    """The same browser, answered by another server."""
    cookies, visitor.app = visitor.client._cookies, server
    visitor.client = server.test_client()
    visitor.client._cookies = cookies


def code_of(voter: Visitor, card) -> str:
    """What the page says on which a code is typed, or the next one."""
    page = voter.opens("/vote")
    return page.main if "closed" in page.main else voter.types("Your voting code", card.code).presses("Continue").main


def box() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Envelope))


APART = [(2 * SECOND, -2 * SECOND), (MINUTE, timedelta(0)), (timedelta(0), MINUTE), (30 * SECOND, -30 * SECOND)]


@pytest.mark.parametrize(("first", "second"), APART)
def test_a_ballot_opened_at_one_server_is_cast_at_the_other(world, other, make, visitor, first, second):
    round_ = make.voting_round(min_choices=1, max_choices=3)
    world.on(first)
    at_the_ballot(visitor, make, round_)
    chooses(visitor, 2)
    world.on(second)
    goes_to(visitor, other)
    assert visitor.presses("Cast my vote").heading == "Your vote is saved" and box() == 1


@pytest.mark.parametrize(("first", "second"), APART)
def test_a_sign_in_and_a_form_of_one_server_hold_at_the_other(world, other, make, visitor, first, second):
    world.on(first)
    visitor.signed_in_as(make.staff(COORDINATOR)).opens("/venues/new")
    visitor._signed_in = None  # nobody signs in again for this test
    world.on(second)
    goes_to(visitor, other)
    assert visitor.posts("/venues/new", {"name": "Leith Library", "kind": "library"}).status == 200
    assert visitor.opens("/venues").status == 200
    db.session.rollback()
    assert db.session.scalars(select(Venue.name)).all() == ["Leith Library"]


def test_the_first_ballot_of_all_is_cast_at_a_server_that_is_behind(world, other, make, visitor):
    round_ = make.voting_round(min_choices=1, max_choices=3)
    opens_at, card = round_.voting_opens_at, make.cards(round_)[0]
    world.at = opens_at
    world.on(timedelta(0))
    at_the_ballot(visitor, make, round_, card)
    chooses(visitor, 2)
    world.on(-MINUTE)
    goes_to(visitor, other)
    assert visitor.presses("Cast my vote").heading == "Your vote is saved"


@pytest.mark.parametrize("back", [MINUTE, timedelta(hours=3)])
def test_a_clock_that_is_put_back_closes_no_ballot_and_signs_nobody_out_within_a_minute(
    world, make, visitor, new_visitor, back
):
    round_ = make.voting_round(min_choices=1, max_choices=3)
    member = new_visitor().signed_in_as(make.staff(COORDINATOR))
    machine = world.on(timedelta(0))
    member.opens("/venues")
    member._signed_in = None  # nobody signs in again for this test
    at_the_ballot(visitor, make, round_)
    chooses(visitor, 2)
    machine.ahead = -back
    assert visitor.presses("Cast my vote").heading == "Your vote is saved"
    if back <= MINUTE or not is_engine_of_sqlite(db.engine):
        assert member.opens("/venues").heading == "Venues"


@pytest.mark.both_databases
@pytest.mark.parametrize("ahead", [timedelta(0), MINUTE, -MINUTE])
def test_the_close_is_exact_at_every_server_that_goes_by_the_databases_clock(world, make, new_visitor, ahead):
    if is_engine_of_sqlite(db.engine):
        ahead = timedelta(0)  # there is no other clock to go by
    round_ = make.voting_round(min_choices=1, max_choices=3)
    closes, grace, cards = round_.voting_closes_at, timedelta(minutes=round_.grace_minutes), make.cards(round_, 3)
    last, late, too_late = (new_visitor() for _ in range(3))
    world.at = closes - SECOND
    world.on(ahead)
    for each, card in ((last, cards[0]), (late, cards[1])):
        at_the_ballot(each, make, round_, card)
        chooses(each, 2)
    world.at = closes
    assert "Voting has closed" in code_of(too_late, cards[2])
    world.at = closes + grace - SECOND
    assert last.presses("Cast my vote").heading == "Your vote is saved"
    world.at = closes + grace
    assert late.presses("Cast my vote").status == 409
    assert box() == 1


@pytest.mark.both_databases
def test_a_server_looks_at_the_databases_clock_again_and_again_and_goes_on_in_between(world, app, monkeypatch):
    if is_engine_of_sqlite(db.engine):
        assert clock.machine.difference is None and clock.difference_that_matters() is None
        return
    machine = world.on(MINUTE)
    assert machine.now() == world.at and clock.difference_that_matters() is None
    world.at += timedelta(seconds=clock.LOOK_EVERY - 1)
    machine.ahead = MINUTE + SECOND  # somebody sets its clock
    assert machine.now() == world.at and not machine.is_due()
    world.at += SECOND
    assert machine.is_due()
    db.session.execute(select(func.count()).select_from(Venue))
    assert not machine.is_due() and clock.difference_that_matters() == MINUTE + SECOND


@pytest.mark.both_databases
def test_the_databases_clock_is_really_asked(app):
    if is_engine_of_sqlite(db.engine):
        return
    before, ours = clock.machine, Fast()
    clock.machine = ours
    try:
        db.session.rollback()
        first = db.session.scalar(select(func.clock_timestamp()))
        seen = clock.now()
        assert first <= seen + SECOND and seen - first < timedelta(hours=5)
        assert clock.difference_that_matters() > timedelta(hours=9)
    finally:
        clock.machine = before


class Fast(clock.MachineClocks):
    """Its own clock is ten hours ahead."""

    def wall(self) -> datetime:
        return super().wall() + timedelta(hours=10)
