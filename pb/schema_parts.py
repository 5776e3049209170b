"""How the parts of a database are written down, so that two can be compared."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Column, MetaData, PrimaryKeyConstraint, String, Table

#: By kind and name, as ("trigger", "bundle_is_kept"): how it is made, in the words of the database. Nothing of them is
#: made alike before they are compared, unless it cannot mean anything: "NULL" in quotes is not NULL.
Parts = dict[tuple[str, str], str]

#: Alembic's own table, which says at which migration the database is, as Alembic makes it.
ALEMBIC = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
_OF_ALEMBIC = {"alembic_version", "alembic_version_pkc"}


def as_expected(made: Parts, found: Parts) -> Parts:
    """``made``, without Alembic's table where there is none: the models alone have made the tables there."""
    if ("table", ALEMBIC.name) in found:
        return made
    return {part: said for part, said in made.items() if part[1].partition(".")[0] not in _OF_ALEMBIC}


def parts_by_name(parts: Iterable[tuple[str, str, str]]) -> Parts:
    """Kind, name and making of each part. What is there twice under one name is told apart from what is there once."""
    found: Parts = {}
    for kind, name, made in parts:
        found[kind, name] = f"{found[kind, name]}; {made}" if (kind, name) in found else made
    return found
