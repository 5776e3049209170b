"""Rows that were changed outside the program, read all the same: so that a page can name them, and people can decide.

Everywhere else such a row is refused when it is loaded. Within ``naming_the_damaged`` it is loaded, and kept on a list:
whoever reads there leaves it out of every sum and refuses to go on until nothing is on the list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import and_, or_, update
from sqlalchemy.orm import Session

from pb import mark_totals
from pb.marked import DAMAGED, MARK, Marked, delete_rows, locked_rows, mark_is_right, mark_of

Row = TypeVar("Row")


@contextmanager
def naming_the_damaged(session: Session) -> Iterator[list[Marked]]:
    """For the block, damaged rows are loaded; the list of them. Within another such block it is the same list.

    At the end the session forgets them, so that nobody else is given one unseen. No block for who writes.
    """
    if DAMAGED in session.info:
        yield session.info[DAMAGED]
        return
    named: list[Marked] = []
    session.info[DAMAGED] = named
    try:
        yield named
    finally:
        del session.info[DAMAGED]
        for row in named:
            if row in session:
                session.expunge(row)


def undamaged(session: Session, rows: Iterable[Row]) -> Iterator[Row]:
    """Those of these ``rows`` that are not on the list of the block that we are in, if any."""
    damaged = set(map(id, session.info.get(DAMAGED, ())))
    return (row for row in rows if id(row) not in damaged)


def rows_fingerprint(damaged: Iterable[Marked]) -> str:
    """SHA-256 over what these rows say now: who decides about them decides about these values."""
    said = sorted(mark_of(type(row), vars(row)) for row in damaged)
    return hashlib.sha256(" ".join(said).encode()).hexdigest()


def accept_rows(session: Session, damaged: Sequence[Marked], **values: Any) -> None:
    """Give these rows the mark of what they say now, with these ``values`` beside it. Part of an act of two."""
    for row in damaged:
        table = type(row).__table__
        for found in locked_rows(session, table, [_itself(row)]):
            if mark_is_right(type(row), found):
                continue
            new = mark_of(type(row), {**found, **values})
            mark_totals.note(session, table.name, gone=found[MARK], come=new)
            session.connection().execute(update(table).where(_itself(row)).values({**values, MARK: new}))


def discard(session: Session, damaged: Sequence[Marked]) -> None:
    """Delete these rows. Part of an act of two."""
    for model in {type(row) for row in damaged}:
        these = or_(*(_itself(row) for row in damaged if type(row) is model))
        delete_rows(session, model, these, damaged_too=True)


def _itself(row: Any) -> Any:
    return and_(*(column == getattr(row, column.name) for column in type(row).__table__.primary_key))
