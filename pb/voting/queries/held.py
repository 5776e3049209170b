"""Held votes in numbers, and the kiosks of a round."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select

from pb.database import db
from pb.plain_rows import plain_rows
from pb.read_once import read_once
from pb.venues.models import VotingSession
from pb.voting.models import HeldEnvelope, Kiosk, VotingRight


def held_by_kiosk(round_id: int) -> Counter[int]:
    """How many votes wait for two people, by the kiosk that sent them."""
    query = select(HeldEnvelope.kiosk_id, func.count()).where(HeldEnvelope.round_id == round_id)
    return Counter(dict(db.session.execute(query.group_by(HeldEnvelope.kiosk_id)).all()))


def held_by_reason(kiosk_id: int) -> Counter[str]:
    """How many votes of a kiosk wait for two people, by why (``pb.voting.rules.envelopes.WHY_HELD``)."""
    query = select(HeldEnvelope.why, func.count()).where(HeldEnvelope.kiosk_id == kiosk_id)
    return Counter(dict(db.session.execute(query.group_by(HeldEnvelope.why)).all()))


def held_under_other_codes(session_id: int) -> Counter[int]:
    """Of a session's tablets, how many votes wait because they did not come under the code of their envelope; by kiosk."""
    query = (
        select(HeldEnvelope.kiosk_id, func.count())
        .join(Kiosk, Kiosk.id == HeldEnvelope.kiosk_id)
        .where(Kiosk.session_id == session_id, HeldEnvelope.why == "other_code")
    )
    return Counter(dict(db.session.execute(query.group_by(HeldEnvelope.kiosk_id)).all()))


@read_once
def kiosks_in(round_id: int) -> list[Kiosk]:
    """Every device that was paired with a session of a round, stopped and ended ones included, to look at."""
    query = select(Kiosk).join(VotingSession, VotingSession.id == Kiosk.session_id)
    return plain_rows(db.session(), Kiosk, query.where(VotingSession.round_id == round_id).order_by(Kiosk.id))


def sessions_with_kiosks(round_id: int) -> set[int]:
    """The sessions of a round with such a device, by id."""
    return {each.session_id for each in kiosks_in(round_id)}


def given_again(session_id: int) -> int:
    """How many ballots were opened a second time at a session, for somebody whose first was closed."""
    query = (
        select(func.count())
        .select_from(VotingRight)
        .where(VotingRight.session_id == session_id, VotingRight.given_again.is_(True))
    )
    return db.session.scalar(query) or 0
