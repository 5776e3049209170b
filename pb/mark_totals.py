"""How many rows each marked table has, and the sum of their marks: a row that was deleted, or put back as it was
once, has a right mark or none, and shows only here.

The totals are changed in the transaction that changes the rows, and each is marked itself. A hash of them stands in
each line of the record, so that an older total cannot be put back either; totals of tables that change without a line
are stamped (``pb.mark_stamps``).
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import String, bindparam, insert, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from pb.database import db
from pb.marks import is_mark_of, mark

log = logging.getLogger("pb")

#: Sums are taken modulo this; a mark is a number below it.
_MODULUS = 1 << 256
_PENDING = "pb_mark_totals"
#: The mark of a total that was found wrong: no later change makes it right again.
BROKEN = "0" * 64


class MarkTotal(db.Model):
    """The rows of one marked table: how many, and the sum of their marks (64 hex digits)."""

    __tablename__ = "mark_total"

    table_name: Mapped[str] = mapped_column(String(40), primary_key=True)
    row_count: Mapped[int] = mapped_column(default=0)
    total: Mapped[str] = mapped_column(String(64))
    keyed_mark: Mapped[str | None] = mapped_column(String(64))
    #: The stamp, and a mark over it and the total together. None: tables of acts, and before the first stamp.
    as_of: Mapped[int | None]
    stamp_mark: Mapped[str | None] = mapped_column(String(64))


_TOTALS = MarkTotal.__table__
#: Each act asks these several times: they are put together once.
_OF_THESE = _TOTALS.c.table_name.in_(bindparam("tables", expanding=True))
_READ = select(_TOTALS).where(_OF_THESE)
_LOCKED = _READ.order_by(_TOTALS.c.table_name).with_for_update()
_LOCK = select(_TOTALS.c.table_name).where(_OF_THESE).order_by(_TOTALS.c.table_name).with_for_update()
_WRITE = update(_TOTALS).where(_TOTALS.c.table_name == bindparam("its_name"))
_BEGIN = text(
    "INSERT INTO mark_total (table_name, row_count, total, keyed_mark) "
    "VALUES (:table_name, :row_count, :total, :keyed_mark) ON CONFLICT DO NOTHING"
)


def note(session: Session, table: str, *, gone: str | None = None, come: str | None = None) -> None:
    """A row of ``table`` comes with the mark ``come``, goes with ``gone``, or changes from one to the other."""
    pending = session.info.setdefault(_PENDING, {})
    rows, total = pending.get(table, (0, 0))
    rows += (come is not None) - (gone is not None)
    total += _number(come) - _number(gone)
    pending[table] = (rows, total)


def is_noted(session: Session) -> bool:
    """Whether anything that was written changes a total; what was taken out and put back alike does not."""
    return any(rows or change % _MODULUS for rows, change in session.info.get(_PENDING, {}).values())


def forget(session: Session) -> None:
    """What was noted did not happen: the transaction is over."""
    session.info.pop(_PENDING, None)


def settle(session: Session) -> None:
    """Write what was noted into the totals. The last thing that a transaction locks, so that nobody waits in a ring.

    A total whose own mark is wrong stays wrong: it stops nothing, and ``flask record verify`` tells of it.
    """
    pending = session.info.pop(_PENDING, None)
    if not pending:
        return
    found = _locked(session, pending)
    if missing := sorted(set(pending) - set(found)):
        for name in missing:
            begin(session, name)
        found |= _locked(session, missing)
    changed = []
    for name, row in found.items():
        rows, change = pending[name]
        stamp = row.as_of if stamp_is_right(row) else None
        new = values(name, row.row_count + rows, (_number(row.total) + change) % _MODULUS, stamp)
        if not total_is_right(row):
            log.error("the total of the table %s was changed outside the program: flask record verify says more", name)
            new["keyed_mark"] = BROKEN
        changed.append(new)
    write(session, changed)


def _locked(session: Session, tables: Iterable[str]) -> dict[str, Any]:
    """The totals of these tables by their names, locked in the order of these."""
    return {row.table_name: row for row in session.connection().execute(_LOCKED, {"tables": list(tables)})}


def write(session: Session, totals: Sequence[Mapping[str, Any]]) -> None:
    """Write totals that are there already, in one statement: each as ``values`` gives it."""
    if totals:
        session.connection().execute(_WRITE, [{"its_name": each["table_name"], **each} for each in totals])


def begin(session: Session, table: str) -> None:
    """A total of nothing for ``table``, if it has none."""
    session.connection().execute(_BEGIN, values(table, 0, 0))


def lock_first(session: Session, tables: Sequence[str]) -> None:
    """Lock the totals of ``tables``, and those that ``settle`` will change, in the one order: for who locks more later."""
    both = {*tables, *session.info.get(_PENDING, ())}
    session.connection().execute(_LOCK, {"tables": list(both)})


def set_anew(session: Session, table: str, marks: list[str]) -> None:
    """The total of ``table`` from the marks of all its rows: they were all marked anew."""
    its_row = _TOTALS.c.table_name == table
    before = session.connection().execute(select(_TOTALS).where(its_row)).first()
    stamp = before.as_of if before and stamp_is_right(before) else None
    session.connection().execute(_TOTALS.delete().where(its_row))
    anew = values(table, len(marks), sum(map(_number, marks)) % _MODULUS, stamp)
    session.connection().execute(insert(_TOTALS).values(anew))


def _number(in_hex: str | None) -> int:
    """0 for what cannot be a mark: the row is told of for itself."""
    try:
        return int(in_hex or "0", 16)
    except ValueError:
        return 0


def values(name: str, rows: int, total: int, stamp: int | None = None) -> dict[str, Any]:
    """A total as it is kept, with its marks."""
    what = name, rows, f"{total:064x}"
    made = {**dict(zip(("table_name", "row_count", "total"), what, strict=True)), "keyed_mark": mark("total", *what)}
    return {**made, "as_of": stamp, "stamp_mark": None if stamp is None else mark("stamped total", *what, stamp)}


def total_is_right(row: Any) -> bool:
    """Whether the program wrote this total."""
    return is_mark_of(row.keyed_mark, "total", row.table_name, row.row_count, row.total)


def stamp_is_right(row: Any) -> bool:
    """Whether the program gave this total its stamp."""
    what = row.table_name, row.row_count, row.total
    return row.as_of is not None and is_mark_of(row.stamp_mark, "stamped total", *what, row.as_of)


def hash_of_totals(session: Session, tables: list[str], besides: Mapping[str, Sequence[str]] | None = None) -> str:
    """SHA-256 over the totals of these tables as they are now; for a line of the record. A damaged total is named as
    one, so that no line vouches for it. ``besides``: of some tables the marks of rows, in place of their totals.
    """
    found = {
        row.table_name: [row.table_name, row.row_count, row.total, *([] if total_is_right(row) else ["damaged"])]
        for row in session.connection().execute(_READ, {"tables": tables})
    }
    for name, its_marks in (besides or {}).items():
        found[name] = [name, len(its_marks), f"{sum(map(_number, its_marks)) % _MODULUS:064x}"]
    return hashlib.sha256(json.dumps([found[name] for name in sorted(found)]).encode()).hexdigest()


def faults(
    session: Session, found: Mapping[str, Sequence[str | None]], only: str = ""
) -> Iterator[tuple[str, dict[str, str | int]]]:
    """What is wrong with the totals: the kind of fault, with its facts. ``found``: the marks of all rows of each marked
    table, or of ``only`` this one.
    """
    rows = session.connection().execute(select(_TOTALS))
    stored = {row.table_name: row for row in rows if not only or row.table_name == only}
    for name in sorted(set(stored) - set(found)):
        yield "unknown_total", {"name": name}
    for name, marks in sorted(found.items()):
        total = sum(map(_number, marks)) % _MODULUS
        row = stored.get(name)
        if row is None:
            if marks:
                yield "no_total", {"name": name}
        elif not total_is_right(row):
            yield "wrong_total", {"name": name}
        elif (row.row_count, row.total) != (len(marks), f"{total:064x}"):
            yield "rows", {"name": name, "should": row.row_count, "has": len(marks)}
