"""After the opening: the places in the files where envelopes lay are given back and overwritten.

That cannot be part of the opening's own transaction, so a note in ``KEYS_DIR`` remembers it until it is done: a
program that was killed in between, or whose disk was full, does it at its next start.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from pb.causes import cause_of
from pb.database import db, is_engine_of_sqlite, turn_to_write
from pb.marked import Forged
from pb.voting.actions.ballot_keys import forget_ballot_key, forget_keys_of_opened_boxes
from pb.voting.queries import box_opening_of

log = logging.getLogger("pb")

#: How often, and how many seconds apart, the log of SQLite is tried: a page that is being read delays it, nobody waits.
_TRIES, _PAUSE = 100, 0.1


def remember_to_erase(round_id: int) -> None:
    """Leave a note that traces of votes must be erased from the files once the opening of this round has committed."""
    folder: Path = current_app.config["KEYS_DIR"]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _note(round_id).touch()


def erase_traces(round_id: int) -> bool:
    """Forget the opened round's key and erase what lies in the files; whether all is done. Harmless to repeat.

    Does nothing while the box of the round is shut. What the database cannot do now (it writes its files anew, and that
    takes room on the disk) stays noted: the box is open all the same.
    """
    if box_opening_of(round_id) is None:
        return False
    dialect: Any = db.engine.dialect
    try:
        forget_ballot_key(round_id)
        db.session.rollback()
        done = _erase_in_sqlite() if is_engine_of_sqlite(db.engine) else _erase_in_postgresql()
    except (OSError, SQLAlchemyError, dialect.dbapi.Error) as trouble:
        log.error("key and files could not be erased: %s; it is tried again at the next start", cause_of(trouble))
        return False
    if done:
        _note(round_id).unlink(missing_ok=True)
    else:
        log.warning("old pages are still in the database's log; they are erased at the next start")
    return done


def is_erasure_due(round_id: int) -> bool:
    """Whether the files still wait for it, although the box was opened."""
    return _note(round_id).exists() and box_opening_of(round_id) is not None


def finish_erasing() -> None:
    """Erase after openings that were interrupted, and destroy keys that are dead. Called at every start of the
    server.
    """
    folder: Path = current_app.config["KEYS_DIR"]
    for note in sorted(folder.glob("round-*.sweep")):
        try:
            erase_traces(int(note.stem.removeprefix("round-")))
        except Forged:
            log.error("%s waits: this program did not write that this box was opened. See flask check", note)
    for round_id in forget_keys_of_opened_boxes():
        log.warning("the key of round %s had been put back after its ballot box was opened; it is destroyed", round_id)


def _note(round_id: int) -> Path:
    """By the name that it always had: one that an older version left is still found."""
    return current_app.config["KEYS_DIR"] / f"round-{round_id}.sweep"


def _raw() -> Any:
    """A connection of the driver, outside of any transaction and of the pool."""
    return db.engine.raw_connection()


def _erase_in_sqlite() -> bool:
    """Rewrite the database file and truncate its log. The log cannot be truncated while someone reads; casting must not
    wait for that."""
    connection = _raw()
    raw = connection.driver_connection
    try:
        with turn_to_write(db.engine):
            raw.execute("VACUUM")
        raw.execute("PRAGMA busy_timeout = 0")
        return _until(lambda: raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
    finally:
        connection.detach()  # its settings were changed
        raw.close()


def _until(done: Callable[[], bool]) -> bool:
    for _ in range(_TRIES):
        if done():
            return True
        time.sleep(_PAUSE)
    return False


def _erase_in_postgresql() -> bool:
    connection = _raw()
    raw = connection.driver_connection
    try:
        raw.autocommit = raw.is_patient = True
        for limit in ("statement_timeout", "lock_timeout"):
            raw.execute(f"SELECT pg_catalog.set_config('{limit}', '0', false)")
        raw.execute(
            "VACUUM FULL ballot, choice, receipt, voting_right, turnout, envelope, held_envelope, stocked_opening, "
            "kiosk_contact"
        )
        return True
    finally:
        connection.detach()
        raw.close()
