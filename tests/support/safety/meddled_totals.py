"""The same somebody takes rows of a table that changes without acts together with its total: out, or back to a copy."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, insert, select

from pb.database import db
from pb.mark_totals import MarkTotal

TOTALS = MarkTotal.__table__
#: The rows of a table and its total.
Pair = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def copied(connection: Connection, table: str) -> Pair:
    """A copy of a table and of its total."""
    rows = connection.execute(select(db.metadata.tables[table])).mappings()
    totals = connection.execute(select(TOTALS).where(TOTALS.c.table_name == table)).mappings()
    return [dict(row) for row in rows], [dict(row) for row in totals]


def emptied_with_its_total(connection: Connection, table: str) -> None:
    """All rows of a table go, and its total."""
    connection.execute(delete(db.metadata.tables[table]))
    connection.execute(delete(TOTALS).where(TOTALS.c.table_name == table))


def put_back(connection: Connection, table: str, pair: Pair) -> None:
    """A table and its total are those of a copy."""
    emptied_with_its_total(connection, table)
    for each, rows in zip((db.metadata.tables[table], TOTALS), pair, strict=True):
        if rows:
            connection.execute(insert(each), rows)
