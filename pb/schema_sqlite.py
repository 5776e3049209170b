"""The parts of a SQLite database: SQLite keeps each as the statement that made it.

A migration may have made a table with its columns and constraints in another order, or a constraint beside its column:
so a table is compared as the set of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from sqlalchemy import Connection, MetaData
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from pb.guards import all_guards
from pb.schema_parts import ALEMBIC, Parts, as_expected, parts_by_name

#: SQLite's own: what ANALYZE has counted.
_OF_SQLITE = {
    "sqlite_stat1": "CREATE TABLE sqlite_stat1(tbl,idx,stat)",
    "sqlite_stat4": "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
}

#: Texts and names in quotes stay whole, and signs that touch: "--" begins a comment, "- -" does not.
_WORD = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|\w+|[(),]|[^\w\s'"(),]+|\S""")


def found_and_expected(connection: Connection, metadata: MetaData) -> tuple[Parts, Parts]:
    """What is there, and what this version makes."""
    rows = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM main.sqlite_master").all()
    found = parts_by_name(part for row in rows for part in _known_parts_of(*row))
    return found, as_expected(_expected(metadata), found)


@lru_cache(maxsize=4096)
def _known_parts_of(kind: str, name: str, of_table: str, sql: str | None) -> tuple[tuple[str, str, str], ...]:
    """The same statement has the same parts: the opening of a box and each start look at all of them."""
    return tuple(parts_of(kind, name, of_table, sql))


@cache
def _expected(metadata: MetaData) -> Parts:
    return parts_by_name(part for row in made(metadata) for part in parts_of(*row))


def made(metadata: MetaData) -> list[tuple[str, str, str, str]]:
    """What this version makes: kind, name, table and statement, as SQLite keeps them."""
    rows: list[tuple[str, str, str, str]] = []
    for table in [*metadata.sorted_tables, ALEMBIC]:
        rows.append(("table", table.name, table.name, str(CreateTable(table).compile(dialect=dialect())).strip()))
        for index in table.indexes:
            statement = str(CreateIndex(index).compile(dialect=dialect()))
            rows.append(("index", str(index.name), table.name, statement))
    for guard in all_guards():
        rows += [("trigger", guard.name, guard.table, statement) for statement in guard.sqlite()]
    return rows


def parts_of(kind: str, name: str, of_table: str, sql: str | None) -> Iterator[tuple[str, str, str]]:
    """The parts of one row of ``sqlite_master``. Triggers and indexes are compared letter by letter."""
    words = _in_words(sql or "")
    if kind == "table" and sql is not None and _OF_SQLITE.get(name) == sql:
        return
    if kind == "index" and sql is None and re.fullmatch(rf"sqlite_autoindex_{re.escape(of_table)}_\d+", name):
        return  # SQLite makes it for a constraint, which is compared with its table
    # A table that was renamed has its name in quotes. No others are taken off: in quotes a word is a name, or a text.
    if kind == "table" and name == of_table and words[:2] == ["CREATE", "TABLE"] and words[2] in (name, f'"{name}"'):
        yield from _parts_of_table(name, words[3:], str(sql))
    else:
        yield kind, name, f"{of_table}: {sql}"


def _in_words(sql: str) -> list[str]:
    """A statement in its words, so that only white space outside of texts does not matter."""
    return _WORD.findall(sql)


def _parts_of_table(table: str, words: list[str], sql: str) -> Iterator[tuple[str, str, str]]:
    inside, after = _inside(words)
    if not all(inside):
        yield "table", table, sql  # no table of ours looks like this
        return
    yield "table", table, " ".join(after)
    for definition in inside:
        own, *beside = _split(definition)
        for each in (own, *beside):
            if each[0] == "CONSTRAINT" and each[2:3] == [
                "FOREIGN"
            ]:  # known by what it says: an old one has another name
                each = each[2:]
            is_column = each is own and each[0] not in ("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN")
            name = " ".join(each[1:2]) if each[0] == "CONSTRAINT" else each[0] if is_column else " ".join(each)
            yield ("column" if is_column else "constraint"), f"{table}.{name}", " ".join(each)


def _inside(words: list[str]) -> tuple[list[list[str]], list[str]]:
    """What stands between the table's brackets, comma by comma, and what comes after."""
    deep, parts = 0, [[]]  # type: int, list[list[str]]
    if words[:1] != ["("]:
        return parts, words
    for place, word in enumerate(words):
        deep += (word == "(") - (word == ")")
        if deep == 0:
            return parts, words[place + 1 :]
        if word == "," and deep == 1:
            parts.append([])
        elif not (word == "(" and deep == 1 and place == 0):
            parts[-1].append(word)
    return [[]], words  # a bracket is never shut


def _split(definition: list[str]) -> Iterator[list[str]]:
    """A column and the constraints that stand beside it; a constraint alone is itself."""
    starts = [place for place, word in enumerate(definition) if word == "CONSTRAINT" and place]
    for start, end in zip([0, *starts], [*starts, len(definition)], strict=True):
        yield definition[start:end]
