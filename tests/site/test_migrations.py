"""The migrations make the schema that the models describe, on both databases, guards included, and can be taken back."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect, text

from pb.database import db
from tests.support import databases
from tests.support.program import program
from tests.support.sources import TOP, expect_none

pytestmark = pytest.mark.both_databases

TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """SELECT tgname, pg_get_triggerdef(t.oid) || pg_get_functiondef(tgfoid) FROM pg_trigger t WHERE NOT tgisinternal""",
}


@pytest.fixture(autouse=True)
def migrations():
    if not list((TOP / "pb" / "migrations" / "versions").glob("*.py")):
        pytest.skip("there is no migration yet")


@pytest.fixture
def migrated(request, database, tmp_path):
    """The program on a database without tables, brought up by the migrations."""
    with databases.bare(database.partition(":")[0].partition("+")[0], tmp_path) as url:
        with program(url, tmp_path / "migrated") as app, app.app_context():
            upgrade()
            yield app


def triggers(engine):
    with engine.connect() as connection:
        rows = connection.execute(text(TRIGGERS[engine.dialect.name]))
        return {name: " ".join(sql.split()) for name, sql in rows}


def checks(engine):
    look = inspect(engine)
    return {
        (table, check["name"], "".join(check["sqltext"].split()))
        for table in look.get_table_names()
        if table != "alembic_version"
        for check in look.get_check_constraints(table)
    }


def test_the_migrations_make_what_the_models_describe(migrated, database):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        expect_none(map(str, compare_metadata(context, db.metadata)))
    models = create_engine(database)
    try:
        assert (triggers(db.engine), checks(db.engine)) == (triggers(models), checks(models))
    finally:
        models.dispose()


def test_the_migrations_can_be_taken_back_and_made_again(migrated):
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    assert triggers(db.engine) == {}
    upgrade()
    assert set(inspect(db.engine).get_table_names()) >= set(db.metadata.tables)
