"""Types of columns that give back what the program wrote, and nothing that only means the same.

SQLite keeps any kind of value in any column, and a moment or a day is a text there that can be spelt in several ways.
A row's mark is made over values, and the database compares texts; so a value of another kind, or another spelling, is
handed on as it lies there. It is no moment, no day and no yes or no then, and the row has no right mark (``pb.marked``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON, Boolean, Date, DateTime, Dialect, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeDecorator, TypeEngine

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{6})?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _only(spelling: re.Pattern[str], read: Callable[[str], Any]) -> Callable[[Any], Any]:
    def process(value: Any) -> Any:
        return read(value) if isinstance(value, str) and spelling.fullmatch(value) else value

    return process


def _moment_of_sqlite(value: Any) -> Any:
    if value is None or not (isinstance(value, str) and _MOMENT.fullmatch(value)):
        return value
    return datetime.fromisoformat(f"{value}+00:00")


def _as_it_lies(kind: type, write: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    """A row that is written anew at the opening of a box keeps what somebody put there: nothing stops the opening."""
    return lambda value: write(value) if write and isinstance(value, kind) else value


class _TypeAsItIs:
    """No dialect puts a type of its own in place of this one."""

    def dialect_impl(self, dialect: Dialect) -> Any:
        return self


class _SqliteMoment(_TypeAsItIs, sqlite.DATETIME):
    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any]:
        return _only(_MOMENT, datetime.fromisoformat)


class _SqliteDay(_TypeAsItIs, sqlite.DATE):
    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        return _as_it_lies(date, super().bind_processor(dialect))

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any]:
        return _only(_DAY, date.fromisoformat)


class UTCTime(TypeDecorator[datetime]):
    """A moment, kept in UTC. Refuses a time without a zone; SQLite forgets zones, so they are put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return _SqliteMoment() if dialect.name == "sqlite" else DateTime(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time in the database needs its zone")
        return value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any] | None:
        # (One call in place of three: a page of staff reads ten thousand moments, and as many that are empty.)
        return _moment_of_sqlite if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if not isinstance(value, datetime):
            return value
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Day(TypeDecorator[date]):
    """A day, without a time."""

    impl = Date
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return _SqliteDay() if dialect.name == "sqlite" else Date()


class YesNo(Boolean):
    """Yes or no; SQLite keeps 1 or 0."""

    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        write = super().bind_processor(dialect)
        return write if dialect.supports_native_boolean else _as_it_lies(bool, write)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any] | None:
        if dialect.supports_native_boolean:
            return None
        return lambda value: bool(value) if type(value) is int and value in (0, 1) else value


def kind_of(type_: TypeEngine[Any]) -> type:
    """The kind of the values that a column of this type gives back."""
    return (type_.impl_instance if isinstance(type_, TypeDecorator) else type_).python_type


def has_its_kinds(table: Table, row: Mapping[Any, Any]) -> bool:
    """Whether each value of a row that was read is of its column's kind. A mark alone would not tell: 10000.9 pence are
    10000 in it, and bytes the text of their hash.
    """
    for name, kinds in _kinds(table):  # (a row is checked each time it is read: this takes half the time of all())
        value = row.get(name)
        if type(value) not in kinds and not isinstance(value, kinds):
            return False
    return True


@cache
def _kinds(table: Table) -> tuple[tuple[str, tuple[type, ...]], ...]:
    """The kinds of values that each column may hold. JSON may be anything."""
    empty = type(None)
    return tuple(
        (column.name, (empty, bytes, memoryview) if (kind := kind_of(column.type)) is bytes else (empty, kind))
        for column in table.columns
        if not isinstance(column.type, JSON)
    )
