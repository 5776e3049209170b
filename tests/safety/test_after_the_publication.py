"""Nothing that a published result rests on is added, changed or removed: each statement on each table is refused by the
database, on both, or stands with its reason in ``tests/support/safety/after_publication.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Executable, delete, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from pb.database import db
from pb.guards import Guard, all_guards, sentence_of_guard
from pb.marked import MARK
from pb.results.models.after_the_publication import STAYS_PUBLISHED
from tests.support.safety.after_publication import ALL, TAKEN, drop, everything_is_published, other
from tests.support.safety.whole_copy import copy_of_a_whole_programme
from tests.support.sources import expect_none


@pytest.fixture
def connection(app, make) -> Iterator[Connection]:
    copy_of_a_whole_programme(make)
    db.session.remove()
    with db.engine.connect().execution_options(pb_write=True) as connection:
        everything_is_published(connection)
        connection.commit()  # SQLite reads its whole schema again at each step back over a change of it
        yield connection
        connection.rollback()


@pytest.mark.both_databases
def test_what_a_published_result_rests_on_stays(connection):
    tables = db.metadata.sorted_tables
    assert not set(TAKEN) - {each.name for each in tables}
    expect_none(fault for each in tables for fault in faults(connection, each))
    drop(connection, [each.name for each in all_guards() if each.name not in STAYS_PUBLISHED])
    connection.commit()
    expect_none(
        fault for each in all_guards() if each.name in STAYS_PUBLISHED for fault in faults_alone(connection, each)
    )


def faults(connection: Connection, table: Any) -> list[str]:
    rows = rows_of(connection, table)
    named = TAKEN.get(table.name, ((), ""))[0]
    if not rows:
        return [] if named == ALL else [f"{table.name}: no row to try"]
    taken = tuple(before for before in ALL if any(takes(connection, table, row, before) for row in rows))
    return [] if taken == named else [f"{table.name}: taken are {taken}, named are {named}"]


def faults_alone(connection: Connection, guard: Guard) -> list[str]:
    """A guard of the publication refuses by itself: those that could speak up in its place are gone."""
    table = db.metadata.tables[guard.table]
    rows = rows_of(connection, table)
    left = [row for row in rows if takes(connection, table, row, guard.before)]
    return [f"{guard.name} lets {len(left)} of {len(rows)} rows through"] if left or not rows else []


def rows_of(connection: Connection, table: Any) -> list[Any]:
    """Some rows that were written early and some that were written late: they are in different states."""
    keys = list(table.primary_key)
    ends = (keys, [each.desc() for each in keys])
    return [dict(row) for end in ends for row in connection.execute(select(table).order_by(*end).limit(2)).mappings()]


def takes(connection: Connection, table: Any, row: Any, before: str) -> bool:
    """Whether some statement of that kind about this row is refused by no guard."""
    with connection.begin_nested() as attempts:
        try:
            return any(is_taken(connection, statement) for statement in statements(table, row, before))
        finally:
            attempts.rollback()


def statements(table: Any, row: Any, before: str) -> Iterator[Executable]:
    keys = list(table.primary_key)
    itself = [column == row[column.name] for column in keys]
    if before == "DELETE":
        yield delete(table).where(*itself)
    if before == "INSERT" and [column.name for column in keys] != ["round_id"]:  # of which each round has one
        yield insert(table).values(row)
    if before == "UPDATE":
        for column in table.columns:
            if column not in keys and column.name != MARK:  # a mark alone is no change, and a wrong one
                yield update(table).where(*itself).values({column.name: other(column, row[column.name])})


def is_taken(connection: Connection, statement: Executable) -> bool:
    with connection.begin_nested() as attempt:
        try:
            connection.execute(statement)
        except IntegrityError as refused:
            return sentence_of_guard(refused) is None
        except DBAPIError:
            return True
        finally:
            attempt.rollback()
    return True
