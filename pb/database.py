"""The database: one handle, two ways to write, and the promises that the database itself keeps.

SQLite (the default) and PostgreSQL behave alike here:

* reads see a snapshot and never take the write lock;
* ``exclusive_transaction()`` is for acts: one at a time in the whole programme (``BEGIN IMMEDIATE``, an advisory lock
  on PostgreSQL), so that what an action reads inside the block is still true when it commits;
* ``transaction()`` is for what comes often (votes, kiosk turns, typed papers, counts of tries) and needs no turn among
  the acts, because rows and constraints decide its races.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Engine, MetaData, event, text
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, TimeoutError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from pb.guards import attach, sentence_of
from pb.refusals import Refusal


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


attach(Base.metadata)
db = SQLAlchemy(model_class=Base)


class UTCTime(TypeDecorator[datetime]):
    """A moment, kept in UTC. Refuses a time without a zone; SQLite forgets zones, so they are put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time in the database needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


#: The advisory lock that makes acts take turns on PostgreSQL; the number only has to be the same everywhere.
ACTS_LOCK = 7_216_290


@contextmanager
def exclusive_transaction() -> Iterator[Session]:
    """A transaction for one act: commits the block, or nothing of it. Acts take turns.

    What was loaded before the block is read again inside it, so a decision rests on facts that cannot change
    before the commit. Refuses to be nested: actions do not call actions.
    """
    with _writing() as session:
        if not is_engine_of_sqlite(session.get_bind()):
            session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ACTS_LOCK})
        yield session


@contextmanager
def transaction(*, durable: bool = True) -> Iterator[Session]:
    """A transaction that is no act: a vote, a turn, a typed paper. Rows and constraints decide its races.

    (SQLite has one writer at a time in any case.) Not ``durable``: for counts of tries, which a power cut may take with
    it; the disk is not waited for.
    """
    with _writing(durable) as session:
        if not durable and not is_engine_of_sqlite(session.get_bind()):
            session.execute(text("SET LOCAL synchronous_commit = off"))
        yield session


@contextmanager
def _writing(durable: bool = True) -> Iterator[Session]:
    session = db.session()
    if session.info.get("writing"):
        raise RuntimeError("a writing transaction is open already: actions do not call actions")
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes were made outside a writing transaction")
    session.rollback()  # ends the reading: everything is read again under the lock
    with _sqlite_writer_lock(session.get_bind()):
        session.info["writing"] = True
        try:
            session.connection(execution_options={"pb_write": True, "pb_durable": durable})
            yield session
            session.commit()
        except IntegrityError as refused:
            session.rollback()
            if sentence := sentence_of(refused):
                raise Refusal(sentence) from refused
            raise
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info["writing"] = False


_sqlite_writer_locks: dict[str, threading.Lock] = {}


@contextmanager
def _sqlite_writer_lock(engine: Any) -> Iterator[None]:
    """SQLite has one writer at a time. Others wait in sleeps that get longer and longer, so one may wait for ever. So
    writers queue here: the threads of a process wait for a lock in memory, and the first of each process waits for a
    file lock on the folder of the database. The system passes a file lock on as soon as it is free, also when its
    process dies. (The lock is not on the database file: closing that file would release SQLite's own locks on it.)"""
    if not is_engine_of_sqlite(engine):
        yield
        return
    with (
        _sqlite_writer_locks.setdefault(str(engine.url), threading.Lock()),
        locked(os.path.dirname(engine.url.database)),
    ):
        yield


@contextmanager
def locked(folder: str) -> Iterator[None]:
    """One process and thread at a time in this folder, for the block."""
    # Opened anew each time. A file that was open before a fork is shared by both processes, and so is its lock:
    # each would think that the other had not taken it.
    opened = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def is_out_of_reach(trouble: Exception) -> bool:
    """Whether ``trouble`` comes from the state of the database, not from the request: locked for too long, out of
    connections, not running, disk full. Sending the same request again can help."""
    # SQLite raises OperationalError for a wrong statement or a missing table too; trying again never helps there.
    is_our_fault = getattr(getattr(trouble, "orig", None), "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
    return isinstance(trouble, (OperationalError, InterfaceError, TimeoutError)) and not is_our_fault


def engine_options(url: str, *, pool_size: int) -> dict[str, Any]:
    """Options for the engine of ``url``. ``hide_parameters``: no error message may ever show a choice or a code."""
    options: dict[str, Any] = {"hide_parameters": True, "pool_size": pool_size, "max_overflow": 0}
    if url.startswith("sqlite"):
        options["connect_args"] = {"timeout": 30, "check_same_thread": False}
    else:
        options["pool_pre_ping"] = True
    return options


def watch(app: Flask) -> None:
    """Make each new connection durable before anyone uses it, and refuse one that is not."""
    with app.app_context():
        engine = db.engine
    if event.contains(engine, "connect", _prepare_sqlite) or event.contains(engine, "connect", _check_postgresql):
        return
    if is_engine_of_sqlite(engine):
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _check_postgresql)
    if app.config["PB_PRODUCTION"]:  # a server that could lose votes says so when it starts, not to the first voter
        with app.app_context(), engine.connect():
            pass
        engine.dispose()  # the server's own processes make connections of their own


class NotDurable(RuntimeError):
    """The database would lose votes in a power cut."""


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    found = {
        name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("synchronous", "foreign_keys", "secure_delete")
    }
    cursor.close()
    if found != {"synchronous": 2, "foreign_keys": 1, "secure_delete": 1}:
        raise NotDurable(f"SQLite did not take its settings: {found}")


def _begin_sqlite(connection: Any) -> None:
    # Deferred for reading: readers never wait. Immediate for writing: a read that leads to a write is never stale.
    options = connection.get_execution_options()
    if options.get("pb_write"):
        # Said before each writing: what must not be lost never meets a connection that was told not to wait.
        connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if options.get('pb_durable', True) else 'NORMAL'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("pb_write") else "BEGIN")


def _check_postgresql(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"SHOW {setting}")
            if cursor.fetchone()[0] == "off":
                raise NotDurable(f"PostgreSQL runs with {setting} = off: a power cut would lose votes. Turn it on.")
    connection.rollback()


def is_engine_of_sqlite(engine: Engine | Connection) -> bool:
    """Whether the programme runs on SQLite, where a few sentences and housekeeping differ."""
    return engine.dialect.name == "sqlite"
