"""Numbers of rows. A number that a row once had is given to no other: a page may still speak of the row that is gone.

PostgreSQL's sequences keep that promise themselves. SQLite would give the number of the newest row again once that row
is deleted, so the highest number of each table is kept, marked, in the transaction that gives it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, String, Table, bindparam, event, func, insert, select, update
from sqlalchemy.orm import Mapped, Mapper, Session, mapped_column, object_session

from pb import mark_totals
from pb.database import db, is_engine_of_sqlite
from pb.marked import MARK, Marked, mark_is_right, mark_of


class LastId(Marked, db.Model):
    """The highest number that a row of one table was ever given. Of marked tables that change in acts only."""

    table_name: Mapped[str] = mapped_column(String(40), primary_key=True)
    given: Mapped[int]


_LAST: Any = LastId.__table__
#: Each new row asks these: they are put together once.
_LAST_OF = select(_LAST).where(_LAST.c.table_name == bindparam("its_name"))
_BEGIN = insert(_LAST)
_KEEP = update(_LAST).where(_LAST.c.table_name == bindparam("its_name"))


@cache
def _highest(column: Any) -> Select[tuple[int | None]]:
    return select(func.max(column))


@event.listens_for(Marked, "before_insert", propagate=True, insert=True)
def _give_id(mapper: Mapper[Any], connection: Connection, target: Any) -> None:
    """Before the row is marked: its mark covers the number."""
    table, session = mapper.local_table, object_session(target)
    assert isinstance(table, Table) and session is not None
    column = table.autoincrement_column
    if column is None:
        return
    key = mapper.get_property_by_column(column).key
    if getattr(target, key) is None:
        setattr(target, key, _next_ids(session, connection, type(target), column.name, 1)[0])


def give_ids(session: Session, rows: Sequence[Any]) -> None:
    """Number many new rows of one table at once: the highest number is written down once, not with each of them."""
    if rows:
        column = type(rows[0]).__table__.autoincrement_column
        for row, number in zip(rows, new_ids(session, type(rows[0]), len(rows)), strict=True):
            setattr(row, column.name, number)


def new_ids(session: Session, model: type[Marked], how_many: int) -> list[int]:
    """So many numbers for new rows of this table that are written as plain values (``pb.marked.insert_rows``)."""
    if not how_many:
        return []
    return _next_ids(session, session.connection(), model, model.__table__.autoincrement_column.name, how_many)


def _next_ids(session: Session, connection: Connection, model: type[Marked], column: str, how_many: int) -> list[int]:
    table = model.__table__
    last = connection.execute(_LAST_OF, {"its_name": table.name}).mappings().first()
    if is_engine_of_sqlite(connection):
        given = session.info.setdefault("pb_given_ids", {})
        highest = connection.scalar(_highest(table.c[column])) or 0
        first = max(highest, given.get(table.name, 0), last["given"] if last else 0) + 1
        numbers = list(range(first, first + how_many))
        given[table.name] = numbers[-1]
    else:
        sequence = func.pg_catalog.pg_get_serial_sequence(table.name, column)
        each = select(func.pg_catalog.nextval(sequence)).select_from(func.pg_catalog.generate_series(1, how_many))
        numbers = sorted(connection.scalars(each))
    if not model.outside_acts:
        _keep(session, connection, table.name, numbers[-1], last)
    return numbers


def _keep(session: Session, connection: Connection, name: str, number: int, last: Any) -> None:
    values: dict[str, Any] = {"table_name": name, "given": number}
    values[MARK] = mark_of(LastId, values)
    if last is None:
        connection.execute(_BEGIN, values)
        mark_totals.note(session, _LAST.name, come=values[MARK])
    elif mark_is_right(LastId, last):  # else it stays wrong, stops nothing, and ``flask record verify`` tells of it
        connection.execute(_KEEP, {"its_name": name, **values})
        mark_totals.note(session, _LAST.name, gone=last[MARK], come=values[MARK])


@event.listens_for(Marked, "before_delete", propagate=True)
def _remember(mapper: Mapper[Any], connection: Connection, target: Any) -> None:
    """A row that is older than the numbers kept here goes: its number may be the highest."""
    table, session = mapper.local_table, object_session(target)
    assert isinstance(table, Table) and session is not None
    column = table.autoincrement_column
    if column is None or type(target).outside_acts:
        return
    if connection.scalar(select(_LAST.c.given).where(_LAST.c.table_name == table.name)) is None:
        _keep(session, connection, table.name, connection.scalar(select(func.max(column))) or 0, None)
