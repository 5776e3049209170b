"""The migrations make the schema that the models describe, on both databases, guards included, and can be taken
back.
"""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect

from pb.database import db
from tests.support.migrations import checks, triggers
from tests.support.sources import TOP, expect_none

pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def migrations():
    if not list((TOP / "pb" / "migrations" / "versions").glob("*.py")):
        pytest.skip("there is no migration yet")


def test_the_migrations_make_what_the_models_describe(migrated, database):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        expect_none(map(str, compare_metadata(context, db.metadata)))
    models = create_engine(database)
    try:
        assert (triggers(db.engine), checks(db.engine)) == (triggers(models), checks(models))
    finally:
        models.dispose()


def test_the_migrations_can_be_undone_and_made_again(migrated):
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    assert triggers(db.engine) == {}
    upgrade()
    assert set(inspect(db.engine).get_table_names()) >= set(db.metadata.tables)


def test_a_guard_that_was_made_in_another_way_for_a_while_is_made_anew(migrated):
    as_described = triggers(db.engine)
    downgrade(revision="0052_choices_at_the_opening")
    on = "" if db.engine.dialect.name == "sqlite" else " ON freeze_proposal"
    with db.engine.connect().execution_options(pb_write=True) as connection:
        connection.exec_driver_sql(f"DROP TRIGGER members_agree_to_the_freeze{on}")
        connection.commit()
    assert triggers(db.engine) != as_described
    upgrade()
    assert triggers(db.engine) == as_described
