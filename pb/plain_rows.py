"""Rows that a page only looks at, as plain values: objects of a session cost many times as much to make, and nobody changes
these.

Each was held against its mark, as an object is when it is loaded. That is done once: a row that lies in the database just
as one did that this process has made already is that one. Every page reads all of them, so one that was changed, by
whomever, is another row.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import JSON, Dialect, Select, type_coerce
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from pb.keystore import load_key
from pb.marked import Marked, mark_is_right

Kind = TypeVar("Kind", bound=Marked)

#: So many a process keeps: a vote of 600 sessions with a tablet, a box and a team of two has 4,000.
MOST = 30_000
_made: dict[tuple[type[Marked], bytes, Any], Any] = {}


def plain_rows(session: Session, model: type[Kind], query: Select[Kind]) -> list[Kind]:
    """The rows of ``model`` that ``query`` asks for, with its columns and properties by name and nothing else of it.

    Where one was changed outside the program they are read as objects after all: refused, or named within
    ``naming_the_damaged``.
    """
    session.flush()
    found, key, columns = [], load_key("marks"), _as_they_lie(cast(Any, model))
    for row in session.execute(query.with_only_columns(*columns)):
        known = (model, key, row)
        one = _made.get(known)
        if one is None:
            one = _of_values(model, row, session.get_bind().dialect)
            if not mark_is_right(model, one._asdict()):
                return list(session.scalars(query))
            _keep(known, one)
        found.append(one)
    return cast("list[Kind]", found)


@cache
def _as_they_lie(model: Any) -> list[Any]:
    """Its columns without what makes values of them. Votes, rights and what voters do are in no process for long."""
    columns = list(model.__table__.columns)
    assert not model.outside_acts and not any(isinstance(each.type, JSON) for each in columns)
    return [type_coerce(each, NullType()).label(each.name) for each in columns]


def _of_values(model: Any, row: Any, dialect: Dialect) -> Any:
    kind, makers = _shape(model, dialect)
    return kind._make(make(value) if make else value for make, value in zip(makers, row, strict=True))


@cache
def _shape(model: Any, dialect: Dialect) -> tuple[Any, list[Callable[[Any], Any] | None]]:
    columns = list(model.__table__.columns)
    makers = [each.type.dialect_impl(dialect).result_processor(dialect, None) for each in columns]
    values: Any = namedtuple(  # type: ignore[misc]
        f"{model.__name__}Values", [each.name for each in columns]
    )
    said = {name: each for name, each in vars(model).items() if isinstance(each, property | hybrid_property)}
    return type(f"Plain{model.__name__}", (values,), {"__slots__": (), **said}), makers


def _keep(known: Any, one: Any) -> None:
    if len(_made) >= MOST:
        _made.clear()
    _made[known] = one
