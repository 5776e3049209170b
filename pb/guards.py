"""Guards: rules that the database keeps by itself, with the sentence that a person reads when one refuses.

A guard is a trigger on both databases, written once. Its condition may use ``NEW``, ``OLD`` and sub-selects in SQL
that SQLite and PostgreSQL share. Tables are made together with their guards; a migration copies the SQL.

The trigger raises only the guard's name ("guard:bundle_is_kept"), and the sentence is looked up by it. So a sentence
can be put better without a migration.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Connection, MetaData, event
from sqlalchemy.exc import IntegrityError

from pb.words import Sentence

#: The condition of a guard that makes no exception; such a table cannot be truncated either.
ALWAYS = "1 = 1"

_guards: dict[str, Guard] = {}


@dataclass(frozen=True)
class Guard:
    """``before`` an act on ``table``, when ``condition`` holds, the database refuses with ``saying``. ``first``: what it
    begins with, where that needs no sub-select.
    """

    name: str
    table: str
    before: str
    condition: str
    saying: Sentence
    first: str = ""

    @property
    def raises(self) -> str:
        """The text that the trigger raises, by which ``sentence_of_guard`` knows the guard again."""
        return f"guard:{self.name}"

    def sqlite(self) -> list[str]:
        return [
            f"CREATE TRIGGER {self.name} BEFORE {self.before} ON {self.table} WHEN {self.condition} "
            f"BEGIN SELECT RAISE(ABORT, '{self.raises}'); END"
        ]

    @property
    def body(self) -> str:
        """What its function does (PostgreSQL). A condition with a sub-select costs 11 µs each time, however it begins;
        one without next to nothing. So what is ``first`` is asked alone.
        """
        row = "OLD" if self.before == "DELETE" else "NEW"
        rest = self.condition.removeprefix(f"{self.first} AND ")
        refuses = f"IF {rest} THEN RAISE EXCEPTION '{self.raises}' USING ERRCODE = 'check_violation'; END IF;"
        return f"BEGIN {f'IF {self.first} THEN {refuses} END IF;' if self.first else refuses} RETURN {row}; END"

    @property
    def minds_truncate(self) -> bool:
        """Whether a second trigger is needed: TRUNCATE passes by the triggers of rows (PostgreSQL)."""
        return self.condition == ALWAYS and self.before != "INSERT"

    def postgresql(self) -> list[str]:
        statements = [
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ {self.body} $guard$",
            f"CREATE TRIGGER {self.name} BEFORE {self.before} ON {self.table} FOR EACH ROW EXECUTE FUNCTION "
            f"{self.name}()",
        ]
        if self.minds_truncate:
            statements.append(
                f"CREATE TRIGGER {self.name}_whole BEFORE TRUNCATE ON {self.table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {self.name}()"
            )
        return statements


def guard(name: str, *, table: str, before: str, saying: Sentence, when: str = ALWAYS, first: str = "") -> None:
    """Declare a guard beside the model that it protects. ``before``: UPDATE, DELETE or INSERT. ``first``: of a table that
    an opening fills, what must hold as well and looks nothing up.

    ``saying`` has no facts to fill in, because a trigger can tell none. It is shown in the reader's language.
    """
    if name in _guards:
        raise ValueError(f"two guards are called {name}")
    _guards[name] = Guard(name, table, before, f"{first} AND {when}" if first else when, saying, first)


def all_guards() -> list[Guard]:
    """Every guard, in the order of declaration."""
    return list(_guards.values())


def sentence_of_guard(error: IntegrityError) -> Sentence | None:
    """The sentence of the guard that refused, if it was a guard."""
    named = re.search(r"\bguard:(\w+)", str(error.orig))
    return _guards[named[1]].saying if named and named[1] in _guards else None


def is_taken(error: IntegrityError, *columns: str) -> bool:
    """Whether it was the promise that what stands in these ``columns`` ("round.name", of one table) is there only once
    that refused. Only then may a sentence say that it is taken: another promise needs another sentence.
    """
    table, names = columns[0].partition(".")[0], {each.partition(".")[2] for each in columns}
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:  # PostgreSQL: "Key (round_id, name)=(1, …) already exists.", in the server's language
        named = re.search(r"\(([^)=]*)\)=", diagnosis.message_detail or "")
        unique = getattr(error.orig, "sqlstate", "") == "23505" and diagnosis.table_name == table
        return bool(unique and named) and {each.strip(' "') for each in named[1].split(",")} == names  # type: ignore[index]
    said = str(error.orig).partition("UNIQUE constraint failed: ")[2]
    return set(said.split(", ")) == set(columns)


def is_still_used(error: IntegrityError) -> bool:
    """Whether a row was to go, or to be another's, of which others speak."""
    return getattr(error.orig, "sqlstate", "") == "23503" or "FOREIGN KEY constraint failed" in str(error.orig)


def attach(metadata: MetaData) -> None:
    """Make the guards whenever the tables are made."""

    def make(_target: MetaData, connection: Connection, **_: object) -> None:
        for each in all_guards():
            for statement in getattr(each, connection.dialect.name)():
                connection.exec_driver_sql(statement)

    event.listen(metadata, "after_create", make)
