"""The record finds any edit, deletion, insertion and swap, and with a printed head a tail that was cut off."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pb.database import db, is_engine_of_sqlite
from pb.record import queries
from pb.record.actions import acting, erase_reason
from pb.record.rules import Entry, verify
from pb.web.access import Actor, Role
from tests.support import effort

BY = Actor(None, Role.COMMAND)
LINES = 30
COLUMNS = ("at", "actor_id", "role", "act", "round_id", "facts", "reason_hash", "previous", "hash")


@pytest.fixture
def record(app):
    for n in range(LINES):
        with acting(BY, f"thing.done_{n % 5}", reason=f"because of {n}" if n % 3 == 0 else "", number=n):
            pass
    db.session.rollback()
    assert queries.check().faults == ()


def without_triggers() -> None:
    """What only somebody with the whole database in their hands can do."""
    with db.engine.begin() as connection:
        if is_engine_of_sqlite(db.engine):
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            for name in names:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("ALTER TABLE record_line DISABLE TRIGGER ALL")
            connection.exec_driver_sql("ALTER TABLE record_reason DISABLE TRIGGER ALL")


def rows() -> list[tuple[Entry, str]]:
    db.session.rollback()
    found = [(queries._entry(line), line.hash) for line in queries.lines_of(newest=10_000)][::-1]
    db.session.rollback()
    return found


def edited(lines: list[tuple[Entry, str]], chance: random.Random) -> None:
    at, column = chance.randrange(len(lines)), chance.choice(COLUMNS)
    entry, stored = lines[at]
    values: dict[str, Any] = dict(vars(entry))
    if column == "hash":
        stored = f"{chance.getrandbits(256):064x}"
    elif column in ("actor_id", "round_id"):
        values[column] = (values[column] or 0) + chance.randrange(1, 99)
    elif column == "facts":
        values[column] = {**values[column], "number": chance.randrange(100, 999)}
    elif column == "at":
        values[column] = values[column].replace(microsecond=(values[column].microsecond + 1) % 1_000_000)
    else:
        values[column] = f"{values[column]}x"
    lines[at] = Entry(**values), stored


def taken_out(lines: list[tuple[Entry, str]], chance: random.Random) -> None:
    del lines[chance.randrange(len(lines) - 1)]  # the last one is the cut tail, which needs a head


def put_in(lines: list[tuple[Entry, str]], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    lines.insert(at, lines[chance.randrange(len(lines))])


def swapped(lines: list[tuple[Entry, str]], chance: random.Random) -> None:
    one, other = chance.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]


TAMPERING = (edited, taken_out, put_in, swapped)


def test_a_thousand_random_tamperings_are_all_found(record):
    whole, chance = rows(), random.Random(5)
    assert verify(whole, []).faults == ()
    for n in range(1_000):
        lines = list(whole)
        TAMPERING[n % 4](lines, chance)
        assert verify(lines, []).faults, f"tampering {n} ({TAMPERING[n % 4].__name__}) was not found"


@pytest.mark.both_databases
def test_tampering_with_the_database_itself_is_found_by_the_command(app, record):
    without_triggers()
    whole = [dict(row) for row in db.session.execute(text("SELECT * FROM record_line ORDER BY position")).mappings()]
    db.session.rollback()
    chance, run = random.Random(6), app.test_cli_runner()
    sql = {
        "edit": "UPDATE record_line SET act = act || 'x' WHERE position = :one",
        "another time": "UPDATE record_line SET role = 'coordinator' WHERE position = :one",
        "delete": "DELETE FROM record_line WHERE position = :one",
        "swap": "UPDATE record_line SET position = CASE position WHEN :one THEN -1 ELSE position END WHERE position = :one",
    }
    with db.engine.begin() as connection:
        connection.execute(text("DELETE FROM record_reason"))
    for n in range(effort.runs(24, 250)):
        what = list(sql)[n % len(sql)]
        with db.engine.begin() as connection:
            connection.execute(text(sql[what]), {"one": chance.randrange(1, LINES)})
        answer = run.invoke(args=["record", "verify"])
        assert answer.exit_code == 1 and "Line" in answer.output, what
        put_back(whole)
    db.session.rollback()
    assert queries.check().faults == ()


def put_back(whole: list[dict[str, Any]]) -> None:
    columns = list(whole[0])
    values = [{**row, "facts": row["facts"] if isinstance(row["facts"], str) else json.dumps(row["facts"])} for row in whole]
    with db.engine.begin() as connection:
        connection.execute(text("DELETE FROM record_line"))
        insert = f"INSERT INTO record_line ({', '.join(columns)}) VALUES ({', '.join(':' + name for name in columns)})"
        connection.execute(text(insert), values)


@pytest.mark.both_databases
def test_a_tail_that_was_cut_off_is_found_with_a_head_and_without_one_it_is_said(app, record):
    head, run = queries.head(), app.test_cli_runner()
    db.session.rollback()
    without_triggers()
    with db.engine.begin() as connection:
        connection.execute(text("DELETE FROM record_reason WHERE position > :kept"), {"kept": LINES - 3})
        connection.execute(text("DELETE FROM record_line WHERE position > :kept"), {"kept": LINES - 3})
    alone = run.invoke(args=["record", "verify"])
    assert alone.exit_code == 0 and "Without --head nobody can know" in alone.output
    with_head = run.invoke(args=["record", "verify", "--head", head])
    assert with_head.exit_code == 1 and "its end was cut off" in with_head.output


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_line SET act = 'x' WHERE position = 1",
        "DELETE FROM record_line WHERE position = 30",
        "UPDATE record_reason SET text = 'x' WHERE position = 1",
    ],
)
def test_the_database_refuses_to_change_the_record(app, record, statement):
    with pytest.raises(DBAPIError, match="record"), db.engine.begin() as connection:
        connection.execute(text(statement))
    assert queries.check().faults == ()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", ["record_line", "record_reason", "ballot, choice", "box_opening"])
def test_postgresql_refuses_to_empty_what_is_kept(app, table):
    with pytest.raises(DBAPIError, match="never|Nothing|once"), db.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {table} CASCADE"))


@pytest.mark.both_databases
def test_an_erased_reason_leaves_the_chain_whole_and_a_changed_one_is_found(app, record):
    erase_reason(BY, 1)
    found = queries.check()
    assert found.faults == () and found.lines == LINES + 1
    db.session.rollback()
    without_triggers()
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE record_reason SET text = 'something else' WHERE position = 4"))
    assert queries.check().faults == ("The reason beside line 4 is not the one that was written.",)
