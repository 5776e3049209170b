"""How the parts of a database are written down, so that two can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: By kind and name, as ("trigger", "bundle_is_kept"): how it is made.
Parts = dict[tuple[str, str], str]

#: Alembic's own, which says at which migration the database is.
ALEMBIC = "alembic_version"

_TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|\w+|\S""")


def in_words(sql: str) -> list[str]:
    """A statement in its words, so that line breaks and needless quotes do not matter; texts in quotes stay whole."""
    return [each[1:-1] if re.fullmatch(r'"\w+"', each) else each for each in _TOKEN.findall(sql)]


def plain(sql: str) -> str:
    """The same as one text."""
    return " ".join(in_words(sql))


def listed(parts: Iterable[tuple[str, str, str]]) -> Parts:
    """Kind, name and making of each part. What is there twice under one name is told apart from what is there once."""
    found: Parts = {}
    for kind, name, made in parts:
        found[kind, name] = f"{found[kind, name]}; {made}" if (kind, name) in found else made
    return found
