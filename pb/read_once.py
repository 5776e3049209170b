"""What one page asks for again and again is read from the database once.

A page is made of parts that do not know each other, and several of them want to know who is in the steering group or
which sessions a round has. Where the web asks for it (``begin``, with each GET), what a reading marked ``read_once`` found
is kept until the request ends or something is to be written: an act always reads for itself. Commands, jobs and tests
that call a room keep nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from pb.database import READ_ONCE, db
from pb.marked import DAMAGED

Asked = ParamSpec("Asked")
Found = TypeVar("Found")


def begin() -> None:
    """Keep what is read from now on."""
    db.session().info[READ_ONCE] = {}


def read_once(reading: Callable[Asked, Found]) -> Callable[Asked, Found]:
    """The same ``reading``, made once for each page and arguments. Each caller is given a list or dict of their own.

    What holds a row that was changed outside the program is not kept: it belongs to the block that names it.
    """

    @wraps(reading)
    def once(*asked: Asked.args, **more: Asked.kwargs) -> Found:
        info = db.session().info
        kept: dict[Any, Any] | None = info.get(READ_ONCE)
        if kept is None:
            return reading(*asked, **more)
        key = (reading, asked, tuple(sorted(more.items())))
        if key not in kept:
            found = reading(*asked, **more)
            if info.get(DAMAGED):
                return found
            kept[key] = found
        found = kept[key]
        return copy(found) if isinstance(found, list | dict | set) else found

    return once
