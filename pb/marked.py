"""Tables whose rows are marked: ``class Account(Marked, db.Model)`` is all that a model has to say.

A row's mark covers its table and every other column that is not empty. It is written with the row, checked whenever
the row is loaded as an object, and counted in the table's total (``pb.mark_totals``). So a new column that may be empty
leaves old marks right, and so does one that is renamed and says in ``marked_as`` what its name in the mark stays; one
that is filled needs ``mark_everything`` of ``pb.mark_keeping`` afterwards.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import String, Table, bindparam, event, select, update
from sqlalchemy.orm import Mapped, Mapper, Session, mapped_column, object_session

from pb import mark_totals
from pb.column_types import has_its_kinds
from pb.keystore import load_key
from pb.marks import check_text, mark_of_text
from pb.proved_rows import is_proved, remember
from pb.refusals import Refusal
from pb.row_texts import MARK, covered_columns, text_of_row
from pb.words import lazy_gettext as _l

log = logging.getLogger("pb")

#: Where a session keeps the damaged rows that it has read (``pb.damaged``).
DAMAGED = "pb_damaged_rows"
_models: dict[str, type[Marked]] = {}


class Forged(Refusal):
    """A row was not written by this program, or was changed since."""

    def __init__(self) -> None:
        super().__init__(
            _l("Something in the database was changed outside this website, so it cannot be used."),
            _l(
                "Please tell the coordinator. The list “After the close” says what was changed and what to do. If you "
                "cannot open that list, ask the person who looks after the server to run “flask record put-rows-back” "
                "with a backup."
            ),
            status=503,
        )


class Marked:
    """A model whose rows are marked. ``outside_acts``: its rows also change without a line of the record;
    ``unmarked``: columns that the mark leaves out; ``left_out``: values that it leaves out, by their columns.
    ``marked_as``: of a column that was renamed, the name in its mark.
    """

    __table__: ClassVar[Any]
    outside_acts: ClassVar[bool] = False
    unmarked: ClassVar[frozenset[str]] = frozenset()
    left_out: ClassVar[Mapping[str, str]] = {}
    marked_as: ClassVar[Mapping[str, str]] = {}

    keyed_mark: Mapped[str | None] = mapped_column(String(64), sort_order=999)

    def __init_subclass__(cls, **kw: Any) -> None:
        super().__init_subclass__(**kw)
        if hasattr(cls, "__table__"):
            _models[cls.__table__.name] = cls


def models() -> dict[str, type[Marked]]:
    """Every marked model by the name of its table."""
    return dict(sorted(_models.items()))


def tables_of_acts() -> list[str]:
    """The marked tables that change in acts only, so that the newest line of the record knows their totals."""
    return [name for name, model in models().items() if not model.outside_acts]


def mark_of(model: type[Marked], values: Mapping[Any, Any]) -> str:
    """The mark of a row with these ``values`` by column."""
    return mark_of_text(text_of_row(model, values))


def mark_is_right(model: type[Marked], row: Mapping[Any, Any]) -> bool:
    """Whether the row, as it was read, has the mark that belongs to its values."""
    key, found = load_key("marks"), row[MARK]
    if is_proved(model, key, found, row):
        return True
    if not (has_its_kinds(model.__table__, row) and check_text(found, text_of_row(model, row))):
        return False
    remember(model, key, found, row)
    return True


def require_right_mark(model: type[Marked], row: Mapping[Any, Any]) -> None:
    """Refuse a row with a wrong mark. The log names the table only: a key of a right would tell who voted."""
    if not mark_is_right(model, row):
        log.error("a row of %s was changed outside the program: flask record verify says more", model.__table__.name)
        raise Forged


@event.listens_for(Marked, "load", propagate=True)
def _on_load(target: Marked, context: Any) -> None:
    model: Any = type(target)
    values = target.__dict__
    if values.keys() >= covered_columns(model):
        named = context.session.info.get(DAMAGED)
        if named is None:
            require_right_mark(model, values)
        elif not mark_is_right(model, values):
            named.append(target)


@event.listens_for(Marked, "refresh", propagate=True)
def _on_refresh(target: Any, context: Any, attributes: Any) -> None:
    if attributes is not None and not {MARK, *covered_columns(target.__class__)} & set(attributes):
        return  # only what belongs to it was read: its own values were checked when they were
    # What was changed and not yet written stands beside what was read: its row is checked when it is written.
    if MARK in target.__dict__ and not target._sa_instance_state.committed_state:
        _on_load(target, context)


@event.listens_for(Marked, "before_insert", propagate=True)
def _on_insert(mapper: Mapper[Any], _connection: Any, target: Any) -> None:
    table, session = mapper.local_table, object_session(target)
    assert isinstance(table, Table) and session is not None
    values = {}
    for column in table.columns:
        key = mapper.get_property_by_column(column).key
        if column.name == MARK:
            continue
        value = getattr(target, key)
        if value is None and column.default is not None:
            value = column.default.arg(None) if column.default.is_callable else column.default.arg
            setattr(target, key, value)
        values[column.name] = value
    target.keyed_mark = mark_of(type(target), values)
    mark_totals.note(session, table.name, come=target.keyed_mark)


@event.listens_for(Marked, "before_update", propagate=True)
def _on_update(mapper: Mapper[Any], connection: Any, target: Any) -> None:
    """The row as it lies in the database is checked, so that no change of ours makes somebody else's change right."""
    state, session = target._sa_instance_state, object_session(target)
    changed = {}
    for column in mapper.local_table.columns:
        key = mapper.get_property_by_column(column).key
        if key in state.committed_state and column.name != MARK:
            changed[column.name] = state.dict[key]
    row = _row(mapper, connection, state) if changed else {}
    if not {name for name, value in changed.items() if row[name] != value}:
        return
    require_right_mark(type(target), row)
    target.keyed_mark = mark_of(type(target), {**row, **changed})
    assert session is not None
    mark_totals.note(session, type(target).__table__.name, gone=row[MARK], come=target.keyed_mark)


@event.listens_for(Marked, "before_delete", propagate=True)
def _on_delete(mapper: Mapper[Any], connection: Any, target: Any) -> None:
    row, session = _row(mapper, connection, target._sa_instance_state), object_session(target)
    require_right_mark(type(target), row)
    assert session is not None
    mark_totals.note(session, type(target).__table__.name, gone=row[MARK])


def _row(mapper: Mapper[Any], connection: Any, state: Any) -> dict[str, Any]:
    table = mapper.local_table
    itself = [column == value for column, value in zip(mapper.primary_key, state.key[1], strict=True)]
    return dict(connection.execute(select(table).where(*itself).with_for_update()).mappings().one())


# Many rows at once ---------------------------------------------------------------------------------------------------


def insert_rows(session: Session, model: type[Marked], rows: Iterable[dict[str, Any]]) -> None:
    """Write many rows of plain values at once, each with its mark. Of defaults only those that are values are known."""
    marked = []
    for row in ({**_defaults(model.__table__), **each} for each in rows):
        marked.append({**row, MARK: mark_of(model, row)})
    for row in marked:
        mark_totals.note(session, model.__table__.name, come=row[MARK])
    if marked:
        session.connection().execute(model.__table__.insert(), marked)


@cache
def _defaults(table: Table) -> dict[str, Any]:
    return {c.name: c.default.arg for c in table.columns if c.default and c.default.is_scalar}  # type: ignore[attr-defined]


def change_rows(session: Session, model: type[Marked], which: Sequence[Any], **values: Any) -> int:
    """Give all rows that meet ``which`` these values; returns how many there were."""
    table = model.__table__
    rows = locked_rows(session, table, which)
    marks = []
    for row in rows:
        require_right_mark(model, row)
        marks.append(mark_of(model, {**row, **values}))
        mark_totals.note(session, table.name, gone=row[MARK], come=marks[-1])
    if rows:
        itself = [column == bindparam(f"its_{column.name}") for column in table.primary_key]
        session.connection().execute(
            update(table).where(*itself).values(**values, **{MARK: bindparam("its_mark")}),
            [
                {"its_mark": new, **{f"its_{column.name}": row[column.name] for column in table.primary_key}}
                for row, new in zip(rows, marks, strict=True)
            ],
        )
    return len(rows)


def delete_rows(session: Session, model: type[Marked], *which: Any, damaged_too: bool = False) -> None:
    """Delete all rows that meet ``which``, none that come in between. Refuses changed ones unless ``damaged_too``."""
    table = model.__table__
    rows = locked_rows(session, table, which)
    for row in rows:
        if not damaged_too:
            require_right_mark(model, row)
        mark_totals.note(session, table.name, gone=row[MARK])
    if rows:
        itself = [column == bindparam(f"its_{column.name}") for column in table.primary_key]
        keys = [{f"its_{column.name}": row[column.name] for column in table.primary_key} for row in rows]
        session.connection().execute(table.delete().where(*itself), keys)


def locked_rows(session: Session, table: Table, which: Sequence[Any]) -> list[dict[str, Any]]:
    """Locked, in the order of their keys: two transactions that change the same rows would else wait for each other."""
    session.flush()
    query = select(table).where(*which).order_by(*table.primary_key).with_for_update()
    return [dict(row) for row in session.connection().execute(query).mappings()]
