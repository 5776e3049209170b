"""The same somebody changes whole votes, so that several tables agree with one another."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from pb import mark_stamps
from pb.voting.models import Envelope, Turnout, VotingRight
from tests.support.safety.meddled_totals import emptied_with_its_total

#: A receipt that no vote has: the database takes none twice.
_OF_NOBODY = "0" * 12


def _whole_votes(connection: Connection) -> list[Any]:
    both = select(Envelope.__table__, Turnout.__table__.c.channel, Turnout.__table__.c.cast_on).join(
        Turnout.__table__, Turnout.right_key == Envelope.right_key
    )
    return list(connection.execute(both.order_by(Envelope.right_key)).mappings())


def swap_two_envelopes(connection: Connection, chance: random.Random) -> None:
    """The sealed ballots of two voters change places."""
    one, other = chance.sample(_whole_votes(connection), 2)
    # No receipt is there twice, not even for a moment.
    aside = update(Envelope.__table__).where(Envelope.right_key == other["right_key"])
    connection.execute(aside.values(receipt="ASIDE"))
    for row, with_ in ((one, other), (other, one)):
        values = {name: with_[name] for name in ("attempt_hash", "receipt", "sealed", "keyed_mark")}
        connection.execute(update(Envelope.__table__).where(Envelope.right_key == row["right_key"]).values(values))


def stuff_a_whole_vote(connection: Connection, chance: random.Random) -> None:
    """A right, its turnout and an envelope that were never there, alike those of somebody who has voted."""
    old = chance.choice(_whole_votes(connection))
    key = f"{chance.getrandbits(128):032x}"
    for model, its_key in ((VotingRight, "key"), (Turnout, "right_key"), (Envelope, "right_key")):
        table = model.__table__  # type: ignore[attr-defined]
        row = dict(connection.execute(select(table).where(table.c[its_key] == old["right_key"])).mappings().one())
        row[its_key] = key
        if model is VotingRight and row["card_number"]:
            row.update(card_number=99_999, code_hash="e" * 64)
        if model is Envelope:
            row["receipt"] = _OF_NOBODY
        connection.execute(insert(table).values(row))


def take_out_a_whole_vote(connection: Connection, chance: random.Random) -> None:
    """A right, its turnout and its envelope go."""
    old = chance.choice(_whole_votes(connection))
    for model, its_key in ((Envelope, "right_key"), (Turnout, "right_key"), (VotingRight, "key")):
        table = model.__table__  # type: ignore[attr-defined]
        connection.execute(delete(table).where(table.c[its_key] == old["right_key"]))


def spend_an_unused_right(connection: Connection, chance: random.Random) -> None:
    """Somebody who has not voted is made to have voted, with a copy of another's envelope."""
    free = (
        connection.execute(select(VotingRight.__table__).where(VotingRight.status.is_(None)).order_by(VotingRight.key))
        .mappings()
        .first()
    )
    old = chance.choice(_whole_votes(connection))
    assert free is not None
    connection.execute(update(VotingRight.__table__).where(VotingRight.key == free["key"]).values(status="cast"))
    for model in (Turnout, Envelope):
        table = model.__table__  # type: ignore[attr-defined]
        row = dict(connection.execute(select(table).where(table.c.right_key == old["right_key"])).mappings().one())
        another = {"receipt": _OF_NOBODY} if model is Envelope else {}
        connection.execute(insert(table).values({**row, "right_key": free["key"], **another}))


def give_a_vote_back(connection: Connection, chance: random.Random) -> None:
    """Somebody who has voted has not: their right is free again, turnout and envelope are gone (found by its day)."""
    online = [each for each in _whole_votes(connection) if each["channel"] == "online"]
    first_day = min(each["cast_on"] for each in online)  # those of the last day are not noted yet (docs/safety.md)
    old = chance.choice([each for each in online if each["cast_on"] == first_day])
    for table in (Envelope.__table__, Turnout.__table__):
        connection.execute(delete(table).where(table.c.right_key == old["right_key"]))
    connection.execute(update(VotingRight.__table__).where(VotingRight.key == old["right_key"]).values(status=None))


def empty_a_table_with_its_total(connection: Connection, chance: random.Random) -> None:
    """All rows of a table that changes without a line of the record go, and its total."""
    emptied_with_its_total(connection, chance.choice(mark_stamps.tables()))


def consistent() -> tuple[Callable[[Connection, random.Random], None], ...]:
    """The ways that change several tables so that they agree with one another."""
    return (
        swap_two_envelopes,
        stuff_a_whole_vote,
        take_out_a_whole_vote,
        spend_an_unused_right,
        give_a_vote_back,
        empty_a_table_with_its_total,
    )
