"""What was ordered for a round ends with it: nothing breaks later, and no file of it stays."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from pb import clock as program_clock
from pb import handover
from pb.clock import LOCAL
from pb.database import db, is_engine_of_sqlite
from pb.job_running import LostLease, run_next, take_next
from pb.jobs import Job, JobPart
from pb.programme.actions.deleted_rounds import delete_round
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.rounds.models import Round
from pb.venues.actions import sessions_file
from pb.venues.actions.sessions_file import import_as_ordered, import_or_order
from pb.venues.models import Venue
from pb.venues.rules import planning
from pb.voting.actions import card_orders
from tests.support.safety.racing import SAFETY

pytestmark = pytest.mark.both_databases


@pytest.fixture
def morag(make):
    return Actor(make.staff(Role.COORDINATOR).id, Role.COORDINATOR)


@pytest.fixture
def sheet(monkeypatch) -> bytes:
    monkeypatch.setattr(planning, "MOST_AT_ONCE", 1)
    day = f"{(program_clock.now() + timedelta(days=35)).astimezone(LOCAL):%d/%m/%Y}"
    return "\n".join(["venue,date,starts,ends", *(f"Hall {n},{day},10:00,12:00" for n in range(2))]).encode()


def left(model) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def round_of(round_id: int) -> Round:
    db.session.rollback()
    return db.session.get_one(Round, round_id)


def everything_ordered(morag, round_id: int, sheet: bytes) -> None:
    assert isinstance(import_or_order(morag, round_of(round_id), sheet), int)
    card_orders.order_cards(morag, round_of(round_id), 3, handover.new_pair()[1])


def test_a_list_and_cards_that_wait_end_with_the_round_and_those_of_another_stay(make, morag, sheet, clock, caplog):
    gone, other = make.applying_round().id, make.applying_round().id
    everything_ordered(morag, gone, sheet)
    everything_ordered(morag, other, sheet)
    assert (left(Job), left(JobPart)) == (6, 2)
    delete_round(morag, round_of(gone))
    assert (left(Job), left(JobPart)) == (3, 1)
    assert set(db.session.scalars(select(Job.round_id))) == {other}
    while run_next():
        pass
    clock.forward(hours=25)
    while run_next():
        pass
    assert left(JobPart) == 0 and "broke" not in caplog.text


def test_a_list_that_failed_and_keeps_its_file_goes_too(make, morag, sheet, monkeypatch):
    round_id = make.applying_round().id
    assert isinstance(import_or_order(morag, round_of(round_id), sheet), int)
    take_next().failed(Refusal("Not today."))
    assert left(JobPart) == 1
    delete_round(morag, round_of(round_id))
    assert (left(Job), left(JobPart)) == (0, 0)


def test_who_is_adding_a_list_when_the_round_goes_adds_nothing(make, morag, sheet):
    round_id = make.applying_round().id
    assert isinstance(import_or_order(morag, round_of(round_id), sheet), int)
    work = take_next()
    delete_round(morag, round_of(round_id))
    with pytest.raises(LostLease):
        import_as_ordered(work)
    assert (left(Venue), left(Job), left(JobPart)) == (0, 0, 0)


@pytest.mark.parametrize("what", ["a list", "cards"])
def test_nothing_is_ordered_for_a_round_that_went_meanwhile(make, morag, sheet, monkeypatch, what):
    """Somebody deletes it between the look at the round and the order."""
    round_id = make.applying_round().id
    room, name = (sessions_file, "table_of") if what == "a list" else (card_orders, "require_a_number_of_cards")
    before = getattr(room, name)

    def goes_meanwhile(*given):
        delete_round(morag, round_of(round_id))
        return before(*given)

    round_ = round_of(round_id)
    monkeypatch.setattr(room, name, goes_meanwhile)
    with pytest.raises(Refusal, match="has been deleted"):
        if what == "a list":
            import_or_order(morag, round_, sheet)
        else:
            card_orders.order_cards(morag, round_, 3, handover.new_pair()[1])
    assert (left(Job), left(JobPart)) == (0, 0)


def is_held_up(session) -> bool:
    """Whether somebody waits for a row of this transaction (PostgreSQL). SQLite lets one write at a time in any case."""
    if is_engine_of_sqlite(session.get_bind()):
        return True
    return bool(session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


def test_what_is_ordered_while_the_round_is_being_deleted_goes_with_it(app, make, morag, monkeypatch):
    round_id = make.applying_round().id
    outcomes = []

    def deletes():
        with app.app_context():
            outcomes.append(delete_round(morag, db.session.get_one(Round, round_id)))

    beside = threading.Thread(target=deletes, daemon=True)

    def meanwhile(_round_id):
        beside.start()
        while beside.is_alive() and not is_held_up(db.session()):
            pass

    monkeypatch.setattr(card_orders, "require_unopened_box", meanwhile)
    assert card_orders.order_cards(morag, round_of(round_id), 3, handover.new_pair()[1])
    beside.join(SAFETY)
    assert outcomes == [None] and (left(Round), left(Job)) == (0, 0)
