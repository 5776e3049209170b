"""A kiosk is ended, or its session, while somebody begins to vote on it or while votes go in."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import event, func, select, text, update

from pb import clock
from pb.codes import code_hash
from pb.database import db, is_engine_of_sqlite, transaction
from pb.marked import change_rows
from pb.refusals import Refusal
from pb.venues.models import VotingSession
from pb.voting import actions, queries
from pb.voting.models import Kiosk, VotingRight
from pb.web.access import COORDINATOR, FACILITATOR, Actor, Role
from tests.support.kiosks import KioskKey

pytestmark = pytest.mark.both_databases


@pytest.fixture
def voting_session(make):
    round_ = make.voting_round(entitlement="vouch")
    return make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))


@pytest.fixture
def by(make):
    return Actor(make.staff(COORDINATOR).id, Role.COORDINATOR)


@pytest.fixture
def kiosks(voting_session, by):
    """The ids of three kiosks of the session."""
    names = ("A", "B", "C")
    tokens = [
        actions.pair(by, voting_session, name=name, next_pin="2468", leave_pin="97531", public_key=KioskKey().public)
        for name in names
    ]
    ids = [
        db.session.scalar(select(Kiosk.id).where(Kiosk.device_hash == code_hash("kiosk", token))) for token in tokens
    ]
    db.session.rollback()
    return ids


@pytest.fixture
def somebody(app):
    """Somebody else, at a connection of their own: ``somebody(press)``; what they got or what refused them."""
    with ThreadPoolExecutor(2) as people:

        def does(press) -> Future:
            def run():
                with app.app_context():
                    try:
                        return press()
                    except Refusal as refusal:
                        return refusal

            return people.submit(run)

        yield does


def wait_until_it_waits(press: Future) -> None:
    """Until ``press`` is done or waits for a lock. SQLite has one writer at a time, so there nothing has to be waited
    for.
    """
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    while not is_engine_of_sqlite(db.engine) and not press.done():
        with db.engine.connect() as other:
            if other.scalar(waiting):
                return
        threading.Event().wait(0.005)


def begin(session_id: int, kiosk_id: int) -> str:
    return actions.begin_turn(db.session.get(VotingSession, session_id), db.session.get(Kiosk, kiosk_id))


def test_a_turn_that_begins_while_the_kiosk_is_being_ended_is_refused(voting_session, kiosks, somebody):
    session_id = voting_session.id
    db.session.rollback()
    with transaction() as session:
        change_rows(session, Kiosk, [Kiosk.id == kiosks[0]], revoked_at=clock.now())
        press = somebody(lambda: begin(session_id, kiosks[0]))
        wait_until_it_waits(press)
    refusal = press.result(600)
    assert isinstance(refusal, Refusal) and "no longer a kiosk" in refusal.sentence
    assert queries.open_turn(kiosks[0]) is None


def test_a_kiosk_that_is_ended_while_a_turn_begins_closes_it(voting_session, kiosks, by, somebody):
    session_id = voting_session.id
    db.session.rollback()
    about_to_commit, go_on = threading.Event(), threading.Event()

    def wait(_session) -> None:
        about_to_commit.set()
        assert go_on.wait(600)

    def begin_slowly() -> str:
        event.listen(db.session(), "before_commit", wait)
        return begin(session_id, kiosks[0])

    def stop() -> None:
        actions.stop_kiosk(by, db.session.get(VotingSession, session_id), db.session.get(Kiosk, kiosks[0]))

    turn = somebody(begin_slowly)
    assert about_to_commit.wait(600)
    end = somebody(stop)
    wait_until_it_waits(end)
    go_on.set()
    assert end.result(600) is None
    right = db.session.get(VotingRight, turn.result(600))
    assert right.status == "unused" and queries.open_turn(kiosks[0]) is None


def test_the_end_of_a_session_takes_rights_in_the_order_in_which_votes_take_them(voting_session, kiosks, somebody):
    """Votes hold the first right; whoever ends the session waits for it and holds no later one meanwhile."""
    session_id, round_id = voting_session.id, voting_session.round_id
    with transaction() as session:  # written last to first, as a scan of the table finds them
        for kiosk, key in zip(kiosks, ("c" * 32, "b" * 32, "a" * 32), strict=True):
            session.add(VotingRight(key=key, round_id=round_id, kind="opening", session_id=session_id, kiosk_id=kiosk))
            session.flush()

    def end() -> None:
        with transaction() as session:
            actions.end_turns_of(session, session_id)

    with transaction() as session:
        session.connection().execute(update(VotingRight).where(VotingRight.key == "a" * 32).values(status="cast"))
        press = somebody(end)
        wait_until_it_waits(press)
        free = select(VotingRight.key).where(VotingRight.key != "a" * 32).with_for_update(nowait=True)
        assert set(session.scalars(free)) == {"b" * 32, "c" * 32}
    assert press.result(600) is None
    counted = select(VotingRight.status, func.count()).where(VotingRight.kind == "opening").group_by(VotingRight.status)
    assert dict(db.session.execute(counted).all()) == {"cast": 1, "unused": 2}
