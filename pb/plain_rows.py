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
from types import FunctionType
from typing import Any, TypeVar, cast

from sqlalchemy import JSON, Dialect, Select, type_coerce
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from pb.keystore import load_key
from pb.marked import Marked, mark_is_right

Kind = TypeVar("Kind")

#: So many a process keeps: a vote of 600 sessions with a tablet, a box and a team of two has 4,000.
MOST = 30_000
_made: dict[tuple[type[Any], bytes, Any], Any] = {}


def plain_rows(session: Session, model: type[Kind], query: Select[Kind]) -> list[Kind]:
    """The rows of ``model`` that ``query`` asks for, with its columns and properties by name and nothing else of it.

    Where one was changed outside the program they are read as objects after all: refused, or named within
    ``naming_the_damaged``.
    """
    found = _values(session, model, query)
    return list(session.scalars(query)) if found is None else found


def seen_rows(session: Session, model: type[Kind], query: Select[Kind]) -> list[Kind] | None:
    """The same, each as a thing of its own that the properties and methods of ``model`` go with: what belongs to it is put
    there as an attribute. None where one was changed outside the program: then they are read as objects.
    """
    found = _values(session, model, query)
    if found is None:
        return None
    kind = _seen(cast(Any, model), session.get_bind().dialect)
    return [tuple.__new__(kind, cast(Any, each)) for each in found]


def _values(session: Session, model: type[Kind], query: Select[Kind]) -> list[Kind] | None:
    session.flush()
    found, columns = [], _as_they_lie(cast(Any, model))
    is_marked, key, dialect = issubclass(model, Marked), load_key("marks"), session.get_bind().dialect
    for row in map(tuple, session.execute(query.with_only_columns(*columns))):
        if not is_marked:  # what groups type themselves: it stays in no process
            found.append(_of_values(model, row, dialect))
            continue
        known = (model, key, row)
        one = _made.get(known)
        if one is None:
            one = _of_values(model, row, dialect)
            if not mark_is_right(cast(Any, model), one._asdict()):
                return None
            _keep(known, one)
        found.append(one)
    return cast("list[Kind]", found)


class _Once:
    """``functools.cached_property`` without its lock, which takes longer than most of what is worked out here: what one page
    has read, one thread looks at.
    """

    def __init__(self, name: str, working_out: Callable[[Any], Any]) -> None:
        self._name, self._working_out = name, working_out

    def __get__(self, seen: Any, _kind: Any = None) -> Any:
        found = vars(seen)[self._name] = self._working_out(seen)
        return found


@cache
def _seen(model: Any, dialect: Dialect) -> Any:
    """Values with room for what belongs to them. A property is worked out once: nothing of a thing changes once it is whole."""
    said: dict[str, Any] = {}
    for name, each in vars(model).items():
        if isinstance(each, property) and each.fget:
            said[name] = _Once(name, each.fget)
        elif isinstance(each, FunctionType) and name[:2] != "__":
            said[name] = each
    return type(f"Seen{model.__name__}", (_shape(model, dialect)[0],), said)


@cache
def _as_they_lie(model: Any) -> list[Any]:
    """Its columns without what makes values of them. Votes, rights and what voters do are in no process for long."""
    columns = list(model.__table__.columns)
    assert not getattr(model, "outside_acts", False) and not any(isinstance(each.type, JSON) for each in columns)
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
