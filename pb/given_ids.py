"""Numbers for new rows, before they are written."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from pb.database import is_engine_of_sqlite


def next_id(session: Session, connection: Any, table: Table, column: str) -> int:
    """The number that the database would give: a mark covers it, so it is needed before the row is written."""
    if not is_engine_of_sqlite(connection):
        sequence = func.pg_get_serial_sequence(table.name, column)
        return connection.scalar(select(func.nextval(sequence)))
    given = session.info.setdefault("pb_given_ids", {})
    given[table.name] = max(connection.scalar(select(func.max(table.c[column]))) or 0, given.get(table.name, 0)) + 1
    return given[table.name]
