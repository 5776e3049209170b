"""The pitfalls of both databases' own settings, each shown to be real and shown to be closed.

Every test runs one body twice: on an engine with nothing set, where it goes wrong, and on the program's own.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import OperationalError

from pb.database import UTCTime, db, exclusive_transaction

PEOPLE = 2
#: Seconds. The one only ends a test that hangs; after the other the outcome must be the same, whoever has read by then.
SAFETY, A_MOMENT = 600, 0.4


@pytest.fixture
def counter(app):
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE counter (n INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
    return lambda: read(db.engine)


@pytest.fixture
def naive(database):
    """An engine as it comes, without any of our settings (only so patient that a busy machine does not matter)."""
    engine = create_engine(database, connect_args={"timeout": SAFETY} if database.startswith("sqlite") else {})
    yield engine
    engine.dispose()


def read(engine) -> int:
    with engine.connect() as connection:
        return connection.execute(text("SELECT n FROM counter")).scalar_one()


def count_up_together(app, transaction, *, patience: float) -> list[Exception | None]:
    """Everybody reads the counter and writes what they read plus one; each waits so many seconds for the others to
    have read: for ever (``SAFETY``) where they can all read, a moment where the database lets one in at a time.
    """
    all_have_read = threading.Barrier(PEOPLE)

    def somebody(_who: int) -> Exception | None:
        try:
            with app.app_context(), transaction() as connection:
                n = connection.execute(text("SELECT n FROM counter")).scalar_one()
                with suppress(threading.BrokenBarrierError):
                    all_have_read.wait(patience)
                connection.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})
        except OperationalError as failed:
            return failed
        return None

    with ThreadPoolExecutor(PEOPLE) as people:
        return list(people.map(somebody, range(PEOPLE)))


@pytest.mark.both_databases
def test_reading_and_then_writing_loses_an_update_with_the_databases_own_settings(app, naive, counter):
    failures = count_up_together(app, naive.begin, patience=SAFETY)
    assert failures == [None, None], "it is silent"
    assert counter() == 1, "two people counted, one is lost"


@pytest.mark.both_databases
def test_reading_and_then_writing_in_an_act_loses_nothing(app, counter):
    assert count_up_together(app, exclusive_transaction, patience=A_MOMENT) == [None, None]
    assert counter() == PEOPLE


def test_a_deferred_beginning_fails_as_locked_where_an_immediate_one_waits(app, naive, counter):
    @event.listens_for(naive, "connect")
    def we_say_begin(connection, _record):
        connection.isolation_level = None

    @event.listens_for(naive, "begin")
    def deferred(connection):
        connection.exec_driver_sql("BEGIN")

    failures = count_up_together(app, naive.begin, patience=SAFETY)
    assert sum("locked" in str(failed) for failed in failures) == 1
    assert counter() == 1
    assert count_up_together(app, exclusive_transaction, patience=A_MOMENT) == [None, None]
    assert counter() == 1 + PEOPLE


@contextmanager
def reading(engine):
    """Somebody's page is being made: it has read, and has not finished."""
    with engine.connect() as connection:
        connection.execute(text("SELECT n FROM counter")).scalar_one()
        yield connection


def add_one(app) -> None:
    with app.app_context(), exclusive_transaction() as session:
        session.execute(text("UPDATE counter SET n = n + 1"))


@pytest.mark.both_databases
def test_a_page_that_is_being_read_keeps_nobody_from_voting_and_goes_on_itself(app, counter):
    with reading(db.engine) as page:
        with ThreadPoolExecutor(1) as somebody:
            somebody.submit(add_one, app).result(timeout=SAFETY)
        seen = page.execute(text("SELECT n FROM counter")).scalar_one()
        assert seen in (0, 1)  # SQLite keeps the page's view, PostgreSQL shows each statement the newest
    assert counter() == 1


@pytest.mark.both_databases
def test_a_vote_that_is_being_written_keeps_nobody_from_reading(app, counter):
    with exclusive_transaction() as session:
        session.execute(text("UPDATE counter SET n = n + 1"))
        with ThreadPoolExecutor(1) as somebody:
            assert somebody.submit(read, db.engine).result(timeout=SAFETY) == 0


def test_beginning_every_transaction_for_writing_would_let_a_reader_stop_the_voting(app, naive, counter):
    @event.listens_for(naive, "connect")
    def does_not_wait(connection, _record):
        connection.execute("PRAGMA busy_timeout = 0")  # the reader would never end

    @event.listens_for(naive, "connect")
    def we_say_begin(connection, _record):
        connection.isolation_level = None

    @event.listens_for(naive, "begin")
    def immediate(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with reading(naive), pytest.raises(OperationalError, match="locked"), naive.begin() as vote:
        vote.execute(text("UPDATE counter SET n = n + 1"))


@pytest.mark.both_databases
def test_a_moment_comes_back_with_its_zone_and_one_without_is_refused(app, naive):
    moment = datetime(2026, 6, 1, 12, tzinfo=UTC)
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE moment (at TIMESTAMP)"))
        connection.execute(text("INSERT INTO moment VALUES (:at)").bindparams(at=moment.replace(tzinfo=None)))
    plain, ours = (text("SELECT at FROM moment").columns(at=kind) for kind in (db.DateTime(timezone=True), UTCTime()))
    with db.engine.connect() as connection:
        assert connection.execute(plain).scalar_one().tzinfo is None
        assert connection.execute(ours).scalar_one() == moment
    with pytest.raises(ValueError, match="needs its zone"):
        UTCTime().process_bind_param(datetime(2026, 6, 1, 12), None)  # noqa: DTZ001  (what a browser would send)


@pytest.mark.both_databases
def test_an_act_within_an_act_is_refused(app):
    with (
        exclusive_transaction(),
        pytest.raises(RuntimeError, match="actions do not call actions"),
        exclusive_transaction(),
    ):
        raise AssertionError("never reached")
