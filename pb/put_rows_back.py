"""Rows that were changed or removed outside the program, from a backup: only exactly as the program wrote them last.

A total is the sum of the marks of all rows of its table. A row from a backup with a right mark is the newest version of
itself where the sum comes out with it, and then nobody has to decide anything.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import and_, create_engine, insert, inspect, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from pb import mark_totals
from pb.mark_keeping import without_guards
from pb.marked import MARK, Marked, is_right, models

#: Votes have a way of their own (``flask voting put-back``), and what lies sealed goes with its right.
_NOT_THESE = {"voting_right", "held_envelope"}
Rows = dict[tuple[Any, ...], dict[str, Any]]


class NotABackup(Exception):
    """The file or address is none of this program's databases."""


def put_back(session: Session, backup: str) -> tuple[Counter[str], list[str]]:
    """Put the rows back that are damaged or gone here, table by table: how many, by table, and the tables in which the
    backup does not have what the program wrote last. ``backup``: a SQLite file, or the address of a database into which
    a backup was restored. Part of an act.
    """
    done: Counter[str] = Counter()
    older: list[str] = []
    for name, model in models().items():
        if name in _NOT_THESE:
            continue
        here = _rows(session.connection(), model)
        damaged = {key for key, row in here.items() if not is_right(model, row)}
        if not damaged and _comes_out(session, name, here):
            continue
        there = {key: row for key, row in _in_backup(backup, model).items() if is_right(model, row)}
        changed = {key: there[key] for key in there if key in damaged or key not in here}
        made_up = damaged - set(there)
        whole = {key: row for key, row in here.items() if key not in made_up} | changed
        if not _comes_out(session, name, whole):
            older.append(name)
            continue
        _write(session, model, here, changed, made_up)
        done[name] = len({*changed, *made_up})
    return done, older


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
    marks = [row[MARK] for row in rows.values()]
    return not list(mark_totals.faults(session, {name: marks}, only=name))


def _in_backup(backup: str, model: type[Marked]) -> Rows:
    file = Path(backup)
    if file.is_file():
        backup = f"sqlite:///{file.absolute().as_uri()}?mode=ro&immutable=1&uri=true"
    elif "://" not in backup:
        raise NotABackup
    try:
        with create_engine(backup, poolclass=NullPool).connect() as connection:
            there = {each["name"] for each in inspect(connection).get_columns(model.__table__.name)}
            return _rows(connection, model, there)
    except (SQLAlchemyError, ValueError, TypeError) as wrong:
        raise NotABackup from wrong


def _rows(connection: Any, model: type[Marked], columns: set[str] | None = None) -> Rows:
    table = model.__table__
    those = [each for each in table.columns if columns is None or each.name in columns]
    rows = (dict(row) for row in connection.execute(select(*those)).mappings())
    return {tuple(row[key.name] for key in table.primary_key): row for row in rows}
