"""Whole numbers that come from outside: none is larger than a column of either database can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from werkzeug.routing import IntegerConverter, Map

if TYPE_CHECKING:
    from flask import Flask

#: The largest whole number of PostgreSQL's ``integer``.
LARGEST = 2**31 - 1


def db_int(typed: str) -> int:
    """The number in ``typed``, for ``request.args.get(…, type=db_int)``. Raises ``ValueError`` for anything else."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 10 and int(typed) <= LARGEST):
        raise ValueError("not a whole number that can be kept")
    return int(typed)


class NumberConverter(IntegerConverter):
    """``<int:…>`` in an address."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(map, *args, **{"max": LARGEST, **kwargs})


def install(app: Flask) -> None:
    """``<int:…>`` in an address is such a number too; a longer one is the address of no page (404)."""
    app.url_map.converters["int"] = NumberConverter
