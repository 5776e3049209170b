"""What somebody typed into a form or an address, tidied before any view reads it (``pb.unicode_text``): a field in which
nothing can be seen is empty, whatever asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.datastructures.structures import iter_multi_items

from pb.unicode_text import seen

#: Fields in which every character counts, seen or not.
SECRET = frozenset({"password", "again", "current", "second_password", "pin", "next_pin", "leave_pin"})


class TypedText(ImmutableMultiDict):
    """Names and values of a form or an address, as they are to be read."""

    def __init__(self, mapping: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None) -> None:
        super().__init__(list(_seen(iter_multi_items(mapping or ()))))


def _seen(pairs: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    for name, value in pairs:
        # Browsers send the end of a line as two characters; the page counts it as one, and so do the limits.
        yield name, value if name in SECRET or not isinstance(value, str) else seen(value.replace("\r\n", "\n"))


class TidyRequest(Request):
    """A request whose typed texts are tidy. Files are as they were sent: what reads them tidies what is in them."""

    parameter_storage_class = TypedText


def install(app: Flask) -> None:
    """Every request of the application is such a one."""
    app.request_class = TidyRequest
