"""Alembic's way into the program: the same engine, the same models.

On SQLite a batch operation copies a table and drops the old one. For that foreign keys are off (with them on, a
downgrade fails half-way) and checked before the commit, and the table's guards are made again on the new one, because
SQLite drops a table's triggers with the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import click
from alembic import context
from flask import current_app
from sqlalchemy import Connection, event, inspect

from pb import anchor, questions
from pb.database import UTCTime, db, is_engine_of_sqlite
from pb.waits import patient


def in_plain_types(kind: str, thing: object, _context: object) -> str | bool:
    """A migration is history: it names the column type of the database, not a class that may change."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UTCTime) else False


@contextmanager
def tables_may_be_rebuilt(connection: Connection) -> Iterator[None]:
    """On SQLite: for the block, a table can be replaced while others refer to it. Refuses to leave rows without
    parents.
    """
    if not is_engine_of_sqlite(connection.engine):
        yield
        return
    keep_guards(connection)
    try:
        set_pragmas(connection, foreign_keys="OFF", legacy_alter_table="ON")
        yield
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"rows without their parent after the migration: {broken[:5]}")
    except BaseException:
        connection.rollback()
        raise
    else:
        connection.commit()
    finally:
        set_pragmas(connection, foreign_keys="ON", legacy_alter_table="OFF")


def set_pragmas(connection: Connection, **pragmas: str) -> None:
    """SQLite ignores these inside a transaction, and a statement by SQLAlchemy would begin one: hence its own
    connection.
    """
    for name, value in pragmas.items():
        connection.connection.driver_connection.execute(f"PRAGMA {name}={value}")  # type: ignore[union-attr]


def keep_guards(connection: Connection) -> None:
    """Remember the triggers of a table that is dropped; make them again when a rebuilt table takes its name."""
    kept: dict[str, list[str]] = {}

    @event.listens_for(connection, "before_cursor_execute")
    def before(_connection, cursor, statement, *_rest) -> None:
        if dropped := re.match(r'\s*DROP TABLE "?(\w+)"?', statement):
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", dropped.groups())
            kept[dropped[1]] = [sql for (sql,) in cursor.fetchall()]

    @event.listens_for(connection, "after_cursor_execute")
    def after(_connection, cursor, statement, *_rest) -> None:
        if renamed := re.match(r'\s*ALTER TABLE "?_alembic_tmp_(\w+)"? RENAME TO', statement):
            for sql in kept.pop(renamed[1], []):
                cursor.execute(sql)


@contextmanager
def any_time(connection: Connection) -> Iterator[None]:
    """A migration of many rows takes as long as it takes. (PostgreSQL; SQLite ends nothing.)"""
    if is_engine_of_sqlite(connection.engine):
        yield
        return
    connection.exec_driver_sql(
        "SELECT pg_catalog.set_config('statement_timeout', '0', false), "
        "pg_catalog.set_config('lock_timeout', '0', false)"
    )
    connection.commit()
    with patient(connection.connection.driver_connection):
        yield
    connection.invalidate()  # nobody else gets a connection without limits


def refuse_in_place_of_votes(connection: Connection) -> None:
    """No tables from nothing beside the keys of a record: the votes are in another database, or lost."""
    if anchor.stored() and not set(inspect(connection).get_table_names()) - {"alembic_version"}:
        raise click.ClickException(f"Nothing was made. {questions.no_tables()}")
    connection.rollback()


def run_migrations() -> None:
    """Bring the database that the program uses to the asked-for version, in one transaction."""
    options = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection, any_time(connection), tables_may_be_rebuilt(connection):
        refuse_in_place_of_votes(connection)
        context.configure(connection=connection, target_metadata=db.metadata, render_item=in_plain_types, **options)
        with context.begin_transaction():
            context.run_migrations()


run_migrations()
