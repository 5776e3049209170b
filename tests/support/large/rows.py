"""Adding many rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from pb.database import is_engine_of_sqlite
from pb.given_ids import give_ids
from pb.marked import Marked


def add_many(session: Session, *kinds: Iterable[Any]) -> None:
    """Save new rows, of one table in each of ``kinds``. They are numbered together: asking for the highest number with
    each row took most of the time of a large programme.
    """
    for rows in map(list, kinds):
        if rows and isinstance(rows[0], Marked) and type(rows[0]).__table__.autoincrement_column is not None:
            give_ids(session, rows)
        session.add_all(rows)
    session.flush()


#: What the database refuses of a round whose result is published (``pb.results.models.after_the_publication``).
_SESSIONS_STAY = {
    "voting_session": "voting_session_stays_published_insert",
    "team_member": "team_member_stays_published_insert",
}


@contextmanager
def before_the_publication(session: Session) -> Iterator[None]:
    """Inside, sessions are added to rounds that are published already, as if they had been planned in time."""
    if not is_engine_of_sqlite(session.get_bind()):
        for table, guard in _SESSIONS_STAY.items():
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER {guard}"))
        yield
        session.flush()
        for table, guard in _SESSIONS_STAY.items():
            session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER {guard}"))
        return
    made = []
    for guard in _SESSIONS_STAY.values():
        made.append(session.scalar(text("SELECT sql FROM sqlite_master WHERE name = :guard"), {"guard": guard}))
        session.execute(text(f"DROP TRIGGER {guard}"))
    yield
    session.flush()
    for sql in made:
        session.connection().exec_driver_sql(sql)
