"""The ballot box: how many votes are in it, and that it was opened."""

from __future__ import annotations

from sqlalchemy import func, select

from pb.database import db
from pb.read_once import read_once
from pb.voting.models import BoxOpening, Envelope, KeyDestruction, Receipt, Turnout


@read_once
def box_opening_of(round_id: int) -> BoxOpening | None:
    """The opening of the box, once it has happened."""
    return db.session.get(BoxOpening, round_id)


def key_destruction_of(round_id: int) -> KeyDestruction | None:
    """Who has said that the copies of the round's key are destroyed; None while nobody has."""
    return db.session.get(KeyDestruction, round_id)


def turnout(round_id: int) -> list[tuple[int | None, str, bool, int]]:
    """Votes that went in: (venue id, channel, assisted, how many). Never how anybody voted."""
    query = select(Turnout.venue_id, Turnout.channel, Turnout.assisted, func.count()).where(
        Turnout.round_id == round_id
    )
    rows = db.session.execute(query.group_by(Turnout.venue_id, Turnout.channel, Turnout.assisted))
    return [tuple(row) for row in rows]  # type: ignore[misc]


def votes_cast(round_id: int) -> int:
    """How many people have voted so far."""
    return db.session.scalar(select(func.count()).select_from(Turnout).where(Turnout.round_id == round_id)) or 0


def envelopes_in(round_id: int) -> int:
    """How many sealed votes lie in the box."""
    return db.session.scalar(select(func.count()).select_from(Envelope).where(Envelope.round_id == round_id)) or 0


def has_envelopes(round_id: int) -> bool:
    """Whether any sealed vote lies in the box."""
    return db.session.scalar(select(Envelope.round_id).where(Envelope.round_id == round_id).limit(1)) is not None


def receipts(round_id: int) -> list[str]:
    """The receipt codes of all votes that went in, sorted; beside nothing."""
    return list(db.session.scalars(select(Receipt.code).where(Receipt.round_id == round_id).order_by(Receipt.code)))
