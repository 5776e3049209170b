"""A file of SQLite copied by who may only read it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def copy_pages(opened: sqlite3.Connection, file: Path) -> None:
    """All pages in one go: a snapshot. Nobody who votes waits for it."""
    with closing(opened) as source, closing(sqlite3.connect(file)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, with no log beside it that could be left behind


def copied_at_rest(database: Path, file: Path) -> bool:
    """Who may not make SQLite's -wal and -shm can read the file only where nobody has it open: then it is all there is.
    False where that did not hold from the beginning to the end of the copying.
    """
    try:
        if (before := _at_rest(database)) is None:
            return False
        file.write_bytes(b"")
        copy_pages(read_only(database, "&immutable=1"), file)
        return _at_rest(database) == before
    except (sqlite3.Error, OSError):
        return False


def _at_rest(database: Path) -> tuple[int, int, int] | None:
    """What tells that the file was not written; None where somebody has it open for writing."""
    if any(Path(f"{database}{each}").exists() for each in ("-wal", "-journal")):
        return None
    found = database.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def read_only(file: Path, more: str = "") -> sqlite3.Connection:
    """Nothing is made where there is no file. ``more``: further parameters of SQLite's address."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro{more}", uri=True)
