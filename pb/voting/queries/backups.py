"""Votes in a backup: a SQLite database, or a file that ``flask voting save-votes`` wrote from a restored one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Column, MetaData, Table, create_engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from pb.database import db
from pb.marked import mark_is_right as row_is_right
from pb.voting.models import Envelope, PutBack, Turnout, VotingRight
from pb.voting.queries.marks import envelope_mark_is_right

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
    rights = db.session.execute(select(VotingRight.__table__).where(VotingRight.round_id == round_id)).mappings()
    cast = {row["key"] for row in rights if row["status"] == "cast" and row_is_right(VotingRight, row)}
    whole, found = _whole_here(round_id), InBackup()
    for turnout, envelope in _pairs(file, round_id):
        key = envelope["right_key"]
        if not envelope_mark_is_right(turnout, envelope):
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
    return {key for key, row in envelopes.items() if key in turnout and envelope_mark_is_right(turnout[key], row)}


def _pairs(file: Path, round_id: int) -> list[Pair]:
    if not file.is_file():
        raise NotABackup
    backup = create_engine(f"sqlite:///{file.absolute().as_uri()}?mode=ro&immutable=1&uri=true", poolclass=NullPool)
    try:
        with backup.connect() as connection:
            turnout, envelopes = (
                [dict(row) for row in connection.execute(select(table).where(table.c.round_id == round_id)).mappings()]
                for table in TABLES
            )
    except (SQLAlchemyError, ValueError, TypeError) as wrong:
        raise NotABackup from wrong
    spent = {row["right_key"]: row for row in turnout}
    return [(spent[row["right_key"]], row) for row in envelopes if row["right_key"] in spent]


def save(file: Path, round_id: int) -> int:
    """Write the votes in the round's box into a new SQLite file; returns how many envelopes there were."""
    written = 0
    with create_engine(f"sqlite:///{file.absolute()}", poolclass=NullPool).begin() as out:
        for table in TABLES:
            plain = Table(table.name, MetaData(), *(Column(column.name, column.type) for column in table.columns))
            plain.create(out)
            rows = [
                dict(row) for row in db.session.execute(select(table).where(table.c.round_id == round_id)).mappings()
            ]
            if rows:
                out.execute(plain.insert(), rows)
            written = len(rows)
    return written


def put_backs(round_id: int) -> list[PutBack]:
    """What was found in backups of this round's box, in order."""
    return list(db.session.scalars(select(PutBack).where(PutBack.round_id == round_id).order_by(PutBack.id)))
