"""The database: one handle, two ways to write, and the promises that the database itself keeps.

SQLite (the default) and PostgreSQL behave alike here:

* reads see a snapshot and never take the write lock;
* ``exclusive_transaction()`` is for acts: one at a time in the whole programme (``BEGIN IMMEDIATE``, an advisory lock
  on PostgreSQL), so that what an action reads inside the block is still true when it commits;
* ``transaction()`` is for what comes often (votes, kiosk turns, typed papers, counts of tries) and needs no turn among
  the acts, because rows and constraints decide its races.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from datetime import date
from typing import Any

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, MetaData, event, make_url, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session

from pb.causes import is_out_of_reach  # noqa: F401  (asked for beside ``transaction``)
from pb.column_types import Day, UTCTime, YesNo  # noqa: F401  (models take their types from here)
from pb.config import NO_DATABASE
from pb.durable import begin_sqlite, look_at_its_clock, prepare_postgresql, prepare_sqlite
from pb.guards import attach, sentence_of_guard
from pb.refusals import Refusal
from pb.turns import writers_turn
from pb.waits import Timeouts, connecting, patient, watched_pool


class Base(DeclarativeBase):
    """Names every constraint, so that a migration can speak of it and an error names the promise that was kept."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


Base.registry.update_type_annotation_map({bool: YesNo, date: Day})
attach(Base.metadata)
db = SQLAlchemy(model_class=Base)


#: The advisory lock that makes acts take turns on PostgreSQL; the number only has to be the same everywhere.
ACTS_LOCK = 7_216_290


@contextmanager
def exclusive_transaction(*, takes_long: bool = False) -> Iterator[Session]:
    """A transaction for one act: commits the block, or nothing of it. Acts take turns.

    ``takes_long``: its statements and its commit may take ``Timeouts.long`` (PostgreSQL; SQLite ends none).

    What was loaded before the block is read again inside it, so a decision rests on facts that cannot change
    before the commit. Refuses to be nested: actions do not call actions.
    """
    with _writing(takes_long=takes_long) as session:
        if not is_engine_of_sqlite(session.get_bind()):
            session.execute(text("SELECT pg_catalog.pg_advisory_xact_lock(:lock)"), {"lock": ACTS_LOCK})
            if takes_long:
                session.execute(text(_LONG), {"most": f"{timeouts().long:.0f}s"})
        yield session


#: Until the end of the transaction. Not for the lock before: whoever waits for a turn is not the one that takes long.
_LONG = (
    "SELECT pg_catalog.set_config('statement_timeout', :most, true), "
    "pg_catalog.set_config('lock_timeout', :most, true), "
    "pg_catalog.set_config('idle_in_transaction_session_timeout', :most, true)"
)


def timeouts() -> Timeouts:
    """How long the database may keep this program waiting."""
    return current_app.config["DATABASE_TIMEOUTS"]


@contextmanager
def transaction(*, durable: bool = True, comes_before: bool = False) -> Iterator[Session]:
    """A transaction that is no act: a vote, a turn, a typed paper. Rows and constraints decide its races.

    (SQLite has one writer at a time in any case.) Not ``durable``: for counts of tries, which a power cut may take with
    it; the disk is not waited for. ``comes_before``: it lasts, and what the request is there for comes after it.
    """
    with _writing(durable, spends_form=durable and not comes_before) as session:
        if not durable and not is_engine_of_sqlite(session.get_bind()):
            session.execute(text("SET LOCAL synchronous_commit = off"))
        yield session


#: Under this name a session keeps what a page has read (``pb.read_once``).
READ_ONCE = "read_once"

#: What is written with the first lasting transaction of a request (what comes before it apart), or nothing is
#: (``pb.form_keys``).
with_the_first: ContextVar[Callable[[Session], None] | None] = ContextVar("with_the_first", default=None)


@contextmanager
def _writing(durable: bool = True, takes_long: bool = False, spends_form: bool = True) -> Iterator[Session]:
    session = db.session()
    if session.info.get("writing"):
        raise RuntimeError("a writing transaction is open already: actions do not call actions")
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes were made outside a writing transaction")
    session.rollback()  # ends the reading: everything is read again under the lock
    session.info.pop(READ_ONCE, None)
    also = with_the_first.get() if spends_form else None
    with turn_to_write(session.get_bind()):
        session.info["writing"] = True
        try:
            used = session.connection(execution_options={"pb_write": True, "pb_durable": durable})
            with patient(used.connection.driver_connection) if takes_long else nullcontext():
                if also:
                    also(session)
                yield session
                session.commit()
                if also:
                    with_the_first.set(None)
        except IntegrityError as refused:
            session.rollback()
            if sentence := sentence_of_guard(refused):
                raise Refusal(sentence) from refused
            raise
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info["writing"] = False


def turn_to_write(engine: Any) -> AbstractContextManager[None]:
    """The turn among all who write into SQLite; PostgreSQL takes many at a time."""
    return writers_turn(engine.url.database, timeouts().turn) if is_engine_of_sqlite(engine) else nullcontext()


def engine_options(url: str, *, pool_size: int, timeouts: Timeouts) -> dict[str, Any]:
    """Options for the engine of ``url``. ``hide_parameters``: no error message may ever show a choice or a code."""
    if url == NO_DATABASE:
        return {"hide_parameters": True}
    options: dict[str, Any] = {
        "hide_parameters": True,
        "pool_size": pool_size,
        "max_overflow": 0,
        "pool_timeout": timeouts.pool,
    }
    if url.startswith("sqlite"):
        return {**options, "connect_args": {"timeout": timeouts.busy, "check_same_thread": False}}
    lines: dict[str, Any] = {"keepalives_idle": 30, "keepalives_interval": 5, "keepalives_count": 3}
    unsaid = {name: value for name, value in lines.items() if name not in make_url(url).query}
    unsaid |= {"client_encoding": "utf8"}  # a database of another encoding is then refused in words (pb.durable)
    return {**options, "connect_args": unsaid, "pool_pre_ping": True, "poolclass": watched_pool(timeouts)}


def watch_connections(app: Flask) -> None:
    """Make each new connection durable before anyone uses it, and refuse one that is not."""
    with app.app_context():
        engine = db.engine
    if event.contains(engine, "connect", prepare_sqlite) or event.contains(engine, "connect", prepare_postgresql):
        return
    if is_engine_of_sqlite(engine):
        event.listen(engine, "connect", prepare_sqlite)
        event.listen(engine, "begin", begin_sqlite)
    else:
        event.listen(engine, "do_connect", connecting(engine.pool.outage))  # type: ignore[attr-defined]
        event.listen(engine, "connect", prepare_postgresql)
        event.listen(engine, "checkout", look_at_its_clock)
    if app.config["PB_PRODUCTION"] and app.config.get("ASKS_AT_START", True):
        # A server that could lose votes says so when it starts, not to the first voter.
        with app.app_context(), engine.connect():
            pass
        engine.dispose()  # the server's own processes make connections of their own


def is_engine_of_sqlite(engine: Engine | Connection) -> bool:
    """Whether the programme runs on SQLite, where a few sentences and housekeeping differ."""
    return engine.dialect.name == "sqlite"
