"""Somebody with the database alone moves the columns of a job that no mark covers: nothing is done early or twice."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from pb import handover
from pb.database import db
from pb.job_running import LostLease, run_next, take_next
from pb.jobs import Job
from pb.record.models import RecordLine
from pb.roles import Actor, Role
from pb.voting import queries
from pb.voting.actions import card_orders

pytestmark = pytest.mark.both_databases
LONG_AGO = "not_before = '2020-01-01 00:00:00.000000'"


def moved(values: str, kind: str) -> None:
    db.session.rollback()
    with db.engine.begin() as connection:
        assert connection.execute(text(f"UPDATE job SET {values} WHERE kind = :kind"), {"kind": kind}).rowcount == 1


def lines(act: str) -> int:
    db.session.rollback()
    return len(db.session.scalars(select(RecordLine.position).where(RecordLine.act == act)).all())


@pytest.fixture
def order_id(make):
    morag = Actor(make.staff(Role.COORDINATOR).id, Role.COORDINATOR)
    return card_orders.order_cards(morag, make.voting_round(), 3, handover.new_pair()[1])


def statuses(order_id: int) -> dict:
    db.session.rollback()
    return dict(queries.card_counts(db.session.get_one(Job, order_id).round_id))


@pytest.mark.parametrize("values", [LONG_AGO, f"{LONG_AGO}, steps = 9, all_steps = 9"])
def test_cards_are_not_cancelled_before_the_day_is_over_and_once_after_it(order_id, clock, values):
    assert run_next() and not run_next()
    for _ in range(4):  # more often than a job is begun
        moved(values, "cards left")
        assert run_next() and not run_next(), "it waits again"
    assert statuses(order_id) == {None: 3} and lines("cards.left") == 0
    clock.forward(hours=25)
    assert run_next() and not run_next()
    assert statuses(order_id) == {"void": 3} and lines("cards.left") == 1


def test_cards_are_made_once_where_the_lease_of_who_makes_them_was_moved(order_id):
    slow = take_next()
    moved(LONG_AGO, "cards")
    assert run_next() and statuses(order_id) == {None: 3}
    with pytest.raises(LostLease):
        card_orders.make_ordered_cards(slow)
    assert statuses(order_id) == {None: 3}
