"""What is saved survives a power cut: every connection is durable, and the program refuses a database that is not."""

from __future__ import annotations

import os
import secrets
import traceback
from contextlib import ExitStack

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from pb import create_app
from pb.config import Misconfigured
from pb.database import db, is_engine_of_sqlite
from pb.durable import NotDurable, prepare_sqlite
from tests.support import postgres


def production(folder, url, **more):
    settings = {
        "PB_PRODUCTION": True,
        "SECRET_KEY": secrets.token_hex(32),
        "DATABASE_URL": url,
        "KEYS_DIR": str(folder / "keys"),
        "TRUSTED_HOSTS": "0",
        "TRUSTED_PROXIES": 0,
    }
    return create_app({**settings, **more}, instance=folder / "instance")


@pytest.mark.both_databases
def test_every_connection_of_the_pool_is_durable(app):
    size = app.config["DATABASE_POOL"]
    sqlite = is_engine_of_sqlite(db.engine)
    db.session.rollback()
    db.session.remove()
    for _round in range(2):  # again, after all of them were closed and made anew
        with ExitStack() as open_ones:
            connections = [open_ones.enter_context(db.engine.connect()) for _ in range(size)]
            assert len({id(each.connection.driver_connection) for each in connections}) == size
            for each in connections:
                if sqlite:
                    found = [
                        each.execute(text(f"PRAGMA {name}")).scalar()
                        for name in ("synchronous", "journal_mode", "foreign_keys")
                    ]
                    assert found == [2, "wal", 1]
                else:
                    names = ("fsync", "synchronous_commit", "full_page_writes")
                    assert [each.execute(text(f"SHOW {name}")).scalar() for name in names] == ["on"] * 3
        db.engine.dispose()


def test_sqlite_alone_would_neither_be_durable_in_wal_mode_nor_keep_foreign_keys(app):
    """Why the settings are needed: a connection without them takes an envelope that hangs on no right."""
    naive = create_engine(app.config["DATABASE_URL"])
    orphan = text(
        "INSERT INTO envelope (right_key, round_id, attempt_hash, receipt, sealed) VALUES (:key, 1, '', '', x'00')"
    )
    with naive.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 0
        connection.execute(orphan, {"key": "f" * 32})  # taken, silently
        connection.rollback()
    naive.dispose()
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(orphan, {"key": "f" * 32})


@pytest.mark.both_databases
def test_no_error_of_the_database_shows_what_was_to_be_stored(app):
    """Neither in its text nor in a traceback: logs must never hold a choice or a code."""
    assert db.engine.hide_parameters
    secret = "K7QM-2XWD"
    statement = text("INSERT INTO receipt (round_id, code) VALUES (:round, :code)")
    with pytest.raises(IntegrityError) as refused, db.engine.begin() as connection:
        connection.execute(statement, {"round": 404, "code": secret})
    shown = "".join(traceback.format_exception(refused.value))
    assert "INSERT INTO receipt" in shown and "hidden" in shown and secret not in shown
    telling = create_engine(app.config["DATABASE_URL"])  # without the setting it would be there
    with pytest.raises(DBAPIError) as told, telling.begin() as connection:
        connection.execute(text("INSERT INTO no_such_table VALUES (:code)"), {"code": secret})
    telling.dispose()
    assert secret in str(told.value)


def test_a_connection_that_does_not_take_its_settings_is_refused(app, monkeypatch):
    class Cursor:
        def execute(self, statement):
            self.name = statement.split()[1].split("=")[0]
            return self

        def fetchone(self):
            return (1,)  # synchronous=NORMAL

        def close(self):
            pass

    class Deaf:
        def cursor(self):
            return Cursor()

    with pytest.raises(NotDurable, match="did not take its settings"):
        prepare_sqlite(Deaf(), None)


COULD_LOSE = [
    ("fsync", "off"),
    ("full_page_writes", "off"),
    ("synchronous_commit", "off"),
    ("synchronous_commit", "local"),
]


@pytest.mark.parametrize(("setting", "value"), COULD_LOSE)
def test_production_does_not_start_on_a_postgresql_that_could_lose_votes(cluster_of, tmp_path, setting, value):
    cluster = cluster_of(setting, value)
    with pytest.raises(NotDurable, match=f"{setting} = {value}"):
        production(tmp_path, cluster.url("postgres"))


def test_production_does_not_start_on_a_database_that_has_not_every_letter(cluster_of, tmp_path):
    """What ``createdb`` makes on a machine where no language was chosen when PostgreSQL was installed."""
    cluster = cluster_of("fsync", "on")
    with cluster.connection() as connection:
        connection.execute("CREATE DATABASE letters TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'")
    with pytest.raises(NotDurable, match="keeps text as SQL_ASCII.*createdb --owner pb --template template0"):
        production(tmp_path, cluster.url("letters"))


@pytest.fixture(scope="module")
def cluster_of():
    """One private server whose settings are turned off one by one: all three can change while it runs."""
    try:
        with postgres.server() as cluster:

            def turned_off(setting, value):
                with cluster.connection() as connection:
                    connection.execute("ALTER SYSTEM RESET ALL")
                    connection.execute(f"ALTER SYSTEM SET {setting} = {value}")
                    connection.execute("SELECT pg_reload_conf()")
                for _ in range(1000):
                    with cluster.connection() as fresh:
                        if fresh.execute(f"SHOW {setting}").fetchone() == (value,):
                            return cluster
                raise AssertionError(f"{setting} was not turned off")

            yield turned_off
    except postgres.NoServer as reason:
        pytest.skip(f"PostgreSQL: {reason}")


def test_production_starts_on_a_durable_database(database, tmp_path):
    assert production(tmp_path, database).config["PB_PRODUCTION"]


def test_production_does_not_start_without_its_secrets(tmp_path):
    with pytest.raises(Misconfigured, match="SECRET_KEY"):
        create_app({"PB_PRODUCTION": True, "DATABASE_URL": "sqlite://"}, instance=tmp_path)
    with pytest.raises(Misconfigured, match="DATABASE_URL"):
        create_app({"PB_PRODUCTION": True, "SECRET_KEY": "x" * 40}, instance=tmp_path)
    with pytest.raises(Misconfigured, match="too short"):
        production(tmp_path, "sqlite://", SECRET_KEY="short")


def test_keys_are_readable_by_the_program_only(make, app):
    make.cards(make.voting_round())
    keys = app.config["KEYS_DIR"]
    assert oct(keys.stat().st_mode & 0o777) == "0o700"
    modes = {file.name: oct(file.stat().st_mode & 0o777) for file in keys.iterdir()}
    assert modes and set(modes.values()) == {"0o600"}
    assert os.environ.get("SECRET_KEY") is None
