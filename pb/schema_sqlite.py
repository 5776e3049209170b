"""The parts of a SQLite database: SQLite keeps each as the statement that made it.

A migration may have made a table with its columns and constraints in another order, or a constraint beside its column:
so a table is compared as the set of these.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sqlalchemy import Connection, MetaData
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from pb.guards import all_guards
from pb.schema_parts import ALEMBIC, Parts, in_words, listed, plain

#: SQLite's own: what ANALYZE has counted.
_OF_SQLITE = {"sqlite_stat1", "sqlite_stat4"}


def found_and_expected(connection: Connection, metadata: MetaData) -> tuple[Parts, Parts]:
    """What is there, and what this version makes."""
    rows = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM main.sqlite_master").all()
    return listed(part for row in rows for part in _parts(*row)), _expected(metadata)


@cache
def _expected(metadata: MetaData) -> Parts:
    made: list[tuple[str, str, str, str]] = []
    for table in metadata.sorted_tables:
        made.append(("table", table.name, table.name, str(CreateTable(table).compile(dialect=dialect()))))
        for index in table.indexes:
            statement = str(CreateIndex(index).compile(dialect=dialect()))
            made.append(("index", str(index.name), table.name, statement))
    for guard in all_guards():
        made += [("trigger", guard.name, guard.table, statement) for statement in guard.sqlite()]
    return listed(part for each in made for part in _parts(*each))


def _parts(kind: str, name: str, of_table: str, sql: str | None) -> Iterator[tuple[str, str, str]]:
    if kind == "table" and name in {ALEMBIC, *_OF_SQLITE}:
        return
    if sql is None:  # an index that SQLite makes for a constraint, which is compared with its table
        if not name.startswith(f"sqlite_autoindex_{of_table}_"):
            yield kind, name, ""
    elif kind == "table" and in_words(sql)[:3] == ["CREATE", "TABLE", name]:
        yield from _parts_of_table(name, in_words(sql))
    else:
        yield kind, name, f"{of_table}: {plain(sql)}"


def _parts_of_table(table: str, words: list[str]) -> Iterator[tuple[str, str, str]]:
    inside, after = _inside(words[3:])
    yield "table", table, " ".join(after)
    for definition in inside:
        own, *beside = _split(definition)
        for each in (own, *beside):
            if each[0] == "CONSTRAINT" and each[2] == "FOREIGN":  # known by what it says: an old one has another name
                each = each[2:]
            is_column = each is own and each[0] not in ("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN")
            name = each[1] if each[0] == "CONSTRAINT" else each[0] if is_column else " ".join(each)
            yield ("column" if is_column else "constraint"), f"{table}.{name}", " ".join(each)


def _inside(words: list[str]) -> tuple[list[list[str]], list[str]]:
    """What stands between the table's brackets, comma by comma, and what comes after."""
    deep, parts = 0, [[]]  # type: int, list[list[str]]
    for place, word in enumerate(words):
        deep += (word == "(") - (word == ")")
        if deep == 0:
            return parts, words[place + 1 :]
        if word == "," and deep == 1:
            parts.append([])
        elif not (word == "(" and deep == 1 and place == 0):
            parts[-1].append(word)
    return parts, []


def _split(definition: list[str]) -> Iterator[list[str]]:
    """A column and the constraints that stand beside it; a constraint alone is itself."""
    starts = [place for place, word in enumerate(definition) if word == "CONSTRAINT" and place]
    for start, end in zip([0, *starts], [*starts, len(definition)], strict=True):
        yield definition[start:end]
