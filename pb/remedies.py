"""What an operator does about a database that cannot be used: a line for each kind of trouble, at the start, in
``flask check`` and in the answer of any command. What the log calls it says ``pb.causes``.
"""

from __future__ import annotations

import re
import sqlite3

from pb.causes import cause_of, refusal, sqlite_code, sqlstate

_RESTORE = "Keep a copy for whoever looks into it, and restore the newest backup (docs/running.md, Restore)."
_ROOM = "Make room: df -h says where. What was saved is still there."
_DISK_FAULT = "See what the system log says about the disk: sudo dmesg | tail. Put the newest backup on another disk."
_MEMORY = "free -h says how much is left. End what takes it, then try again."
_IN_USE = "Another program has it in use: a copy, a viewer, a second server. End it, or try again in a minute."
_OWNER = (
    "The file and its folder must belong to the user of the service (sudo chown -R pb FOLDER), and its unit must name "
    "the folder in ReadWritePaths (docs/running.md, The service)."
)
_CONNECTIONS = (
    "End other programs that use it, or raise max_connections (docs/running.md, Watching over it), then: "
    "sudo systemctl restart postgresql"
)
_SOON = "Try again in a minute."

_OF_SQLITE = {
    sqlite3.SQLITE_BUSY: _IN_USE,
    sqlite3.SQLITE_CANTOPEN: f"Is DATABASE_URL right, and is the folder that it names there? {_OWNER}",
    sqlite3.SQLITE_CORRUPT: f"Stop the server. {_RESTORE}",
    sqlite3.SQLITE_FULL: _ROOM,
    sqlite3.SQLITE_IOERR: _DISK_FAULT,
    sqlite3.SQLITE_LOCKED: _IN_USE,
    sqlite3.SQLITE_NOMEM: _MEMORY,
    sqlite3.SQLITE_NOTADB: f"Is DATABASE_URL right? If it is, something else was written over the file. {_RESTORE}",
    sqlite3.SQLITE_PERM: _OWNER,
    sqlite3.SQLITE_READONLY: _OWNER,
    sqlite3.SQLITE_READONLY_DBMOVED: "Put the file back in its place, then start the server again.",
}
#: By SQLSTATE, or by its first two characters.
_OF_POSTGRESQL = {
    "25006": "Name the server that may be written in DATABASE_URL, or promote this one.",
    "25P03": _SOON,
    "40": _SOON,
    "42501": "Its tables belong to another user of PostgreSQL. A backup that is put back by flask --app wsgi restore "
    "belongs to the right one (docs/running.md, Restore).",
    "53100": _ROOM,
    "53200": _MEMORY,
    "53300": _CONNECTIONS,
    "55P03": _IN_USE,
    "57": _SOON,
    "57014": _IN_USE,
    "58": _DISK_FAULT,
    "XX001": f"Stop the server. {_RESTORE}",
}
#: What a PostgreSQL says that lets nobody in until somebody puts right a name, a password or a right.
_LASTING_REFUSALS = {
    r"database .* does not exist": "Put DATABASE_URL right, or make that database as docs/running.md says (Setting up; "
    "after a restore, Restore).",
    r"role .* does not exist": "Run this as the user of the service (docs/running.md has a command pb that does), or put "
    "the user in DATABASE_URL right, or make it: sudo -u postgres createuser NAME",
    r"[Pp]eer authentication failed": "Run this as the user of the service (docs/running.md has a command pb that does), "
    "or put the user in DATABASE_URL right.",
    r"authentication failed": "Put the password in DATABASE_URL right, or give the user that password: sudo -u postgres "
    "psql -c '\\password NAME'",
    r"no password supplied": "Put the password of its user into DATABASE_URL (postgresql+psycopg://USER:PASSWORD@…).",
    r"no pg_hba\.conf entry": "Allow this machine and user in PostgreSQL's pg_hba.conf, then: sudo systemctl reload "
    "postgresql",
    r"permission denied": "Give the database to the user in DATABASE_URL: sudo -u postgres psql -c 'ALTER DATABASE NAME "
    "OWNER TO USER'",
    r"not permitted": "Let this user sign in: sudo -u postgres psql -c 'ALTER ROLE NAME LOGIN'",
}
_PASSING_REFUSALS = {
    r"too many|connection slots": _CONNECTIONS,
    r"starting up|shutting down|recovery|not yet accepting": _SOON,
}

#: Nobody gets past these by trying again.
_LASTING = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
    "42501",
    "XX001",
}


def what_to_do(trouble: BaseException) -> str:
    """That the database cannot be used, why, and what to do about it: one line."""
    if refusal(trouble):
        return f"{cause_of(trouble)}. {_of_refusal(trouble) or 'Put DATABASE_URL right.'}"
    code, state = sqlite_code(trouble), sqlstate(trouble)
    found = (
        _OF_SQLITE.get(code)
        or _OF_SQLITE.get(code & 0xFF)
        or _OF_POSTGRESQL.get(state)
        or _OF_POSTGRESQL.get(state[:2])
    )
    if found:
        return f"The database cannot be used: {cause_of(trouble)}. {found}"
    return f"The database does not answer: {cause_of(trouble)}. Is it running, and is DATABASE_URL right?"


def passes(trouble: BaseException) -> bool:
    """Whether trying again later can help, without anybody putting anything right here."""
    if any(re.search(pattern, refusal(trouble)) for pattern in _LASTING_REFUSALS):
        return False
    return not {sqlite_code(trouble) & 0xFF, sqlstate(trouble)} & _LASTING


def _of_refusal(trouble: BaseException) -> str:
    kinds = {**_LASTING_REFUSALS, **_PASSING_REFUSALS}
    return next((do for pattern, do in kinds.items() if re.search(pattern, refusal(trouble))), "")
