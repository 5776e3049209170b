"""What an opening writes, as statements for the database's driver: they pass no layer that looks at each value again.

Ballots, choices and receipts are made before the lock, of what was opened ahead; under it they are only sent, if the
same votes are still there.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from pb.database import db, is_engine_of_sqlite
from pb.marked import delete_rows
from pb.voting.actions.box_contents import OpenedVote, shuffled
from pb.voting.models import (
    Ballot,
    Choice,
    Envelope,
    HeldEnvelope,
    Receipt,
    StockedOpening,
    Turnout,
    VotingRight,
    random_key,
)
from pb.voting.queries import FrozenBallot
from pb.voting.queries.marks import lines_left
from pb.voting.rules.ballots_hash import ballots_hash
from pb.voting.rules.sealing import Choices

#: Tables that were written vote by vote, children first: their row order and transaction ids tell who voted when.
_WRITTEN_BY_VOTES = (StockedOpening, HeldEnvelope, Envelope, Turnout, VotingRight)
_AT_ONCE = 5_000

#: SQL of the driver, and its values: of one row after another (SQLite), or a list for each column (PostgreSQL).
Statement = tuple[str, Any]


@dataclass(frozen=True)
class BallotRows:
    """The votes ``made_of`` as they are written, one ballot per pot, each under a fresh random key and in order of
    those keys. ``hash``: the ballots' hash with its ``salt``; ``left``: the rows' lines for the mark of what is left.
    """

    made_of: Sequence[OpenedVote]
    statements: list[Statement]
    hash: str
    salt: str
    left: tuple[list[str], ...]

    def are_of(self, opened: Sequence[OpenedVote]) -> bool:
        """Whether these are the rows of exactly these votes (the same objects)."""
        theirs = {id(each) for each in self.made_of}
        return len(theirs) == len(opened) and theirs == {id(each) for each in opened}


def ballot_rows(ballot: FrozenBallot, opened: Iterable[OpenedVote]) -> BallotRows:
    """The rows of these votes, ready to be sent, with a salt of their own under the hash."""
    ballots: list[tuple[str, int, int]] = []
    choices: list[tuple[str, int, int]] = []
    receipts: set[tuple[int, str]] = set()  # two with the same, which the database refuses, must not stop an opening
    made_of = shuffled(opened)
    parts: list[Choices] = []
    for each in made_of:
        receipts.add((ballot.round_id, each.receipt))
        for pot_id, part in _by_pot(ballot, each.choices).items():
            key = random_key()
            parts.append(part)
            ballots.append((key, ballot.round_id, pot_id))
            choices += [(key, number, value) for number, value in part.items()]
    tables: list[tuple[Any, list[Any]]] = [
        (Ballot, sorted(ballots)),
        (Choice, sorted(choices)),
        (Receipt, sorted(receipts)),
    ]
    salt = secrets.token_hex(16)
    return BallotRows(
        made_of,
        [statement for model, rows in tables for statement in _inserts(model, rows)],
        ballots_hash(((part.items(), 1) for part in parts), salt),
        salt,
        tuple(lines_left(model, rows) for model, rows in tables),
    )


def _by_pot(ballot: FrozenBallot, choices: Choices) -> dict[int, Choices]:
    """A ballot for each pot of the round, also where nothing was chosen in it. Places close up within each pot: gaps that fit
    together would tell which ballots one voter made.
    """
    parts: dict[int, Choices] = {pot_id: {} for pot_id in ballot.pot_of_number.values()}
    for number, value in choices.items():
        parts[ballot.pot_of_number[number]][number] = int(value)  # a device may have sealed "true" for a tick
    if ballot.ballot_type != "rank":
        return parts
    in_order = ((pot_id, sorted(part, key=part.__getitem__)) for pot_id, part in parts.items())
    return {pot_id: {number: place for place, number in enumerate(order, 1)} for pot_id, order in in_order}


def send(session: Session, statements: Iterable[Statement]) -> None:
    """Write the rows, in their order."""
    connection = session.connection()
    for sql, values in statements:
        connection.exec_driver_sql(sql, values)


def destroy_and_rewrite(session: Session, round_id: int) -> None:
    """Destroy this round's envelopes and write all that votes left behind anew, shuffled, in this one transaction: the
    same rows, byte for byte, with the marks that they had. What kiosks still have in stock for this round goes.
    """
    delete_rows(session, StockedOpening, StockedOpening.round_id == round_id, damaged_too=True)
    kept = {model: shuffled(_kept(session, model, round_id)) for model in _WRITTEN_BY_VOTES}
    run = session.connection().exec_driver_sql
    if not is_engine_of_sqlite(session.get_bind()):
        # New files; the old ones go at the commit.
        run(f"TRUNCATE {', '.join(model.__table__.name for model in _WRITTEN_BY_VOTES)}")
    else:
        for model in _WRITTEN_BY_VOTES:
            run(f"DELETE FROM {model.__table__.name}")
    for model in reversed(_WRITTEN_BY_VOTES):
        send(session, _inserts_again(model, kept[model]))


def _kept(session: Session, model: Any, round_id: int) -> list[Any]:
    """The rows that stay, as the driver gives them (SQLite), or each as one text (PostgreSQL)."""
    name, run = model.__table__.name, session.connection().exec_driver_sql
    others = f" WHERE kept.round_id IN (SELECT id FROM round WHERE id <> {int(round_id)})"  # an index serves it
    which = f"{name} AS kept" + (others if model is Envelope else "")
    if is_engine_of_sqlite(session.get_bind()):
        return [tuple(row) for row in run(f"SELECT kept.* FROM {which}").all()]
    return list(run(f"SELECT CAST(kept AS text) FROM {which}").scalars().all())


def _inserts_again(model: Any, rows: list[Any]) -> list[Statement]:
    name, at_once = model.__table__.name, _in_parts(rows)
    if is_engine_of_sqlite(db.engine):
        return [(f"INSERT INTO {name} VALUES ({_placeholders(part[0])})", part) for part in at_once]
    again = f"INSERT INTO {name} SELECT * FROM pg_catalog.unnest(CAST(CAST(%s AS text) AS {name}[]))"
    return [(again, (_array(part),)) for part in at_once]


def _inserts(model: Any, rows: Sequence[tuple[Any, ...]]) -> list[Statement]:
    """``rows``: values in the order of the table's columns, none of them empty."""
    table = model.__table__
    into = f"INSERT INTO {table.name} ({', '.join(column.name for column in table.columns)})"
    if is_engine_of_sqlite(db.engine):
        return [(f"{into} VALUES ({_placeholders(part[0])})", part) for part in _in_parts(rows)]
    dialect = db.engine.dialect
    lists = ", ".join(f"pg_catalog.unnest(CAST(%s AS {each.type.compile(dialect)}[]))" for each in table.columns)
    return [
        (f"{into} SELECT * FROM ROWS FROM ({lists})", tuple(map(_array, zip(*part, strict=True))))
        for part in _in_parts(rows)
    ]


def _in_parts(rows: Sequence[Any]) -> list[list[Any]]:
    return [list(rows[start : start + _AT_ONCE]) for start in range(0, len(rows), _AT_ONCE)]


def _placeholders(row: Sequence[Any]) -> str:
    return ", ".join("?" * len(row))


def _array(values: Iterable[Any]) -> str:
    """A list (of one value at least) as PostgreSQL reads it, each in quotes: the driver's own way looks at each four times."""
    texts = list(map(str, values))
    together = "".join(texts)
    if "\\" in together or '"' in together:  # hardly ever: most values are numbers and hex digits
        texts = [each.replace("\\", "\\\\").replace('"', '\\"') for each in texts]
    return '{"' + '","'.join(texts) + '"}'
