"""Somebody with the whole database in their hands tampers with the record: by SQL, with the triggers gone.

Each way takes the session, the dice and the position of a line that is not the last, and changes the database in the
open transaction; the test looks what the verifier says, and rolls back. ``needs_head``: only a printed head can tell.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from sqlalchemy import CheckConstraint, bindparam, delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from pb import schema
from pb.database import db, is_engine_of_sqlite
from pb.record import queries
from pb.record.models import Reason, RecordLine
from pb.record.rules import LineContent, chained

LINES, REASONS = RecordLine.__table__, Reason.__table__
COLUMNS = ("at", "actor_id", "role", "act", "round_id", "facts", "reason_hash", "previous", "hash")
#: Positions that no honest line has, for rows on their way to another place.
ASIDE = 1_000_000
Way = Callable[[Session, random.Random, int], None]


def schema_is_not_looked_at() -> None:
    """That guards are gone is not told of for as long as the program lives (``tests.support.program``): whoever is clever
    puts them back before anybody looks.
    """
    patch.object(schema, "differences", lambda _connection: []).start()


def without_triggers() -> None:
    """What only somebody with the whole database in their hands can do; the schema is not looked at."""
    schema_is_not_looked_at()
    with db.engine.begin() as connection:
        if is_engine_of_sqlite(db.engine):
            for name in (
                connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            ):
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:  # foreign keys are triggers too, and go with them
            connection.exec_driver_sql("ALTER TABLE record_line DISABLE TRIGGER ALL")
            connection.exec_driver_sql("ALTER TABLE record_reason DISABLE TRIGGER ALL")


def without_any_guard(*, checks: bool = True) -> None:
    """The same for every table. ``checks`` stay, or do not stand in the way either (on SQLite: see ``begin``)."""
    db.session.rollback()
    without_triggers()
    if not is_engine_of_sqlite(db.engine):
        with db.engine.begin() as connection:
            for name, table in db.metadata.tables.items():
                connection.exec_driver_sql(f'ALTER TABLE "{name}" DISABLE TRIGGER ALL')
                gone = [] if checks else [each for each in table.constraints if isinstance(each, CheckConstraint)]
                for check in gone:
                    connection.exec_driver_sql(f'ALTER TABLE "{name}" DROP CONSTRAINT {check.name}')


def begin(session: Session) -> None:
    """A fresh transaction in which no foreign key stands in the way."""
    session.rollback()
    if is_engine_of_sqlite(db.engine):
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        session.execute(text("PRAGMA ignore_check_constraints = ON"))


def entry_at(session: Session, position: int) -> tuple[LineContent, str]:
    line = session.scalars(select(RecordLine).where(RecordLine.position == position)).unique().one()
    found = queries.content_of(line), line.hash
    session.expunge_all()
    return found


def positions(session: Session, first: int) -> list[int]:
    """Of the lines that are there, from ``first`` on."""
    there = select(LINES.c.position).where(LINES.c.position >= first).order_by(LINES.c.position)
    return list(session.scalars(there))


def another(column: str, value: Any, chance: random.Random) -> Any:
    """Something else than ``value`` for this column."""
    if column in ("actor_id", "round_id"):
        return (value or 0) + chance.randrange(1, 99)
    if column in ("reason_hash", "previous", "hash"):
        return f"{chance.getrandbits(256):064x}"
    if column == "at":
        return value + timedelta(microseconds=chance.choice((1, -1, 60_000_000)))
    if column == "facts":
        return {**value, "number": chance.randrange(1_000, 9_999)} if chance.random() < 0.7 else {}
    return f"{value}x"


def edit(column: str) -> Way:
    def edited(session: Session, chance: random.Random, at: int) -> None:
        entry, stored = entry_at(session, at)
        value = another(column, stored if column == "hash" else getattr(entry, column), chance)
        session.execute(update(LINES).where(LINES.c.position == at).values({column: value}))

    edited.__name__ = f"edit {column}"
    return edited


def edit_and_work_out_its_hash(session: Session, chance: random.Random, at: int) -> None:
    """The hash has no key: anybody can make the line itself right again, but not the next one's "previous"."""
    entry, _stored = entry_at(session, at)
    column = chance.choice(COLUMNS[:6])
    changed = replace(entry, **{column: another(column, getattr(entry, column), chance)})
    session.execute(
        update(LINES).where(LINES.c.position == at).values({column: getattr(changed, column), "hash": chained(changed)})
    )


def delete_it(session: Session, _chance: random.Random, at: int) -> None:
    session.execute(delete(REASONS).where(REASONS.c.position == at))
    session.execute(delete(LINES).where(LINES.c.position == at))


def delete_and_close_the_gap(session: Session, chance: random.Random, at: int) -> None:
    delete_it(session, chance, at)
    move(session, at, -1)


def move(session: Session, after: int, by: int) -> None:
    """Every line after ``after`` and its reason get another position."""
    for table in (REASONS, LINES):
        moved = table.c.position > after
        session.execute(update(table).where(moved).values(position=table.c.position + ASIDE))
        session.execute(update(table).where(table.c.position > ASIDE).values(position=table.c.position - ASIDE + by))


def insert_one(session: Session, chance: random.Random, at: int) -> None:
    """A line that never was, between two, following from the first and with its hash worked out."""
    before, its_hash = entry_at(session, at)
    move(session, at, 1)
    made = replace(
        before, position=at + 1, act="account.made", reason_hash=None, previous=f"{chance.getrandbits(256):064x}"
    )
    session.execute(insert(LINES).values(**vars(made), hash=chained(made)))
    if chance.random() < 0.5:  # or even in the true one's place: then the next line must give way
        session.execute(update(LINES).where(LINES.c.position == at + 2).values(previous=made.previous[::-1]))
        session.execute(
            update(LINES)
            .where(LINES.c.position == at + 1)
            .values(previous=its_hash, hash=chained(replace(made, previous=its_hash)))
        )


def swap(session: Session, chance: random.Random, at: int) -> None:
    last = session.scalar(select(func.max(LINES.c.position)))
    other = chance.choice([n for n in range(1, last + 1) if n != at])
    for table in (REASONS, LINES):
        for old, new in ((at, ASIDE), (other, at), (ASIDE, other)):
            session.execute(update(table).where(table.c.position == old).values(position=new))


def with_a_reason(session: Session, chance: random.Random) -> int:
    return chance.choice(session.scalars(select(REASONS.c.position).order_by(REASONS.c.position)).all())


def edit_a_reason(session: Session, chance: random.Random, _at: int) -> None:
    values = {chance.choice(("text", "salt")): f"{chance.getrandbits(64):016x}"}
    session.execute(update(REASONS).where(REASONS.c.position == with_a_reason(session, chance)).values(values))


def erase_a_reason(session: Session, chance: random.Random, _at: int) -> None:
    session.execute(delete(REASONS).where(REASONS.c.position == with_a_reason(session, chance)))


def put_a_reason_beside(session: Session, chance: random.Random, at: int) -> None:
    session.execute(delete(REASONS).where(REASONS.c.position == at))
    session.execute(insert(REASONS).values(position=at, salt="0" * 32, text=f"{chance.random()}"))


WAYS: tuple[Way, ...] = (
    *map(edit, COLUMNS),
    edit_and_work_out_its_hash,
    delete_it,
    delete_and_close_the_gap,
    insert_one,
    swap,
    edit_a_reason,
    erase_a_reason,
    put_a_reason_beside,
)


def cut_the_tail(session: Session, _chance: random.Random, at: int) -> None:
    for table in (REASONS, LINES):
        session.execute(delete(table).where(table.c.position > at))


def write_the_rest_anew(session: Session, chance: random.Random, at: int) -> None:
    """A line's time is changed, and every later line that is there made to follow from it: the chain alone is whole again.

    By so little that no other way of tampering puts the right time back.
    """
    there = select(RecordLine).where(RecordLine.position >= at).order_by(RecordLine.position)
    entries = [queries.content_of(line) for line in session.scalars(there).unique()]
    session.expunge_all()
    previous, changed = None, []
    for entry in entries:
        values = {"at": entry.at + timedelta(microseconds=3)} if previous is None else {"previous": previous}
        entry = replace(entry, **values)  # type: ignore[arg-type]
        if isinstance(entry.at, str):  # somebody has spelt it in another way
            entry = replace(entry, at=datetime.fromisoformat(entry.at).replace(tzinfo=UTC))
        bare = {name: value.decode() for name, value in vars(entry).items() if isinstance(value, bytes)}
        entry = replace(entry, **bare)  # type: ignore[arg-type]
        previous = chained(entry)
        changed.append({"its": entry.position, "its_at": entry.at, "before": entry.previous, "now": previous})
    if changed:
        new = {"at": bindparam("its_at"), "previous": bindparam("before"), "hash": bindparam("now")}
        itself = LINES.c.position == bindparam("its")
        session.connection().execute(update(LINES).where(itself).values(new), changed)


NEED_A_HEAD: tuple[Way, ...] = (cut_the_tail, write_the_rest_anew)
