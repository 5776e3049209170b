"""Whether the database is made as this version makes it: its tables, rules and guards, and no code of anybody else.

Marks say that no row was changed past the program. A trigger, a rule or another column type changes what the program
itself writes, before anything can be marked. So what the database has is compared with what the models and guards make,
name by name; what is not theirs is told as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from pb import TOP, schema_postgresql, schema_sqlite
from pb.database import db, is_engine_of_sqlite
from pb.refusals import Refusal
from pb.schema_parts import Parts
from pb.words import lazy_gettext as _l

#: How many are named in one line; a database that was made otherwise would fill a page.
_NAMED = 8


@dataclass(frozen=True)
class Difference:
    """``what`` differs: its kind and name, as "trigger tidy". ``how``: "not of this program", "missing" or "changed"."""

    kind: str
    name: str
    how: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name} ({self.how})"


@cache
def migrations() -> tuple[set[str], set[str]]:
    """The newest of this version's migrations, and all."""
    ours = ScriptDirectory(str(TOP / "pb" / "migrations"))
    return set(ours.get_heads()), {each.revision for each in ours.walk_revisions()}


def differences(connection: Connection) -> list[Difference]:
    """What the database has otherwise than this version makes it, sorted. Takes a tenth of a second and leaves nothing
    behind; for tables that migrations have brought up to this version.
    """
    of_kind = schema_sqlite if is_engine_of_sqlite(connection) else schema_postgresql
    found, expected = of_kind.found_and_expected(connection, db.metadata)
    return sorted(_compared(found, expected), key=lambda each: (each.kind, each.name))


def _compared(found: Parts, expected: Parts) -> list[Difference]:
    foreign = [
        Difference(*part, "not of this program")
        for part in found
        if part not in expected and not _is_in_a_foreign_table(part, expected, found)
    ]
    missing = [Difference(*part, "missing") for part in expected if part not in found]
    changed = [Difference(*part, "changed") for part in found if part in expected and found[part] != expected[part]]
    return [*foreign, *missing, *changed]


def _is_in_a_foreign_table(part: tuple[str, str], expected: Parts, found: Parts) -> bool:
    """Whether it is a column or constraint of a table that is told of as a whole."""
    kind, name = part
    whole = "table", name.partition(".")[0]
    return kind in ("column", "constraint") and whole in found and whole not in expected


def differences_named(found: list[Difference]) -> str:
    """The differences by name, in one line."""
    more = len(found) - _NAMED
    return ", ".join(map(str, found[:_NAMED])) + (f" and {more} more" if more > 0 else "")


def fault(connection: Connection) -> str:
    """What differs and what to do, in one line for an operator; "" where nothing does."""
    found = differences(connection)
    return TO_DO.format(differences_named(found)) if found else ""


TO_DO = (
    "The database is not made as this version makes it: {}. Somebody changed it outside the program, and it may write "
    "other votes than were cast. Keep a copy for whoever looks into it. Then stop the server and run: flask --app wsgi "
    "record put-guards-back (docs/running.md, Triggers and tables of somebody else)"
)


class MadeOtherwise(Refusal):
    """The database has code or tables of somebody else, so nothing that matters may be written with it."""

    def __init__(self, found: list[Difference]) -> None:
        super().__init__(
            _l(
                "The database was changed outside this website: %(what)s. Nothing has been opened.",
                what=differences_named(found),
            ),
            _l(
                "Please tell the person who looks after the server. They run “flask record put-guards-back”, or "
                "restore a backup. Then open the ballot box again."
            ),
            status=503,
        )


def require_as_made(connection: Connection) -> None:
    """Refuse (``MadeOtherwise``) while anything differs. To be asked under the lock of the act that is at stake."""
    if found := differences(connection):
        raise MadeOtherwise(found)
