"""Rows whose marks this process has found right: a page of staff reads thousands of rows, and hardly any of them has changed
since the page before.

A row is proved when every value of it is the same, and of the same kind, as in one that was checked in full. Only tables that
change in acts are remembered: votes, rights and what voters do are in no process for long.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import JSON

#: So many a process remembers: 300 venues, 600 sessions with their teams and 500 applications in each of three rounds.
MOST = 30_000
_proved: dict[tuple[bytes, str], tuple[Any, ...]] = {}

Reading = Callable[[Mapping[Any, Any]], tuple[Any, ...]]


def is_proved(model: Any, key: bytes, mark: str, row: Mapping[Any, Any]) -> bool:
    """Whether just this row, with this mark under this key, was found right before."""
    known = _proved.get((key, mark))
    return known is not None and known == _said(model, row)


def remember(model: Any, key: bytes, mark: str, row: Mapping[Any, Any]) -> None:
    """This row was found right."""
    if said := _said(model, row):
        if len(_proved) >= MOST:
            _proved.clear()
        _proved[key, mark] = said


def _said(model: Any, row: Mapping[Any, Any]) -> tuple[Any, ...]:
    """Its values and their kinds: 1, 1.0 and yes are equal, and not the same. Nothing of a table that is not remembered."""
    reading = _reading(model)
    if reading is None:
        return ()
    try:
        values = reading(row)
    except KeyError:  # from a backup that is older than one of the columns
        return ()
    return model, values, tuple(map(type, values))


@cache
def _reading(model: Any) -> Reading | None:
    columns = model.__table__.columns
    if model.outside_acts or model.unmarked or any(isinstance(each.type, JSON) for each in columns):
        return None
    return itemgetter(*(each.name for each in columns))
