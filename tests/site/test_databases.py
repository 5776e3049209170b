"""Each test has a database of its own, on SQLite and on PostgreSQL, as durable as a real one."""

import pytest
from sqlalchemy import inspect, text

from pb.database import db, is_engine_of_sqlite

pytestmark = pytest.mark.both_databases


def test_a_test_begins_with_empty_tables_of_the_models(app):
    assert set(inspect(db.engine).get_table_names()) == set(db.metadata.tables)
    assert all(db.session.execute(table.select().limit(1)).first() is None for table in db.metadata.tables.values())


def test_the_databases_of_the_tests_are_durable(app):
    if is_engine_of_sqlite(db.engine):
        settings = {
            name: db.session.execute(text(f"PRAGMA {name}")).scalar() for name in ("synchronous", "journal_mode")
        }
        assert settings == {"synchronous": 2, "journal_mode": "wal"}
    else:
        names = ("fsync", "synchronous_commit", "full_page_writes", "log_parameter_max_length_on_error")
        assert [db.session.execute(text(f"SHOW {name}")).scalar() for name in names] == ["on", "on", "on", "0"]


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_one_test_saves_the_next_one_does_not_see(app, turn):
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE left_behind (turn TEXT)"))
    assert "left_behind" in inspect(db.engine).get_table_names()


def test_a_visitor_is_served_in_a_context_of_their_own(app, visitor):
    app.add_url_rule("/session", "session", lambda: str(id(db.session())))
    assert visitor.downloads("/session").text != str(id(db.session()))
