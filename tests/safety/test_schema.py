"""Somebody leaves a trigger, a rule or a table in the database, in a backup or past the program: the check, the start,
``flask restore``, ``flask record verify`` and the opening tell of it by name, and nothing is opened.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from pb import checks, clock, schema, serving
from pb.database import db, is_engine_of_sqlite
from pb.record import queries as record
from pb.rounds.models import Round
from pb.schema import MadeOtherwise
from pb.voting.actions import decrypt_ballot_box
from pb.voting.models import BoxOpening, Choice, Envelope
from tests.support.makers.voting import COMMAND
from tests.support.safety import foreign_code

pytestmark = pytest.mark.both_databases


def found() -> list[str]:
    return list(map(str, schema.differences(db.session.connection())))


def left(name: str) -> None:
    foreign_code.leave(foreign_code.ways()[name])


def some() -> str:
    """A trigger that changes what the program writes."""
    return next(each for each in foreign_code.ways() if each.startswith("trigger") and "not of this" in each)


def test_a_database_that_the_models_made_and_one_of_the_migrations_differ_in_nothing(app, migrated):
    with app.app_context():
        assert found() == []
    with migrated.app_context():
        assert found() == []
        assert found() == [], "asking leaves nothing behind"


def test_what_is_left_in_the_database_is_told_by_name(app):
    for name in foreign_code.ways():  # an event trigger comes last: with one, nothing else is looked at
        left(name)
        assert name in found()
        assert any("not made as this version makes it" in said for said in record.check_everything())


def test_the_check_and_each_start_name_it_and_the_start_refuses_for_good(app):
    left(some())
    (answer,) = (each for each in checks.all_answers() if each.fault)
    assert answer.name == "schema" and some() in answer.line and "record put-guards-back" in answer.line
    with pytest.raises(serving.Stops, match="not made as this version makes it") as refused:
        serving.require_ready()
    assert refused.value.exit_code == serving.DO_NOT_TRY_AGAIN


def test_the_opening_refuses_under_its_lock_until_the_guards_are_put_back(app, make, monkeypatch):
    round_ = make.voting_round()
    make.cast(round_, (1, 2), (3,))
    number = round_.id
    asked = []

    def it_comes_meanwhile(connection):
        asked.append(connection)
        return [] if len(asked) == 1 else real(connection)

    real = schema.differences
    left(some())
    with clock.moved(round_.post_closes_at + timedelta(hours=1)):
        with pytest.raises(MadeOtherwise) as refused:
            decrypt_ballot_box(COMMAND, db.session.get(Round, number))
        assert some() in str(refused.value.sentence)
        monkeypatch.setattr(schema, "differences", it_comes_meanwhile)
        with pytest.raises(MadeOtherwise):
            decrypt_ballot_box(COMMAND, db.session.get(Round, number))
        monkeypatch.setattr(schema, "differences", real)
        assert len(asked) == 2 and db.session.get(BoxOpening, number) is None
        assert len(db.session.scalars(select(Envelope.right_key)).all()) == 2
        db.session.rollback()
        said = app.test_cli_runner().invoke(args=["record", "put-guards-back", "--yes"])
        assert said.exit_code == 0, said.output
        assert decrypt_ballot_box(COMMAND, db.session.get(Round, number)) == 2
    assert sorted(db.session.scalars(select(Choice.number))) == [1, 2, 3]
    assert record.check_everything() == []


def test_guards_are_put_back_whatever_was_left_and_what_is_not_repaired_is_named(app):
    ours = [name for name in foreign_code.ways() if "event trigger" not in name and "operator" not in name]
    for name in ours:
        left(name)
    assert set(ours) <= set(found())
    said = app.test_cli_runner().invoke(args=["record", "put-guards-back", "--yes"])
    assert said.exit_code == 1 and "Still not as this version makes it" in said.output, said.output
    db.session.remove()
    db.engine.dispose()
    still = found()
    assert not [each for each in still if each.startswith(foreign_code.REPAIRED)], still
    assert set(still) >= {name for name in ours if not name.startswith(foreign_code.REPAIRED)}
    lines = [line for line in record.lines_of() if line.act == "record.guards_put_back"]
    assert len(lines) == 1 and "not of this program" in lines[0].facts["parts"]


def test_nothing_is_put_back_where_nothing_differs(app):
    said = app.test_cli_runner().invoke(args=["record", "put-guards-back", "--yes"])
    assert said.exit_code == 1 and "Nothing has been changed" in said.output
    assert record.length() == 0


def test_alembics_own_table_is_compared_too(migrated):
    with migrated.app_context():
        foreign_code.leave(["CREATE INDEX alembic_version_px ON alembic_version (version_num)"])
        assert found() == ["index alembic_version_px (not of this program)"]


def test_rows_that_would_come_from_another_server_are_told_of(app):
    if is_engine_of_sqlite(db.engine):
        return  # SQLite has none
    how = "(connect = false, enabled = false, create_slot = false, slot_name = NONE)"
    db.session.execute(text(f"CREATE SUBSCRIPTION follows CONNECTION 'dbname=x' PUBLICATION p WITH {how}"))
    assert "subscription follows (not of this program)" in found()
    db.session.rollback()
    assert found() == []


def test_a_role_that_may_only_read_is_nobody_who_changes_votes(app):
    if is_engine_of_sqlite(db.engine):
        return  # whoever has the file has all of it
    db.session.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC"))
    db.session.execute(text("GRANT USAGE ON SCHEMA public TO PUBLIC"))
    assert found() == []
    db.session.rollback()


def test_names_mean_our_tables_whatever_search_path_somebody_set(app):
    """Else a trigger, or the question whether this is a practice, would read a table of somebody else."""
    if is_engine_of_sqlite(db.engine):
        return  # it has one schema for all who open the file
    foreign_code.leave(
        [
            "CREATE SCHEMA evil",
            "CREATE TABLE evil.practice (ahead_seconds integer)",
            "INSERT INTO evil.practice VALUES (1)",
            "DO $x$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = evil, public, pg_catalog', "
            "current_database()); END $x$",
        ]
    )
    db.session.remove()
    db.engine.dispose()
    assert db.session.scalar(text("SELECT pg_catalog.current_setting('search_path')")) == "public"
    assert db.session.scalar(text("SELECT count(*) FROM practice")) == 0
    db.session.rollback()
    assert db.session.scalar(text("SELECT pg_catalog.current_setting('search_path')")) == "public", "and stays so"
