"""One damaged row in each marked table in turn: the list after the close answers and names it, or says which command
makes it right; and that command does, with a backup, exactly.
"""

from __future__ import annotations

import random

import pytest
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from pb import mark_totals
from pb.database import db, is_engine_of_sqlite
from pb.marked import models
from pb.record import queries as record
from tests.support import effort
from tests.support.safety import tampering
from tests.support.safety.backups import backup, saved_again
from tests.support.safety.meddling import Impossible, alter, delete_row
from tests.support.safety.whole_copy import copy_of_a_whole_programme

pytestmark = pytest.mark.both_databases
#: Votes come back in a way of their own, and a right that is damaged is set aside at the opening.
OF_VOTES = {"voting_right", "held_envelope"}
#: Without the sign-in, the account and the roles of who looks there is no page at all: somebody else looks.
NEEDED_BY_EVERY_PAGE = {"account", "appointment", "sign_in"}
COMMAND = "record put-rows-back"


def meddle(how, name: str, column: str, chance: random.Random) -> bool:
    tampering.begin(db.session)
    try:
        how(db.session.connection(), chance, name, column)
        db.session.commit()
    except (Impossible, IntegrityError):  # on SQLite children still keep their parents
        db.session.rollback()
        return False
    db.session.expire_all()
    return True


def told() -> list[str]:
    db.session.rollback()
    return [*record.verify_record().faults, *record.check_everything()]


def faults_of(name: str) -> list[str]:
    """What is wrong with one table: its rows, and its total."""
    db.session.rollback()
    marks: list[str | None] = []
    said = list(record.faults_of_table(models()[name], marks))
    return said + [what for what, _facts in mark_totals.faults(db.session(), {name: marks}, only=name)]


def columns_of(name: str) -> list[str]:
    """Columns that a row's mark covers, besides its key."""
    model = models()[name]
    return [
        each.name
        for each in model.__table__.columns
        if not each.primary_key and each.name not in {*model.unmarked, "keyed_mark"}
    ] or [each.name for each in model.__table__.columns if each.name != "keyed_mark"]


def tables() -> list[str]:
    """All of them; on PostgreSQL a third every day, for the marks are the program's own and not the database's."""
    every = list(models())
    return every if effort.FULL or is_engine_of_sqlite(db.engine) else every[::3]


def put_right(app, name: str, file, rows: list[dict]) -> None:
    if name in OF_VOTES:
        tampering.begin(db.session)
        table = db.metadata.tables[name]
        db.session.connection().execute(delete(table))
        db.session.connection().execute(insert(table), rows)
        db.session.commit()
        return
    answer = app.test_cli_runner().invoke(args=["record", "put-rows-back", str(file)])
    assert answer.exit_code == 0 and "Rows put back as they were: " in answer.output, (name, answer.output)


def test_it_is_named_or_the_command_is_and_a_backup_makes_it_right(app, make, visitor, tmp_path):
    copy_of_a_whole_programme(make)
    tampering.without_any_guard(checks=False)
    who = make.account()
    visitor.signed_in_as(who)
    round_id = max(db.session.scalars(select(models()["voting_session"].__table__.c.round_id)))
    pages = [f"/rounds/{round_id}/after-close", f"/rounds/{round_id}/after-close/resolutions"]
    for path in pages:
        visitor.opens(path)
    chance, stopped, wrong = random.Random(12), {}, []
    file = backup(tmp_path / "backup.db")
    for name in tables():
        saved_again(file, name)  # what was put right before has left its line; of the others nothing is read
        rows = [dict(row) for row in db.session.execute(select(db.metadata.tables[name])).mappings()]
        db.session.rollback()
        for how, columns in ((alter, columns_of(name)), (delete_row, [db.metadata.tables[name].columns.keys()[0]])):
            if not any(meddle(how, name, column, chance) for column in columns):
                continue
            for path in pages:
                answer = visitor.asks("GET", path)
                said = answer.get_data(as_text=True)
                if answer.status_code == 503 and COMMAND in said:
                    stopped[name] = path
                elif answer.status_code not in (200, 302):
                    wrong.append((name, how.__name__, path, answer.status_code))
            assert faults_of(name), (name, how.__name__)
            put_right(app, name, file, rows)
            assert faults_of(name) == [], (name, how.__name__)
    assert told() == []
    effort.did(len(tables()))
    assert not wrong, wrong
    assert set(stopped) <= NEEDED_BY_EVERY_PAGE, stopped
