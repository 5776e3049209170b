"""The text of a row that its mark is made over: ``["row of TABLE",{"column":value,…}]`` in canonical JSON (``pb.marks``).

A page of staff reads thousands of rows, and each is checked: the text is put together column by column, which takes half
the time of making a dictionary of the row and writing that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from json.encoder import encode_basestring_ascii
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Integer

from pb.marks import canonical, plain_value

#: The column of a row's mark itself.
MARK = "keyed_mark"


def text_of_row(model: Any, values: Mapping[Any, Any]) -> str:
    """What the mark of a row with these ``values`` by column covers. A column that is empty is not in it."""
    said = []
    for name, key, make, left_out in _covered(model):
        value = values.get(name)
        if value is None or (left_out is not None and value == left_out):
            continue
        if make is not None:
            value = make(value)
        said.append(key + _WRITTEN.get(type(value), canonical)(value))
    return f'["row of {model.__table__.name}",{{{",".join(said)}}}]'


@cache
def covered_columns(model: Any) -> frozenset[str]:
    """The columns that the mark covers."""
    return frozenset(each.name for each in _covered(model))


class _Covered(NamedTuple):
    """A column: its key as it is written, how its values are made alike before and after the database had them, and the
    value that is left out.
    """

    name: str
    key: str
    make: Callable[[Any], Any] | None
    left_out: Any


@cache
def _covered(model: Any) -> tuple[_Covered, ...]:
    """The columns in the order of their keys."""
    same = {Boolean: bool, Integer: int}
    return tuple(
        _Covered(
            column.name,
            f"{encode_basestring_ascii(key)}:",
            next((make for kind, make in same.items() if isinstance(column.type, kind)), None),
            model.left_out.get(column.name),
        )
        for key, column in sorted((model.marked_as.get(each.name, each.name), each) for each in model.__table__.columns)
        if column.name != MARK and column.name not in model.unmarked
    )


def _quoted(value: Any) -> str:
    return f'"{plain_value(value)}"'


def _moment(value: datetime) -> str:
    """As ``plain_value`` has it: many rows hold three."""
    return f'"{value.isoformat("T", "microseconds")}"' if value.tzinfo is UTC else _quoted(value)


#: How values of a row are written; what is not here, as ``canonical`` writes it.
_WRITTEN: dict[type, Callable[[Any], str]] = {
    str: encode_basestring_ascii,
    int: int.__repr__,
    bool: {True: "true", False: "false"}.__getitem__,
    datetime: _moment,
    date: _quoted,
    bytes: _quoted,
}
