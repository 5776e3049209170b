"""A later migration may rebuild a table that is full of rows with children: nothing is lost, neither rows nor promises.

SQLite cannot change a column; Alembic copies the table, drops the old one and gives the copy its name. With foreign
keys on that fails half-way, and without care the table's triggers and constraints are gone afterwards.
"""

from __future__ import annotations

import shutil

import pytest
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from pb.database import db
from tests.support.make import Make
from tests.support.migrations import counts, nothing_is_left_behind, older_counts, promises, triggers
from tests.support.sources import TOP

pytestmark = pytest.mark.both_databases

ONE_MORE = '''
"""A column that was too short, and a new one."""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "one_more", "HEAD", None, None


def upgrade():
    with op.batch_alter_table("round") as batch:
        batch.alter_column("name", existing_type=sa.String(120), type_=sa.String(200))
        batch.add_column(sa.Column("motto", sa.String(80), server_default="Together"))
    FAILS


def downgrade():
    with op.batch_alter_table("round") as batch:
        batch.drop_column("motto")
        batch.alter_column("name", existing_type=sa.String(200), type_=sa.String(120))
    FAILS
'''


@pytest.fixture
def filled(migrated):
    """Rounds that are frozen, opened and published, with everything that hangs on them."""
    make = Make(migrated)
    make.applying_round()
    make.published(make.voting_round(projects=3), (1, 2), (3,))
    db.session.remove()
    return migrated


@pytest.fixture
def with_one_more(tmp_path):
    """The migrations and one more that rebuilds ``round``; the folder. ``fails`` is what it does at its end."""

    def written(fails: str = "pass") -> str:
        folder = tmp_path / "migrations"
        shutil.copytree(
            TOP / "pb" / "migrations", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
        )
        migration = ONE_MORE.replace("FAILS", fails).replace("HEAD", newest())
        (folder / "versions" / "one_more_a_longer_name.py").write_text(migration, encoding="utf-8")
        return str(folder)

    return written


def newest() -> str:
    """The revision of the last migration of the program."""
    return str(ScriptDirectory(str(TOP / "pb" / "migrations")).get_current_head())


def columns() -> dict[str, int | None]:
    return {each["name"]: getattr(each["type"], "length", None) for each in inspect(db.engine).get_columns("round")}


def test_a_table_with_children_is_rebuilt_and_back_without_losing_a_row_or_a_promise(filled, with_one_more):
    rows, kept, folder = counts(), promises(), with_one_more()
    assert rows["round"] == 2 and rows["pot"] == 2 and rows["publication"] == 1
    upgrade(directory=folder)
    assert columns()["name"] == 200 and "motto" in columns()
    assert (counts(), promises()) == (rows, kept)
    nothing_is_left_behind()
    the_database_still_refuses_what_it_refused()
    downgrade(directory=folder, revision=newest())
    assert columns()["name"] == 120 and "motto" not in columns()
    assert (counts(), promises()) == (rows, kept)
    nothing_is_left_behind()


def the_database_still_refuses_what_it_refused() -> None:
    for statement in (
        "UPDATE round SET motto = 'Alone' WHERE frozen_at IS NOT NULL",
        "DELETE FROM round WHERE frozen_at IS NOT NULL",
        "UPDATE round SET max_choices = 0 WHERE frozen_at IS NULL",
        "INSERT INTO pot (round_id, name, amount_pence) VALUES (999, '', 1)",
    ):
        with pytest.raises(IntegrityError), db.engine.begin() as connection:
            connection.execute(text(statement))


def test_a_migration_that_fails_half_way_leaves_all_as_it_was_and_can_be_tried_again(filled, with_one_more):
    rows, kept = counts(), promises()
    with pytest.raises(ZeroDivisionError):
        upgrade(directory=with_one_more("1 / 0"))
    assert (counts(), promises()) == (rows, kept) and "motto" not in columns()
    nothing_is_left_behind()
    upgrade(directory=with_one_more())
    assert "motto" in columns()
    with pytest.raises(ZeroDivisionError):
        downgrade(directory=with_one_more("1 / 0"), revision=newest())
    nothing_is_left_behind()
    downgrade(directory=with_one_more(), revision=newest())
    assert (counts(), promises()) == (rows, kept) and "motto" not in columns()


def test_guards_that_raised_sentences_raise_their_names_and_can_be_undone(filled):
    rows, newest_ones = older_counts(), triggers(db.engine)
    assert names_raised(newest_ones) == set(newest_ones)
    downgrade(revision="0002")
    named = triggers(db.engine)
    assert names_raised(named) == set(named)
    downgrade(revision="0002")
    then = triggers(db.engine)
    assert names_raised(then) == set(then)
    downgrade(revision="0001")
    assert triggers(db.engine).keys() == then.keys() and names_raised(triggers(db.engine)) == set()
    assert "A bundle is kept." in triggers(db.engine)["bundle_is_kept"]
    upgrade()
    assert (older_counts(), triggers(db.engine)) == (rows, newest_ones)


def test_columns_get_the_names_of_the_field_and_back_with_their_rows(filled):
    rows, kept = older_counts(), promises()
    upgrade()
    with db.engine.connect() as connection:
        statuses = connection.execute(text("SELECT status, count(*) FROM voting_right GROUP BY status")).all()
    downgrade(revision="0002")
    with db.engine.connect() as connection:
        became = connection.execute(text("SELECT became, count(*) FROM voting_right GROUP BY became")).all()
        assert connection.execute(text("SELECT count(*) FROM session_account WHERE closed_by > 0")).scalar() is not None
        with pytest.raises(IntegrityError):
            connection.execute(text("UPDATE voting_right SET became = NULL WHERE became = 'cast'"))
    assert sorted(map(str, became)) == sorted(map(str, statuses)) and statuses
    upgrade()
    assert (older_counts(), promises()) == (rows, kept)
    nothing_is_left_behind()


def test_somebody_who_is_coordinator_and_member_stops_the_migration_which_changes_nothing(filled, caplog):
    rows, kept = older_counts(), promises()
    downgrade(revision="0003")
    with db.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO account (id, name, sign_in_name, password_hash, stamp, made_at) "
                "VALUES (999, 'Two Hats', 'hats', 'x', 'y', '2026-01-01 00:00:00+00:00')"
            )
        )
        connection.execute(
            text("INSERT INTO appointment (account_id, role) VALUES (999, 'coordinator'), (999, 'steering')")
        )
    with pytest.raises(SystemExit):
        upgrade()
    assert "Two Hats: coordinator and steering group member at once. Take one" in caplog.text
    assert "card_pack" not in inspect(db.engine).get_table_names()
    with db.engine.begin() as connection:
        connection.execute(text("DELETE FROM appointment WHERE account_id = 999"))
        connection.execute(text("DELETE FROM account WHERE id = 999"))
    upgrade()
    assert (older_counts(), promises()) == (rows, kept)


def names_raised(guards: dict[str, str]) -> set[str]:
    return {name for name, sql in guards.items() if f"'guard:{name.removesuffix('_whole')}'" in sql}
