"""Sessions keep the marks: totals are settled before each commit, and no statement passes by the marks. And the one way
to mark a whole database anew, for one that is older than the marks or whose key is lost for good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import bindparam, event, select, text, update
from sqlalchemy.orm import ORMExecuteState, Session

from pb import given_ids, mark_totals  # noqa: F401  (numbers are given before rows are marked)
from pb.database import db, is_engine_of_sqlite
from pb.marked import MARK, Marked, mark_of, models


@event.listens_for(db.session, "before_commit")
def _settle(session: Session) -> None:
    session.flush()
    mark_totals.settle(session)


@event.listens_for(db.session, "after_commit")
@event.listens_for(db.session, "after_rollback")
def _forget(session: Session) -> None:
    mark_totals.forget(session)
    session.info.pop("pb_given_ids", None)


@event.listens_for(db.session, "do_orm_execute")
def _refuse_what_leaves_no_mark(state: ORMExecuteState) -> None:
    """A statement that writes to a marked table goes through ``pb.marked``, or its rows would look forged."""
    if state.is_insert or state.is_update or state.is_delete:
        name = getattr(getattr(state.statement, "table", None), "name", "")
        if name in models():
            raise RuntimeError(f"rows of {name} are marked: use insert_rows, change_rows or delete_rows of pb.marked")


def mark_everything(session: Session, first: Callable[[], None] = lambda: None) -> dict[str, int]:
    """Mark every row of every marked table as it is now; returns how many there were of each. Part of a bigger act.

    The guards of the tables are off meanwhile: they would refuse to change what is frozen. ``first`` changes with the
    new key what the marks of rows cover.
    """
    session.flush()
    mark_totals.forget(session)
    found = {}
    with without_guards(session, list(models())):
        first()
        for name, model in models().items():
            found[name] = _mark_table(session, model)
    return found


def _mark_table(session: Session, model: type[Marked]) -> int:
    table, connection = model.__table__, session.connection()
    keys = list(table.primary_key)
    rows = [
        {"its_mark": mark_of(model, row), **{f"its_{key.name}": row[key.name] for key in keys}}
        for row in connection.execute(select(table)).mappings()
    ]
    if rows:
        itself = [key == bindparam(f"its_{key.name}") for key in keys]
        connection.execute(update(table).where(*itself).values({MARK: bindparam("its_mark")}), rows)
    mark_totals.set_anew(session, table.name, [row["its_mark"] for row in rows])
    return len(rows)


@contextmanager
def without_guards(session: Session, tables: list[str]) -> Iterator[None]:
    run = session.connection().exec_driver_sql
    if not is_engine_of_sqlite(session.get_bind()):
        for name in tables:
            run(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
        yield
        for name in tables:
            run(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')
        return
    listed = text("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    guards = [row for row in session.connection().execute(listed) if row.tbl_name in tables]
    for guard in guards:
        run(f"DROP TRIGGER {guard.name}")
    yield
    for guard in guards:
        run(guard.sql)
