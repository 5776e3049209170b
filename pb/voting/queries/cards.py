"""Voting cards: the packs in which they were made, which codes work, and how many there are of each kind."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select

from pb.database import db
from pb.voting.models import CardPack, Right


def packs(round_id: int) -> list[CardPack]:
    """The cards that were made, pack by pack, the newest first."""
    query = select(CardPack).where(CardPack.round_id == round_id)
    return list(db.session.scalars(query.order_by(CardPack.first.desc())))


def pack_to_release(round_id: int, account_id: int) -> CardPack | None:
    """The cards that have waited longest for somebody to count them, and that this person has not made."""
    oldest_first = reversed(packs(round_id))
    return next((each for each in oldest_first if not each.released_by and each.made_by != account_id), None)


def is_released(right: Right) -> bool:
    """Whether the code of this card works: somebody has counted its pack, or it is older than packs. The pack is loaded
    whole, so that its mark is looked at: a release that somebody wrote into the database is refused.
    """
    here = (
        CardPack.round_id == right.round_id,
        CardPack.first <= right.card_number,
        CardPack.last >= right.card_number,
    )
    pack = None if right.card_number is None else db.session.scalar(select(CardPack).where(*here).limit(1))
    return pack is None or pack.released_by is not None


def cards_in(pack: CardPack) -> int:
    """How many cards a printed pack must have: those that were made and not cancelled since."""
    query = select(func.count()).where(
        Right.round_id == pack.round_id,
        Right.card_number.between(pack.first, pack.last),
        Right.status.is_distinct_from("void"),
    )
    return db.session.scalar(query) or 0


def card_counts(round_id: int) -> Counter[str | None]:
    """How many voting codes there are, and how they ended."""
    query = select(Right.status, func.count()).where(Right.round_id == round_id, Right.kind == "code")
    return Counter(dict(db.session.execute(query.group_by(Right.status)).all()))
