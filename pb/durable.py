"""What each new connection is told and asked before anyone uses it, so that a power cut loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from pb import clock


class NotDurable(RuntimeError):
    """The database would lose votes in a power cut, or letters of a name."""


def prepare_sqlite(connection: Any, _record: Any) -> None:
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


def begin_sqlite(connection: Any) -> None:
    # Deferred for reading: readers never wait. Immediate for writing: a read that leads to a write is never stale.
    options = connection.get_execution_options()
    if options.get("pb_write"):
        # Said before each writing: what must not be lost never meets a connection that was told not to wait.
        connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if options.get('pb_durable', True) else 'NORMAL'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("pb_write") else "BEGIN")


#: By name: values with which a power cut would lose votes. "local" would too, once the machine is lost: its standby has
#: not got them.
NEVER = {"fsync": {"off"}, "full_page_writes": {"off"}, "synchronous_commit": {"off", "local"}}
_SETTINGS = (
    "SELECT name, setting FROM pg_catalog.pg_settings "
    "WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'server_encoding')"
)


def prepare_postgresql(connection: Any, _record: Any) -> None:
    timeouts = connection.outage.timeouts
    with connection.cursor() as cursor:
        _look_in_our_schema_alone(cursor)
        cursor.execute(_SETTINGS)
        found = dict(cursor.fetchall())
        cursor.execute(f"SET statement_timeout = {timeouts.statement * 1000:.0f}")
        cursor.execute(f"SET lock_timeout = {timeouts.turn * 1000:.0f}")
        cursor.execute("SET idle_in_transaction_session_timeout = '10min'")
    connection.commit()
    _refuse_what_loses_votes(found)


def _look_in_our_schema_alone(cursor: Any) -> None:
    """Names mean what lies in the schema with the program's tables, in this connection's statements and in the guards that
    they run. Somebody may have set another search path, of the role or the database, with a table ``practice`` or an
    operator ``=`` of their own; so nothing is compared before it is set.
    """
    (first,) = cursor.execute("SELECT pg_catalog.quote_ident(pg_catalog.current_schema())").fetchone()
    cursor.execute("SET search_path = pg_catalog")
    (is_public,) = cursor.execute("SELECT pg_catalog.to_regclass('public.record_line') IS NOT NULL").fetchone()
    if is_public or first:  # a database without any schema of ours says so at the first statement
        cursor.execute("SELECT pg_catalog.set_config('search_path', %s, false)", ["public" if is_public else first])


def require_durable(connection: Connection) -> None:
    """Raises ``NotDurable``, also where a setting was changed after this connection was made."""
    if connection.dialect.name != "sqlite":
        _refuse_what_loses_votes(dict(connection.exec_driver_sql(_SETTINGS).all()))


def _refuse_what_loses_votes(found: Mapping[str, str]) -> None:
    for name, value in sorted(found.items()):
        if value in NEVER.get(name, ()):
            raise NotDurable(
                f"PostgreSQL runs with {name} = {value}: a power cut would lose votes. Turn it on (postgresql.conf), and "
                "restart PostgreSQL."
            )
    if (encoding := found["server_encoding"]) != "UTF8":
        raise NotDurable(
            f"The database keeps text as {encoding}, which has not every letter of a name. Make a new one with: sudo -u "
            "postgres createdb --owner pb --template template0 --encoding UTF8 --locale C.UTF-8 NAME"
        )


def look_at_its_clock(connection: Any, _record: Any, _proxy: Any) -> None:
    """Now and then, before a connection is used."""
    if clock.machine.is_due():
        asked_at = clock.machine.steady()
        clock.machine.follow(time_of_database(connection), asked_at)


def time_of_database(connection: Any) -> datetime:
    """What the server's own clock shows at this moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_catalog.clock_timestamp()")
        (theirs,) = cursor.fetchone()
    connection.rollback()
    return theirs
