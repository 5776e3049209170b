"""Why the database could not do something, in a few words for the log: never what anybody typed, nor the statement."""

from __future__ import annotations

import errno
import re
import sqlite3
from typing import Any

from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError, TimeoutError

from pb.waits import NoAnswer

#: By SQLSTATE, or by its first two characters.
_OF_POSTGRESQL = {
    "08": "no connection",
    "25006": "the database may only be read: it is a standby",
    "25P03": "left idle in a transaction for too long",
    "40001": "gave way to another transaction",
    "40P01": "gave way to another transaction",
    "42501": "this user of PostgreSQL may not do it",
    "53100": "disk full",
    "53200": "out of memory",
    "53300": "too many connections",
    "55P03": "waited too long for a lock",
    "57014": "statement time-out",
    "57": "the database is stopping or starting",
    "58030": "disk error",
    "58": "system error",
    "XX001": "damaged data",
}
_OF_SQLITE = {
    sqlite3.SQLITE_BUSY: "another program keeps the database locked",
    sqlite3.SQLITE_CANTOPEN: "the database file cannot be opened",
    sqlite3.SQLITE_CORRUPT: "damaged data",
    sqlite3.SQLITE_FULL: "disk full",
    sqlite3.SQLITE_IOERR: "disk error",
    sqlite3.SQLITE_LOCKED: "another program keeps the database locked",
    sqlite3.SQLITE_NOMEM: "out of memory",
    sqlite3.SQLITE_NOTADB: "the file is not a database of SQLite",
    sqlite3.SQLITE_PERM: "the database file may not be used by this user",
    sqlite3.SQLITE_READONLY: "the database file may only be read",
    sqlite3.SQLITE_READONLY_DBMOVED: "the database file was moved or removed while the program had it open",
}
#: What the drivers call a fault of ours, and is one of the database's state.
_OF_ITS_STATE = {"25006", "25P03", "42501", "XX001", sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def is_out_of_reach(trouble: Exception) -> bool:
    """Whether ``trouble`` comes from the state of the database, not from the request: locked for too long, out of
    connections, not running, disk full. Sending the same request again can help."""
    # SQLite raises OperationalError for a wrong statement or a missing table too; trying again never helps there.
    is_our_fault = sqlite_code(trouble) == sqlite3.SQLITE_ERROR
    if isinstance(trouble, DatabaseError) and {sqlstate(trouble), sqlite_code(trouble) & 0xFF} & _OF_ITS_STATE:
        return True
    return isinstance(trouble, (OperationalError, InterfaceError, TimeoutError)) and not is_our_fault


def sqlstate(trouble: BaseException) -> str:
    """PostgreSQL's code for it; "" where there is none."""
    return getattr(_orig(trouble), "sqlstate", None) or ""


def sqlite_code(trouble: BaseException) -> int:
    """SQLite's code for it, the long one; 0 where there is none."""
    return getattr(_orig(trouble), "sqlite_errorcode", None) or 0


def cause_of(trouble: BaseException) -> str:
    """The cause for the log: "disk full (53100)". The kind of error where nothing else is known."""
    orig = _orig(trouble)
    if isinstance(trouble, TimeoutError):
        return "all connections of this process are in use"
    if isinstance(orig, NoAnswer):
        return f"no connection: {orig}"
    if state := sqlstate(trouble):
        return f"{_OF_POSTGRESQL.get(state) or _OF_POSTGRESQL.get(state[:2]) or type(orig).__name__} ({state})"
    if isinstance(orig, OSError) and orig.errno:
        return f"{orig.strerror} ({errno.errorcode.get(orig.errno, orig.errno)})"
    if said := refusal(trouble):
        return f"PostgreSQL refuses the connection: {said}"
    if code := sqlite_code(trouble):
        return f"{_OF_SQLITE.get(code) or _OF_SQLITE.get(code & 0xFF) or type(orig).__name__} ({orig.sqlite_errorname})"
    if isinstance(trouble, DBAPIError) and trouble.connection_invalidated or _is_of_connecting(orig):
        return "no connection"
    return type(orig).__name__


def refusal(trouble: BaseException) -> str:
    """What a PostgreSQL that runs said when it did not let us in: 'database "pb" does not exist'. psycopg has no SQLSTATE
    for it. There are names in it, never a password.
    """
    orig = _orig(trouble)
    said = re.search(r"FATAL:\s*(.+)|(no password supplied)", str(orig)) if _is_of_connecting(orig) else None
    return (said[1] or said[2]).strip() if said else ""


def _orig(trouble: BaseException) -> Any:
    return getattr(trouble, "orig", None) or trouble


def _is_of_connecting(orig: Any) -> bool:
    """psycopg has no SQLSTATE where nobody answered."""
    return type(orig).__module__.startswith("psycopg") and type(orig).__name__ in (
        "OperationalError",
        "ConnectionTimeout",
    )
