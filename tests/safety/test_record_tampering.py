"""The record finds any edit, deletion, insertion and swap, and with a printed head a tail that was cut off."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pb import anchor
from pb.database import db
from pb.record import queries
from pb.record.actions import acting
from pb.web.access import Actor, Role
from tests.support import effort
from tests.support.acts import THINGS_DONE
from tests.support.safety import tampering

BY = Actor(None, Role.COMMAND)
LINES = 30


@pytest.fixture
def record(app):
    for n in range(LINES):
        with acting(BY, THINGS_DONE[n % 5], reason=f"because of {n}" if n % 3 == 0 else "", number=n):
            pass
    db.session.rollback()
    assert queries.verify_record().faults == ()


@pytest.mark.both_databases
def test_a_thousand_tamperings_with_the_database_are_all_found(app, record):
    tampering.without_triggers()
    session, chance, head = db.session, random.Random(5), queries.newest_hash()
    for n in range(effort.runs(170, 1_000)):
        way = tampering.WAYS[n % len(tampering.WAYS)]
        tampering.begin(session)
        way(session, chance, chance.randrange(1, LINES))
        assert queries.verify_record(None).faults, f"tampering {n} ({way.__name__}) was not found"
    session.rollback()
    assert queries.verify_record(head).faults == ()


@pytest.mark.both_databases
@pytest.mark.parametrize("way", tampering.NEED_A_HEAD)
def test_what_leaves_a_whole_chain_is_found_by_the_anchor_and_with_a_head(app, record, way):
    tampering.without_triggers()
    session, chance, head = db.session, random.Random(6), queries.newest_hash()
    for _ in range(effort.runs(5, 100)):
        tampering.begin(session)
        way(session, chance, chance.randrange(1, LINES))
        alone, with_head = queries.verify_record(None), queries.verify_record(head)
        assert alone.faults and not alone.head_checked, "the anchor and the marks tell"
        assert with_head.head_checked and "This head is not in the record" in with_head.faults[0]
        anchor.file().rename(anchor.file().with_suffix(".away"))
        assert any("The anchor is missing" in fault for fault in queries.verify_record(None).faults)
        anchor.file().with_suffix(".away").rename(anchor.file())


@pytest.mark.both_databases
@pytest.mark.parametrize("take_out", [tampering.delete_it, tampering.delete_and_close_the_gap])
def test_a_record_written_anew_around_a_line_that_is_gone_is_found(app, record, take_out):
    tampering.without_triggers()
    session, chance = db.session, random.Random(8)
    tampering.begin(session)
    take_out(session, chance, 5)
    tampering.write_the_rest_anew(session, chance, 3)
    left, previous = tampering.positions(session, 3), None
    for position in left:
        entry, hash_ = tampering.entry_at(session, position)
        assert previous in (None, entry.previous), "each line follows from the one before it"
        previous = hash_
    assert len(left) == LINES - 3 and queries.verify_record(None).faults
    session.rollback()


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "way", [tampering.edit("facts"), tampering.swap, tampering.insert_one, tampering.erase_a_reason]
)
def test_the_command_says_what_is_wrong(app, record, way):
    tampering.without_triggers()
    tampering.begin(db.session)
    way(db.session, random.Random(7), 12)
    db.session.commit()
    answer = app.test_cli_runner().invoke(args=["record", "verify"])
    assert answer.exit_code == 1 and "line " in answer.output.lower()


@pytest.mark.both_databases
def test_a_tail_that_was_cut_off_is_found_by_the_anchor_and_with_a_head(app, record):
    head, run = queries.newest_hash(), app.test_cli_runner()
    db.session.rollback()
    tampering.without_triggers()
    with db.engine.begin() as connection:
        connection.execute(text("DELETE FROM record_reason WHERE position > :kept"), {"kept": LINES - 3})
        connection.execute(text("DELETE FROM record_line WHERE position > :kept"), {"kept": LINES - 3})
    alone = run.invoke(args=["record", "verify"])
    assert alone.exit_code == 1 and f"ends at line {LINES - 3} of the record" in alone.output
    with_head = run.invoke(args=["record", "verify", "--head", head])
    assert with_head.exit_code == 1 and "Lines at the end have been removed" in with_head.output


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
    assert queries.verify_record().faults == ()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", ["record_line", "record_reason", "ballot, choice", "box_opening"])
def test_postgresql_refuses_to_empty_what_is_kept(app, table):
    with (
        pytest.raises(DBAPIError, match="guard:(record_line_is_kept|record_reason_stays|ballot_kept|box_opening_kept)"),
        db.engine.begin() as connection,
    ):
        connection.execute(text(f"TRUNCATE {table} CASCADE"))


@pytest.mark.both_databases
def test_an_erased_reason_leaves_the_chain_whole_and_a_changed_one_is_found(app, record):
    answer = app.test_cli_runner().invoke(args=["record", "erase-reason", "1", "--yes"])
    assert answer.exit_code == 0 and "The text beside line 1 has been erased" in answer.output
    found = queries.verify_record()
    assert found.faults == () and found.lines == LINES + 1
    db.session.rollback()
    tampering.without_triggers()
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE record_reason SET text = 'something else' WHERE position = 4"))
    assert queries.verify_record().faults == ("The reason beside line 4 has been changed.",)
    db.session.rollback()


def test_a_text_can_be_erased_once(app, record):
    for line in ("1", "1", "2"):
        answer = app.test_cli_runner().invoke(args=["record", "erase-reason", line, "--yes"])
        assert (answer.exit_code == 0) == (queries.verify_record().lines == LINES + 1 and "erased" in answer.output)
        db.session.rollback()
    assert "There is no text beside this line." in answer.output
