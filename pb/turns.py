"""Who writes into SQLite next: one process and thread at a time."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError

_mine: dict[str, threading.Lock] = {}


@contextmanager
def writers_turn(file: str, seconds: float) -> Iterator[None]:
    """SQLite has one writer at a time. Others wait in sleeps that get longer and longer, so one may wait for ever. So
    writers queue here: the threads of a process wait for a lock in memory, and the first of each process waits for a
    file lock on the folder of the database. The system passes a file lock on as soon as it is free, also when its
    process dies. (The lock is not on the database file: closing that file would release SQLite's own locks on it.)

    Refuses like a locked database when the turn has not come after so many ``seconds`` at either.
    """
    here = _mine.setdefault(file, threading.Lock())
    if not here.acquire(timeout=seconds):
        raise _no_turn()
    try:
        with locked(os.path.dirname(file), seconds):
            yield
    finally:
        here.release()


@contextmanager
def locked(folder: str, seconds: float | None = None) -> Iterator[None]:
    """One process and thread at a time in this folder, for the block. Refuses like a locked database when its turn has
    not come after so many ``seconds``."""
    # Opened anew each time. A file that was open before a fork is shared by both processes, and so is its lock:
    # each would think that the other had not taken it.
    opened = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        _take(opened, seconds)
        yield
    finally:
        os.close(opened)


def _take(opened: int, seconds: float | None) -> None:
    """Lock the folder. The system lets nobody wait for a while only: a thread waits, with a description of its own."""
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return
    except BlockingIOError:
        pass
    if seconds is None:
        fcntl.flock(opened, fcntl.LOCK_EX)
        return
    copy, came = os.dup(opened), threading.Event()

    def wait() -> None:
        try:
            fcntl.flock(copy, fcntl.LOCK_EX)
            came.set()
        finally:
            os.close(copy)  # the lock is free when ``opened`` is closed too: late, it helps nobody

    threading.Thread(target=wait, daemon=True).start()
    if not came.wait(seconds):
        raise _no_turn()


def _no_turn() -> OperationalError:
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorcode, busy.sqlite_errorname = sqlite3.SQLITE_BUSY, "SQLITE_BUSY"
    return OperationalError("BEGIN IMMEDIATE", None, busy, hide_parameters=True)
