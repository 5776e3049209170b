"""Adding many rows at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

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
