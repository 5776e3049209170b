"""Votes in a backup: a SQLite database, or a file that ``flask voting save-votes`` wrote from a restored one."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from pb.database import db
from pb.marked import is_right as row_is_right
from pb.voting.models import Envelope, PutBack, Right, Turnout
from pb.voting.queries.marks import is_right

#: The two rows of one vote, by column: its line of turnout and its envelope.
Pair = tuple[dict[str, Any], dict[str, Any]]
TABLES = (Turnout.__table__, Envelope.__table__)


class NotABackup(Exception):
    """The file is none of this program's databases, or is older than the marks."""


@dataclass
class InBackup:
    """What a backup has of a round: votes that ``fit`` into its box, and how many do not, with the reason."""

    fit: list[Pair] = field(default_factory=list)
    wrong_mark: int = 0
    not_cast: int = 0
    there_already: int = 0

    @property
    def marks_hash(self) -> str:
        """SHA-256 over the sorted marks of the votes that fit."""
        marks = sorted(envelope["keyed_mark"] for _turnout, envelope in self.fit)
        return hashlib.sha256(" ".join(marks).encode()).hexdigest()


def look_into(file: Path, round_id: int) -> InBackup:
    """Each vote of the round in the backup, held against the box: it fits where its mark is right, its right was cast,
    and its envelope here is missing or damaged.
    """
    rights = db.session.execute(select(Right.__table__).where(Right.round_id == round_id)).mappings()
    cast = {row["key"] for row in rights if row["status"] == "cast" and row_is_right(Right, row)}
    whole, found = _whole_here(round_id), InBackup()
    for turnout, envelope in _pairs(file, round_id):
        key = envelope["right_key"]
        if not is_right(turnout, envelope):
            found.wrong_mark += 1
        elif key not in cast:
            found.not_cast += 1
        elif key in whole:
            found.there_already += 1
        else:
            found.fit.append((turnout, envelope))
    return found


def _whole_here(round_id: int) -> set[str]:
    turnout, envelopes = (
        {
            row["right_key"]: row
            for row in db.session.execute(select(each).where(each.c.round_id == round_id)).mappings()
        }
        for each in TABLES
    )
    return {key for key, row in envelopes.items() if key in turnout and is_right(turnout[key], row)}


def _pairs(file: Path, round_id: int) -> list[Pair]:
    if not file.is_file():
        raise NotABackup
    try:
        backup = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        backup.row_factory = sqlite3.Row
        turnout, envelopes = (_rows(backup, table, round_id) for table in TABLES)
        backup.close()
    except (sqlite3.Error, ValueError, TypeError) as wrong:
        raise NotABackup from wrong
    spent = {row["right_key"]: row for row in turnout}
    return [(spent[row["right_key"]], row) for row in envelopes if row["right_key"] in spent]


def _rows(backup: sqlite3.Connection, table: Any, round_id: int) -> list[dict[str, Any]]:
    names = ", ".join(column.name for column in table.columns)
    rows = [dict(row) for row in backup.execute(f"SELECT {names} FROM {table.name} WHERE round_id = ?", (round_id,))]
    for row in rows:
        if "cast_on" in row:
            row.update(cast_on=date.fromisoformat(row["cast_on"]), assisted=bool(row["assisted"]))
    return rows


def save(file: Path, round_id: int) -> int:
    """Write the votes in the round's box into a new SQLite file; returns how many envelopes there were."""
    out, written = sqlite3.connect(file), 0
    with out:
        for table in TABLES:
            columns = [column.name for column in table.columns]
            out.execute(f"CREATE TABLE {table.name} ({', '.join(columns)})")
            for row in db.session.execute(select(table).where(table.c.round_id == round_id)).mappings():
                values = [value.isoformat() if isinstance(value, date) else value for value in row.values()]
                out.execute(f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(columns))})", values)
                written += table is Envelope.__table__
    out.close()
    return written


def put_backs(round_id: int) -> list[PutBack]:
    """What was found in backups of this round's box, in order."""
    return list(db.session.scalars(select(PutBack).where(PutBack.round_id == round_id).order_by(PutBack.id)))
