"""What is read of people and what is removed is looked at like everything else that is marked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from pb import clock
from pb.database import db
from pb.marked import Forged
from pb.people import actions, queries
from pb.record import queries as record
from pb.roles import Actor, Role
from pb.voting.actions import daily_totals
from pb.voting.queries.marks import noted_days
from tests.support.safety import tampering

pytestmark = pytest.mark.both_databases


def meddle(statement: str) -> None:
    tampering.without_any_guard()
    with db.engine.begin() as connection:
        assert connection.execute(text(statement)).rowcount > 0
    db.session.expire_all()


@pytest.mark.parametrize(
    ("column", "read"),
    [("name", queries.names), ("sign_in_name", queries.sign_in_names)],
    ids=["names", "sign-in names"],
)
def test_a_name_that_was_changed_outside_is_shown_nowhere(app, make, column, read):
    person = make.staff(Role.STEERING)
    assert read()[person.id] == getattr(person, column)
    meddle(f"UPDATE account SET {column} = 'somebody else' WHERE id = {person.id}")
    with pytest.raises(Forged):
        read()


@pytest.fixture
def declared(make):
    """A round in which a counter said that they are close to a group."""
    round_, person = make.set_up_round(), make.staff(Role.COUNTER)
    by = Actor(person.id, Role.COUNTER)
    actions.declare_interest(by, round_id=round_.id, description="My sister sings there")
    return round_.id, by


def test_an_interest_that_was_changed_outside_is_neither_read_nor_replaced(app, declared):
    round_id, by = declared
    meddle("UPDATE interest SET description = 'Nothing'")
    with pytest.raises(Forged):
        queries.has_declared(by.account_id, round_id)
    db.session.rollback()
    lines = record.length()
    with pytest.raises(Forged):
        actions.declare_interest(by, round_id=round_id, description="")
    db.session.rollback()
    assert record.length() == lines and db.session.scalar(text("SELECT count(*) FROM interest")) == 1


def test_a_day_is_noted_once_though_two_processes_saw_that_it_was_due(app, make):
    round_ = make.voting_round()
    make.cast(round_, *[(1,)] * 10)
    tomorrow = clock.now() + timedelta(days=2)
    with clock.moved(tomorrow):
        assert daily_totals.note_days(clock.now()) == 1
        day = (tomorrow - timedelta(days=1)).astimezone(clock.LOCAL).date()
        lines = record.length()
        assert daily_totals._note(round_.id, day) is False, "the other process waits for the lock, then looks again"
    assert record.length() == lines and len(noted_days(round_.id)) == 1
