"""Ways to change any column of any table for somebody with the whole database and no key: by SQL, the guards gone.

Each way takes a connection in an open transaction, the dice, a table and a column. It raises ``Impossible`` where the
database itself leaves nothing to do (a constraint, a table with one row).
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

import pb.record.models
import pb.rounds.models
import pb.web.rate_limits
import pb.wiring  # noqa: F401  (all tables are known from here on)
from pb.column_types import kind_of
from pb.database import db

Way = Callable[[Connection, random.Random, str, str], None]

#: What nobody can be told of, with the reason. docs/safety.md names each.
NOT_TOLD: dict[tuple[str, str], str] = (
    {
        ("spent_tries", column): "they come and go with every wrong code; to lose them is to begin to count again"
        for column in ("bucket", "spent", "free_at", "expires_at")
    }
    | {
        (
            "kiosk",
            "last_count",
        ): "it changes with every request of a kiosk; set back, a request that was recorded is taken once more"
    }
    | {
        (
            "place_in_queue",
            column,
        ): "they come and go with every code that has to wait; to lose one is to wait once more"
        for column in ("name", "bucket", "turn_at", "expires_at")
    }
    | {
        ("form_key", column): "they come and go with every form; to lose one is to send a form twice"
        for column in ("key_hash", "expires_at", "answer")
    }
    | {
        ("kept_typed", column): "it is kept for a day and never sent by itself; to lose it is to type it again"
        for column in ("key_hash", "whose_hash", "expires_at", "sealed")
    }
    | {
        (
            "practice",
            column,
        ): "a real vote has no row in it, and with one it refuses its database; in a practice nothing counts"
        for column in ("id", "made_at", "ahead_seconds")
    }
    | {
        ("objection_words", column): "a timer deletes it; that somebody objected, and the answer, are marked"
        for column in ("round_id", "number", "message", "name", "phone")
    }
    | {
        ("postal_address", column): "it is deleted by a timer; whose vote by post went elsewhere gets none, and phones"
        for column in ("round_id", "number", "name", "address")
    }
    | {
        ("postal_ask", column): "nobody has checked it: anyone could have asked; who gets nothing asks once more"
        for column in ("id", "round_id", "name", "address", "large_print", "alone", "asked_at")
    }
    | {
        ("job", column): "they change every few seconds while a job runs; to change them is to hold it up"
        for column in ("lease", "not_before", "steps", "all_steps")
    }
)


class Impossible(Exception):
    """The database itself refuses, or there is nothing to change."""


def columns() -> list[tuple[str, str]]:
    """Every column of every table."""
    return [(name, column.name) for name, table in sorted(db.metadata.tables.items()) for column in table.columns]


def _rows(connection: Connection, name: str) -> list[dict[str, Any]]:
    table = db.metadata.tables[name]
    query = select(table).order_by(*table.primary_key)
    return [dict(row) for row in connection.execute(query).mappings()]


def _itself(name: str, row: dict[str, Any]) -> list[Any]:
    table = db.metadata.tables[name]
    return [column == row[column.name] for column in table.primary_key]


def _write(connection: Connection, name: str, row: dict[str, Any], column: str, value: Any) -> None:
    table = db.metadata.tables[name]
    connection.execute(update(table).where(*_itself(name, row)).values({column: value}))


def _others(name: str, column: str, value: Any, chance: random.Random) -> Iterator[Any]:
    """Values that could stand there instead, the likeliest first."""
    table = db.metadata.tables[name]
    said = " ".join(str(getattr(each, "sqltext", "")) for each in table.constraints)
    kind = _kind(table.c[column]) if value is None else type(value)
    if kind is bool:
        yield not value
    elif kind is int:
        yield from (value + chance.randrange(1, 50) if value is not None else 1, 1, 2, 3)
    elif kind is datetime:
        yield from ((value or datetime.fromisoformat("2026-05-05T05:05+00:00")) + timedelta(minutes=n) for n in (7, -7))
    elif kind is date:
        yield value + timedelta(days=1)
    elif kind is bytes:
        yield bytes([value[0] ^ 1]) + value[1:] if value else b"something"
    elif kind is dict:
        yield {**value, "n": 9}
    else:
        length = table.c[column].type.length or 10_000
        yield from (each for each in re.findall(r"'(\w+)'", said) if each != value and len(each) <= length)
        yield (f"{value or ''}x")[-length:]
        yield f"{chance.getrandbits(256):064x}"[:length]


def _kind(column: Any) -> type:
    return kind_of(column.type)


def _changed(connection: Connection, change: Callable[[], None]) -> bool:
    try:
        with connection.begin_nested():
            change()
    except DBAPIError:
        return False
    return True


def alter(connection: Connection, chance: random.Random, table: str, column: str) -> None:
    """One value becomes another."""
    rows = _rows(connection, table)
    chance.shuffle(rows)
    for row in rows[:40]:  # of many the database allows a few only, as of the substitute, whom each round has once
        for value in _others(table, column, row[column], chance):
            if value != row[column] and _changed(
                connection, lambda r=row, v=value: _write(connection, table, r, column, v)
            ):  # type: ignore[misc]
                return
    raise Impossible


#: SQLite keeps other kinds of values, and other spellings, that mean nearly the same.
_OTHERWISE = {
    int: "{c} + 0.9",
    bool: "2 + {c}",
    str: "CAST({c} AS BLOB)",
    datetime: "replace({c}, ' ', 'T')",
    date: "replace({c}, '-', '')",
}


def put_otherwise(connection: Connection, chance: random.Random, table: str, column: str) -> None:
    """One value becomes another kind of value, or is spelt in another way (SQLite; PostgreSQL has one for each type)."""
    rows = [row for row in _rows(connection, table) if row[column] is not None]
    kind = _kind(db.metadata.tables[table].c[column]) if rows else None
    if connection.dialect.name != "sqlite" or kind not in {*_OTHERWISE, bytes}:
        raise Impossible
    row = chance.choice(rows)
    itself = " AND ".join(f'"{key.name}" = :{key.name}' for key in db.metadata.tables[table].primary_key)
    what = ":hash" if kind is bytes else _OTHERWISE[kind].format(c=f'"{column}"')
    known_by = {key.name: row[key.name] for key in db.metadata.tables[table].primary_key}
    facts = {**known_by, "hash": hashlib.sha256(row[column]).hexdigest()} if kind is bytes else known_by
    query = text(f'UPDATE "{table}" SET "{column}" = {what} WHERE {itself}')
    if not _changed(connection, lambda: connection.execute(query, facts)):  # type: ignore[arg-type, return-value]
        raise Impossible


def clear(connection: Connection, chance: random.Random, table: str, column: str) -> None:
    """One value goes."""
    rows = [row for row in _rows(connection, table) if row[column] is not None]
    chance.shuffle(rows)
    if db.metadata.tables[table].c[column].nullable:
        for row in rows[:8]:
            if _changed(connection, lambda r=row: _write(connection, table, r, column, None)):  # type: ignore[misc]
                return
    raise Impossible


def swap(connection: Connection, chance: random.Random, table: str, column: str) -> None:
    """Two rows exchange their values."""
    rows = _rows(connection, table)
    chance.shuffle(rows)
    keys = {key.name for key in db.metadata.tables[table].primary_key}
    for one, other in zip(rows[:12], rows[1:13], strict=False):
        if json.dumps(one[column], default=str) == json.dumps(other[column], default=str) or column in keys:
            continue

        def exchange(one: Any = one, other: Any = other) -> None:
            _write(connection, table, one, column, other[column])
            _write(connection, table, other, column, one[column])

        if _changed(connection, exchange):
            return
    raise Impossible


def delete_row(connection: Connection, chance: random.Random, table: str, column: str) -> None:
    """One row goes (once for each table)."""
    rows = _rows(connection, table)
    if column != _first(table) or not rows:
        raise Impossible
    row = chance.choice(rows)
    if not _changed(
        connection, lambda: connection.execute(delete(db.metadata.tables[table]).where(*_itself(table, row)))
    ):  # type: ignore[arg-type, return-value]
        raise Impossible


def copy_row(connection: Connection, chance: random.Random, table: str, column: str) -> None:
    """A row is there twice, under a key of its own, with all else that must be unique made so (once for each table)."""
    rows = _rows(connection, table)
    if column != _first(table) or not rows:
        raise Impossible
    row = dict(chance.choice(rows))
    for each in db.metadata.tables[table].columns:
        if each.unique or (each.primary_key and not each.foreign_keys):
            kind = _kind(each)
            row[each.name] = (
                row[each.name] if row[each.name] is None else next(_others(table, each.name, row[each.name], chance))
            )
            if kind is int:
                row[each.name] = chance.randrange(10_000, 20_000)
    if not _changed(connection, lambda: connection.execute(insert(db.metadata.tables[table]).values(row))):  # type: ignore[arg-type, return-value]
        raise Impossible


def _first(table: str) -> str:
    return next(iter(db.metadata.tables[table].columns)).name


WAYS: tuple[Way, ...] = (alter, put_otherwise, clear, swap, delete_row, copy_row)
