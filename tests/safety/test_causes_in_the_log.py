"""The log names why the database could not do something, and never what anybody typed."""

from __future__ import annotations

import logging
import sqlite3

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.exc import (
    DatabaseError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    TimeoutError,
)

from pb import remedies
from pb.causes import cause_of, is_out_of_reach
from pb.database import db
from pb.waits import NoAnswer
from pb.web.access import COORDINATOR

CANARY = "Wilhelmina"


def of_postgresql(state: str, kind: type = OperationalError) -> OperationalError:
    return kind(f"INSERT {CANARY}", {"name": CANARY}, psycopg.errors.lookup(state)(f"detail: {CANARY}"))


def of_sqlite(code: int, name: str, kind: type = OperationalError) -> OperationalError:
    trouble = sqlite3.OperationalError(f"about {CANARY}")
    trouble.sqlite_errorcode, trouble.sqlite_errorname = code, name
    return kind(f"INSERT {CANARY}", {}, trouble)


CAUSES = [
    (of_postgresql("53100"), "disk full (53100)"),
    (of_postgresql("53300"), "too many connections (53300)"),
    (of_postgresql("57014"), "statement time-out (57014)"),
    (of_postgresql("55P03"), "waited too long for a lock (55P03)"),
    (of_postgresql("57P01"), "the database is stopping or starting (57P01)"),
    (of_postgresql("57P03"), "the database is stopping or starting (57P03)"),
    (of_postgresql("08006"), "no connection (08006)"),
    (of_postgresql("40P01"), "gave way to another transaction (40P01)"),
    (of_postgresql("25006", InternalError), "the database may only be read: it is a standby (25006)"),
    (OperationalError("", {}, psycopg.OperationalError(f"connection to {CANARY} failed")), "no connection"),
    (OperationalError("", {}, NoAnswer("the database does not answer")), "no connection: the database does not answer"),
    (OperationalError("", {}, psycopg.OperationalError("closed"), connection_invalidated=True), "no connection"),
    (InterfaceError("", {}, psycopg.InterfaceError("closed"), connection_invalidated=True), "no connection"),
    (of_sqlite(sqlite3.SQLITE_FULL, "SQLITE_FULL"), "disk full (SQLITE_FULL)"),
    (of_sqlite(sqlite3.SQLITE_BUSY, "SQLITE_BUSY"), "another program keeps the database locked (SQLITE_BUSY)"),
    (of_sqlite(sqlite3.SQLITE_IOERR_WRITE, "SQLITE_IOERR_WRITE"), "disk error (SQLITE_IOERR_WRITE)"),
    (
        of_sqlite(sqlite3.SQLITE_NOTADB, "SQLITE_NOTADB", DatabaseError),
        "the file is not a database of SQLite (SQLITE_NOTADB)",
    ),
    (of_sqlite(sqlite3.SQLITE_CORRUPT, "SQLITE_CORRUPT", DatabaseError), "damaged data (SQLITE_CORRUPT)"),
    (of_sqlite(sqlite3.SQLITE_PERM, "SQLITE_PERM"), "the database file may not be used by this user (SQLITE_PERM)"),
    (of_sqlite(sqlite3.SQLITE_LOCKED, "SQLITE_LOCKED"), "another program keeps the database locked (SQLITE_LOCKED)"),
    (of_sqlite(sqlite3.SQLITE_READONLY, "SQLITE_READONLY"), "the database file may only be read (SQLITE_READONLY)"),
    (
        of_sqlite(sqlite3.SQLITE_READONLY_DBMOVED, "SQLITE_READONLY_DBMOVED"),
        "the database file was moved or removed while the program had it open (SQLITE_READONLY_DBMOVED)",
    ),
    (of_postgresql("42501", ProgrammingError), "this user of PostgreSQL may not do it (42501)"),
    (of_sqlite(sqlite3.SQLITE_CANTOPEN, "SQLITE_CANTOPEN"), "the database file cannot be opened (SQLITE_CANTOPEN)"),
    (TimeoutError("QueuePool limit"), "all connections of this process are in use"),
]


@pytest.mark.parametrize(("trouble", "said"), CAUSES, ids=[said for _trouble, said in CAUSES])
def test_a_cause_has_words_and_a_code_and_trying_again_can_help(trouble, said):
    assert cause_of(trouble) == said and is_out_of_reach(trouble)


def test_a_fault_of_our_own_is_not_called_the_databases():
    wrong = of_sqlite(sqlite3.SQLITE_ERROR, "SQLITE_ERROR")
    assert not is_out_of_reach(wrong) and cause_of(wrong) == "OperationalError (SQLITE_ERROR)"
    assert not is_out_of_reach(of_postgresql("25P02", InternalError)) and not is_out_of_reach(ValueError(CANARY))
    assert cause_of(ValueError(CANARY)) == "ValueError"


def test_a_file_that_cannot_be_written_has_its_cause_and_not_its_name():
    assert cause_of(OSError(28, "No space left on device", CANARY)) == "No space left on device (ENOSPC)"


#: What stands in the advice, and whether trying again can help.
REFUSALS = {
    'FATAL:  database "pb" does not exist': ("or make that database", False),
    'FATAL:  role "pb" does not exist': ("createuser", False),
    'FATAL:  Peer authentication failed for user "pb"': ("Run this as the user of the service", False),
    'FATAL:  password authentication failed for user "pb"': ("\\password", False),
    "fe_sendauth: no password supplied": ("USER:PASSWORD@", False),
    'FATAL:  no pg_hba.conf entry for host "10.0.0.9", user "pb", database "pb", no encryption': ("pg_hba.conf", False),
    'FATAL:  permission denied for database "pb"': ("OWNER TO", False),
    'FATAL:  role "pb" is not permitted to log in': ("LOGIN", False),
    "FATAL:  the database system is starting up": ("Try again in a minute", True),
    "FATAL:  sorry, too many clients already": ("max_connections", True),
    "FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute": ("max_connections", True),
    "FATAL:  something that no version says yet": ("Put DATABASE_URL right", True),
}


@pytest.mark.parametrize("said", REFUSALS)
def test_a_postgresql_that_lets_us_not_in_is_told_from_one_that_is_away(said):
    """psycopg has no code for it; whoever reads "no connection" looks for the fault at the wrong place."""
    trouble = OperationalError("", {}, psycopg.OperationalError(f"connection to server at {CANARY} failed: {said}"))
    words = said.removeprefix("FATAL:").removeprefix("fe_sendauth:").strip()
    assert cause_of(trouble) == f"PostgreSQL refuses the connection: {words}"
    advice, passes = REFUSALS[said]
    assert advice in remedies.what_to_do(trouble) and remedies.passes(trouble) is passes and is_out_of_reach(trouble)


#: By what its line of the log calls it: what stands in the advice, and whether trying again can help.
ADVICE = {
    "SQLITE_CANTOPEN": ("Is DATABASE_URL right", False),
    "SQLITE_CORRUPT": ("restore the newest backup", False),
    "SQLITE_NOTADB": ("Is DATABASE_URL right", False),
    "SQLITE_PERM": ("chown -R pb", False),
    "SQLITE_READONLY": ("ReadWritePaths", False),
    "SQLITE_READONLY_DBMOVED": ("Put the file back in its place", False),
    "SQLITE_FULL": ("Make room: df -h", True),
    "SQLITE_IOERR_WRITE": ("dmesg", True),
    "SQLITE_BUSY": ("Another program has it in use", True),
    "SQLITE_LOCKED": ("Another program has it in use", True),
    "53100": ("Make room: df -h", True),
    "53300": ("max_connections", True),
    "57014": ("Another program has it in use", True),
    "55P03": ("Another program has it in use", True),
    "57P01": ("Try again in a minute", True),
    "57P03": ("Try again in a minute", True),
    "40P01": ("Try again in a minute", True),
    "25006": ("promote this one", True),
    "42501": ("belong to another user of PostgreSQL", False),
}


@pytest.mark.parametrize(("trouble", "cause"), CAUSES, ids=[said for _trouble, said in CAUSES])
def test_each_trouble_has_advice_of_its_own_and_only_a_server_that_says_nothing_is_asked_for(trouble, cause):
    code = cause.rpartition("(")[2].rstrip(")")
    advice, passes = ADVICE.get(code, ("Is it running, and is DATABASE_URL right?", True))
    said = remedies.what_to_do(trouble)
    assert advice in said and remedies.passes(trouble) is passes and cause in said and "\n" not in said
    assert CANARY not in said and ("Is it running" in said) is (code not in ADVICE)


@pytest.mark.parametrize("trouble", [of_postgresql("53100").orig, of_sqlite(13, "SQLITE_FULL").orig], ids=str)
def test_the_line_of_an_act_names_the_cause_and_nothing_that_was_typed(visitor, make, caplog, trouble):
    visitor.signed_in_as(make.staff(COORDINATOR)).opens("/venues/new")

    def full(_connection, _cursor, statement, *_more):
        if statement.startswith("INSERT INTO venue"):
            # As the driver would: this engine is SQLite's, so PostgreSQL's error comes wrapped already.
            raise OperationalError(statement, {"name": CANARY}, trouble, hide_parameters=True)

    event.listen(db.engine, "before_cursor_execute", full)
    with caplog.at_level(logging.ERROR):
        assert visitor.posts("/venues/new", {"name": CANARY, "kind": "library"}).status == 503
    event.remove(db.engine, "before_cursor_execute", full)
    assert "error 503: OperationalError, disk full (" in caplog.text and CANARY not in caplog.text
    assert "INSERT" not in caplog.text
