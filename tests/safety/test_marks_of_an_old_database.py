"""A database that is older than the marks is marked once, at the first start, and at no other time."""

from __future__ import annotations

import shutil

import pytest
from sqlalchemy import text

from pb import anchor, keystore
from pb.database import db
from pb.marked import models
from pb.record.actions import ANCHOR_SET, acting
from pb.voting.actions.new_marks import are_new_marks_due, mark_anew
from pb.web.access import Actor, Role
from tests.support.safety import tampering

COMMAND = Actor(None, Role.COMMAND)


def faults(app) -> str:
    db.session.rollback()
    answer = app.test_cli_runner().invoke(args=["record", "verify"])
    return "" if answer.exit_code == 0 else answer.output


@pytest.fixture
def unmarked(make):
    """The rows of a programme as they were before there were marks. Key and anchor are still there."""
    make.published(make.voting_round(projects=3), (1, 2), (3,))
    tampering.without_any_guard()
    with db.engine.begin() as connection:
        for table in [*models(), "envelope", "record_line"]:
            connection.execute(text(f"UPDATE {table} SET keyed_mark = NULL"))
        for statement in ("DELETE FROM mark_total", "DELETE FROM key_fingerprint WHERE name = 'marks'"):
            connection.execute(text(statement))
    keystore.forget_cached("marks")


@pytest.fixture
def lose_the_key(app):
    def lose_it() -> None:
        (app.config["KEYS_DIR"] / "marks.key").unlink()

    return lose_it


def test_it_is_marked_once_at_the_start(app, unmarked, lose_the_key):
    assert not are_new_marks_due(), (
        "the anchor and the key say that there were marks: nobody gets them forgotten by the database"
    )
    anchor.file().unlink()
    assert not are_new_marks_due(), "the key alone says so too"
    lose_the_key()
    assert are_new_marks_due()
    mark_anew(COMMAND)
    assert not are_new_marks_due() and faults(app) == ""


def test_a_command_before_the_first_start_does_not_put_it_off_for_good(app, unmarked, lose_the_key):
    anchor.file().unlink()
    lose_the_key()
    with acting(COMMAND, ANCHOR_SET, before=0):
        pass
    assert keystore.is_there("marks") and are_new_marks_due()
    mark_anew(COMMAND)
    assert not are_new_marks_due() and faults(app) == ""


def test_where_the_key_says_that_there_were_marks_an_act_does_not_begin_them_anew(app, unmarked):
    anchor.file().unlink()
    with acting(COMMAND, ANCHOR_SET, before=0):
        pass
    assert anchor.stored() is None and not are_new_marks_due() and "The anchor is missing" in faults(app)


@pytest.mark.both_databases
@pytest.mark.parametrize("left", ["account", "record_line", "round"])
def test_a_lost_folder_and_removed_fingerprints_make_no_database_an_old_one(app, make, served, left):
    round_ = make.voting_round()
    make.cards(round_)
    here = str(round_.id)
    shutil.rmtree(app.config["KEYS_DIR"])
    tampering.without_any_guard()
    with db.engine.begin() as connection:
        for table in {*models(), "envelope", "record_line"} - {left}:
            connection.execute(text(f"UPDATE {table} SET keyed_mark = NULL"))
        connection.execute(text("DELETE FROM key_fingerprint"))
    app.extensions.pop("pb_loaded_keys")
    answer = app.test_cli_runner().invoke(args=["serve", "--without-key-of", here])
    assert answer.exit_code == 78 and served == [] and "The anchor is missing" in answer.output
    assert "Put the folder back" in answer.output and not are_new_marks_due()
