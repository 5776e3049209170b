"""A practice programme: people rehearse a vote in it, and nothing counts.

Whether a database is of one is said in its table ``practice`` when it is made, before the first line of its record, and
at no later time (guards below). What a process runs is said by its folder (``pb.config``). Both must agree: every new
connection is asked, so that no process of a practice ever writes into a real vote, and none of a real vote into a practice.

The clock of a practice can be moved ahead, never back. How far is a number in its table, which every process of it reads
before it uses a connection.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app, has_app_context
from sqlalchemy import CheckConstraint, event
from sqlalchemy.orm import Mapped, Session, mapped_column

from pb import clock
from pb.database import UTCTime, db, is_engine_of_sqlite
from pb.durable import NotDurable
from pb.guards import guard
from pb.words import lazy_gettext as _l

CLOCK_GOES_FORWARD = _l("The clock of a practice programme can only go forward.")

#: Said on each page, paper and file of a practice.
PRACTICE = "PRACTICE"
NOTHING_COUNTS = _l("nothing here counts")

#: In ``app.config``: this process makes the practice, so its database may be empty.
BEGINS = "PRACTICE_BEGINS"


class Practice(db.Model):
    """The one row of a practice programme's database; a real one has none."""

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    made_at: Mapped[datetime] = mapped_column(UTCTime)
    #: So far the clock was moved ahead.
    ahead_seconds: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("ahead_seconds >= 0", name="only_ahead"),
    )


guard(
    "practice_for_ever", table="practice", before="DELETE", saying=_l("A practice programme cannot become a real one.")
)
guard(
    "practice_clock_goes_ahead",
    table="practice",
    before="UPDATE",
    when="NEW.made_at <> OLD.made_at OR NEW.ahead_seconds < OLD.ahead_seconds",
    saying=CLOCK_GOES_FORWARD,
)


class NotThisProgramme(NotDurable):
    """The database is of a practice and this process of a real vote, or the other way round."""


def is_practice() -> bool:
    """Whether this process runs a practice programme."""
    return bool(current_app.config["PRACTICE"])


def cookie_name(name: str) -> str:
    """The name of a cookie: a browser sends the cookies of a host to all its ports, and a practice may be on one of them."""
    return f"practice_{name}" if is_practice() else name


def titled(name: str) -> str:
    """What a file calls a round: in a practice it says so first."""
    return f"{PRACTICE}, not a real vote: {name}" if is_practice() else name


def practice_marked(
    columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    """A table that leaves the program; in a practice it says so in a last column, on each row."""
    if not is_practice():
        return columns, rows
    return [*columns, PRACTICE.lower()], ([*row, PRACTICE] for row in rows)


def begin(session: Session) -> None:
    """Make an empty database one of a practice, within the caller's act. Refused once anything is in it."""
    session.add(Practice(id=1, made_at=clock.now()))
    session.flush()


def move_ahead(session: Session, to: datetime) -> None:
    """Move the clock of this practice, within the caller's act. Only ahead."""
    session.get_one(Practice, 1).ahead_seconds = math.ceil((to - clock.machine.now()).total_seconds())
    session.flush()


def watch_practice(app: Flask) -> None:
    """Ask each new connection of ``app`` whose database it is; in a practice, read before each use how far the clock was
    moved.
    """
    with app.app_context():
        engine = db.engine
    asked = _ASKS[is_engine_of_sqlite(engine)]

    def ask(connection: Any, _record: Any) -> None:
        _require_ours(app, asked(connection))

    def read(connection: Any, _record: Any, _proxy: Any) -> None:
        app.extensions[_AHEAD] = timedelta(seconds=asked(connection) or 0)

    event.listen(engine, "connect", ask)
    if app.config["PRACTICE"]:
        event.listen(engine, "checkout", read)
        app.before_request(_look_at_the_clock)


def _look_at_the_clock() -> None:
    """Before a page says what time it is."""
    db.session.connection()


_AHEAD = "pb_practice_ahead"


def _ahead_here() -> timedelta:
    return current_app.extensions.get(_AHEAD, timedelta()) if has_app_context() else timedelta()


clock.goes_ahead_by(_ahead_here)


def _require_ours(app: Flask, ahead: int | None) -> None:
    """``ahead``: what the database says, None where it is not of a practice."""
    if app.config["PRACTICE"] and ahead is None and not app.config.get(BEGINS):
        raise NotThisProgramme(
            "This is the folder of a practice, and its database was not made as one. Make another practice in a new folder: "
            "flask --app wsgi rehearse make FOLDER"
        )
    if ahead is not None and not app.config["PRACTICE"]:
        raise NotThisProgramme(
            "DATABASE_URL names the database of a practice, and nothing in it counts. Name the database of the real vote. "
            "To run the practice, set PRACTICE_FOLDER instead."
        )


def _of_sqlite(connection: Any) -> int | None:
    there = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'practice'").fetchone()
    row = there and connection.execute("SELECT ahead_seconds FROM practice").fetchone()
    return int(row[0]) if row else None


def _of_postgresql(connection: Any) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_catalog.to_regclass('practice') IS NOT NULL")
        row = cursor.fetchone()[0] and cursor.execute("SELECT ahead_seconds FROM practice").fetchone()
    connection.rollback()
    return int(row[0]) if row else None


_ASKS = {True: _of_sqlite, False: _of_postgresql}
