"""Rows that were changed or removed outside the program, from a backup: only exactly as the program wrote them last.

A total is the sum of the marks of all rows of its table. A row from a backup with a right mark is the newest version of
itself where the sum comes out with it, and then nobody has to decide anything. Where the total is damaged too, the
newest line of the record knows what it was, if the table changes in acts only.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import and_, create_engine, insert, inspect, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from pb import mark_totals
from pb.mark_keeping import without_guards
from pb.marked import MARK, Marked, mark_is_right, models, tables_of_acts

#: Votes have a way of their own (``flask voting put-back``), and what lies sealed goes with its right.
_NOT_THESE = {"voting_right", "held_envelope"}
_TOTALS = mark_totals.MarkTotal.__table__
Rows = dict[tuple[Any, ...], dict[str, Any]]


class NotOurDatabase(Exception):
    """The file or address is none of this program's databases."""


@dataclass
class RowsPutBack:
    """``done``: how many rows were put back, by table; ``totals``: the tables whose totals were too. ``older``: tables in
    which the backup does not have what the program wrote last; ``damaged_too``: those of which it has the damaged rows;
    ``unknown``: those of which nobody can say, as the total
    is damaged.
    """

    done: Counter[str] = field(default_factory=Counter)
    totals: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    damaged_too: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def put_back_rows(session: Session, backup: str, known: str | None = None) -> RowsPutBack:
    """Put the rows back that are damaged or gone here, table by table. ``backup``: a SQLite file, or the address of a
    database into which a backup was restored; ``known``: the hash of the totals in the newest line of the record, where
    the program wrote it. Part of an act.
    """
    found = RowsPutBack()
    for name, model in models().items():
        if name in _NOT_THESE:
            continue
        here = _rows(session.connection(), model)
        damaged = {key for key, row in here.items() if not mark_is_right(model, row)}
        if not damaged and _comes_out(session, name, here):
            continue
        saved = _in_backup(backup, model)
        there = {key: row for key, row in saved.items() if mark_is_right(model, row)}
        changed = {key: there[key] for key in there if key in damaged or key not in here}
        made_up = damaged - set(there)
        whole = {key: row for key, row in here.items() if key not in made_up} | changed
        if total_is_damaged := _total_is_damaged(session, name):
            if not _line_knows(session, known, name, whole):
                found.unknown.append(name)
                continue
        elif not _comes_out(session, name, whole):
            (found.damaged_too if damaged & (set(saved) - set(there)) else found.older).append(name)
            continue
        _write(session, model, here, changed, made_up)
        if total_is_damaged:
            mark_totals.set_anew(session, name, _marks(whole))
            found.totals.append(name)
        found.done[name] = len({*changed, *made_up})
    return found


def _write(session: Session, model: type[Marked], here: Rows, changed: Rows, made_up: set[tuple[Any, ...]]) -> None:
    table, run = model.__table__, session.connection().execute

    def itself(key: tuple[Any, ...]) -> Any:
        return and_(*(column == value for column, value in zip(table.primary_key, key, strict=True)))

    with without_guards(session, [table.name]):
        for key in made_up:
            run(table.delete().where(itself(key)))
        for key, row in changed.items():
            if key in here:
                covered = {name: value for name, value in row.items() if name not in model.unmarked}
                run(update(table).where(itself(key)).values(covered))
            else:
                run(insert(table).values(row))


def _comes_out(session: Session, name: str, rows: Rows) -> bool:
    return not list(mark_totals.faults(session, {name: _marks(rows)}, only=name))


def _total_is_damaged(session: Session, name: str) -> bool:
    total = session.connection().execute(select(_TOTALS).where(_TOTALS.c.table_name == name)).first()
    return total is None or not mark_totals.total_is_right(total)


def _line_knows(session: Session, known: str | None, name: str, rows: Rows) -> bool:
    tables = tables_of_acts()
    return name in tables and known == mark_totals.hash_of_totals(session, tables, {name: _marks(rows)})


def _marks(rows: Rows) -> list[str]:
    return [row[MARK] for row in rows.values()]


def _in_backup(backup: str, model: type[Marked]) -> Rows:
    file = Path(backup)
    if file.is_file():
        backup = f"sqlite:///{file.absolute().as_uri()}?mode=ro&immutable=1&uri=true"
    elif "://" not in backup:
        raise NotOurDatabase
    try:
        with create_engine(backup, poolclass=NullPool).connect() as connection:
            there = {each["name"] for each in inspect(connection).get_columns(model.__table__.name)}
            return _rows(connection, model, there)
    except (SQLAlchemyError, ValueError, TypeError) as wrong:
        raise NotOurDatabase from wrong


def _rows(connection: Any, model: type[Marked], columns: set[str] | None = None) -> Rows:
    table = model.__table__
    those = [each for each in table.columns if columns is None or each.name in columns]
    rows = (dict(row) for row in connection.execute(select(*those)).mappings())
    return {tuple(row[key.name] for key in table.primary_key): row for row in rows}
