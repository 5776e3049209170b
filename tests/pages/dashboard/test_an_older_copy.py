"""A backup that was put back is told on the dashboard: where it ends, and what to do about what is lost."""

from __future__ import annotations

import pytest

from pb import anchor
from pb.database import db
from pb.record.actions.anchoring import set_anchor
from pb.roles import Actor, Role
from tests.support.safety import tampering

COMMAND = Actor(None, Role.COMMAND)
HEADING = "This is an older copy of the data"


@pytest.fixture
def morag(make):
    return make.account(name="Morag Coordinator")


@pytest.fixture
def desk(visitor, make, morag):
    make.cards(make.voting_round(), 3)
    return visitor.signed_in_as(morag)


@pytest.fixture
def older(desk, make):
    """The newest line of the record is gone, as in a backup; its position."""
    make.cards(make.voting_round(), 1)
    known = anchor.stored().position
    tampering.without_any_guard()
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM record_line WHERE position = {known}")
    return known


def test_nothing_is_said_of_the_newest_data(desk):
    assert HEADING not in desk.opens("/dashboard").main


@pytest.mark.both_databases
def test_before_anybody_has_said_that_it_is_the_newest(desk, older):
    page = desk.opens("/dashboard").main
    assert HEADING in page and f"It ends at line {older - 1} of the record" in page and f"Line {older} was" in page
    assert (
        "Phone the person who looks after the server at once" in page
        and "can vote again with the same card" not in page
    )


@pytest.mark.both_databases
def test_afterwards_for_a_fortnight_with_what_to_do(desk, older, clock, morag):
    clock.forward(minutes=5)
    set_anchor(COMMAND)
    page = desk.opens("/dashboard").main
    assert HEADING in page and "It was put back from a backup on " in page
    assert f"It ends at line {older - 1} of the record" in page and f"Line {older} was" in page
    assert "can vote again with the same card" in page and "Phone the person who looks after the server" not in page
    clock.forward(days=14)
    assert HEADING not in desk.signed_in_as(morag).opens("/dashboard").main


def test_an_anchor_that_was_only_lost_takes_nothing_away(desk):
    anchor.file().unlink()
    set_anchor(COMMAND)
    assert HEADING not in desk.opens("/dashboard").main


@pytest.mark.both_databases
def test_a_backup_that_was_put_back_is_told_although_no_line_is_missing(desk):
    line = anchor.stored().position
    anchor.note_put_back(anchor.RestoredBackup(db.engine.url.render_as_string(), line, "2026-05-03T12:00:00+00:00"))
    page = desk.opens("/dashboard").main
    assert HEADING in page and "Phone the person who looks after the server at once" in page
    set_anchor(COMMAND)
    page = desk.opens("/dashboard").main
    assert HEADING in page and "The backup was made on " in page and "can vote again with the same card" in page
    assert f"It ends at line {line} of the record" in page and "was written before" not in page
