"""What kiosks that seal votes themselves last said: how many votes are on each, and whether more can come."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import func, or_, select

from pb.damaged import undamaged
from pb.database import db
from pb.rounds.rules import closes_at, session_margin
from pb.venues.models import VotingSession
from pb.venues.rules.hours import last_hour
from pb.voting.models import HeldEnvelope, Kiosk, KioskContact, StockedOpening, VotingRight
from pb.voting.queries.box import box_opening_of
from pb.voting.queries.frozen_ballot import dates_of, frozen_ballot
from pb.voting.rules.stock import STOCK, ToSend


def kiosk_contacts(session_id: int) -> dict[int, KioskContact]:
    """What the kiosks of a session last said, by kiosk id. One that never said anything is not in it."""
    query = select(KioskContact).join(Kiosk, Kiosk.id == KioskContact.kiosk_id).where(Kiosk.session_id == session_id)
    return {each.kiosk_id: each for each in db.session.scalars(query)}


def ballots_given(session_id: int) -> int:
    """How many openings the kiosks of a session have had in stock until now: those that began, however they ended, and
    those that are in stock of kiosks that run.
    """
    here = (Kiosk.session_id == session_id, Kiosk.revoked_at.is_(None))
    stocked = select(func.count()).select_from(StockedOpening).join(Kiosk, Kiosk.id == StockedOpening.kiosk_id)
    begun = (
        select(func.count())
        .select_from(VotingRight)
        .where(VotingRight.session_id == session_id, VotingRight.from_stock.is_not(None))
    )
    return (db.session.scalar(stocked.where(*here)) or 0) + (db.session.scalar(begun) or 0)


def openings_without_vote(kiosk_id: int) -> int:
    """Openings that a kiosk which seals votes itself was given, and of which no vote has come: so many votes can be on it at
    most, whatever it says.
    """
    stock = select(func.count()).select_from(StockedOpening).where(StockedOpening.kiosk_id == kiosk_id)
    held = select(HeldEnvelope.right_key).where(HeldEnvelope.kiosk_id == kiosk_id)
    without = (or_(VotingRight.status.is_(None), VotingRight.status == "unused"), VotingRight.key.not_in(held))
    begun = (
        select(func.count())
        .select_from(VotingRight)
        .where(VotingRight.kiosk_id == kiosk_id, VotingRight.from_stock.is_(True), *without)
    )
    return (db.session.scalar(stock) or 0) + (db.session.scalar(begun) or 0)


def votes_not_taken(round_id: int) -> int:
    """Votes from kiosks of a round that could not be taken. A kiosk that was tampered with can send what is no vote as
    often as it likes: of each no more are told than it can have had. (At the opening its stock has gone.)
    """
    refused = KioskContact.__table__.c.refused
    here = select(Kiosk.id, refused).join(KioskContact, KioskContact.kiosk_id == Kiosk.id)
    of_round = here.join(VotingSession, VotingSession.id == Kiosk.session_id).where(VotingSession.round_id == round_id)
    rows = db.session.execute(of_round.where(refused > 0)).all()
    beyond = STOCK if box_opening_of(round_id) else 0
    return sum(min(n, openings_without_vote(kiosk_id) + beyond) for kiosk_id, n in rows)


def to_send(round_id: int, sessions: Collection[VotingSession]) -> dict[int, ToSend]:
    """What is known of the votes on each kiosk of these sessions of a round, by kiosk id. In two queries."""
    ballot = frozen_ballot(round_id)
    if ballot is None or not sessions:
        return {}
    here = {each.id: each for each in sessions}
    of_kiosks = select(KioskContact, Kiosk.session_id, Kiosk.revoked_at).join(Kiosk, Kiosk.id == KioskContact.kiosk_id)
    of_round = select(VotingSession.id).where(VotingSession.round_id == round_id)
    rows = db.session.execute(of_kiosks.where(Kiosk.session_id.in_(of_round))).all()
    right = {id(each) for each in undamaged(db.session(), [row[0] for row in rows])}
    closes, margin = closes_at(dates_of(ballot)), session_margin(ballot)
    return {
        contact.kiosk_id: ToSend(
            contact.waiting,
            contact.last_at,
            min(filter(None, (revoked_at, closes, last_hour(here[session_id], margin)))),
            contact.last_word is not None,
            here[session_id].starts_at - timedelta(minutes=margin),
        )
        for contact, session_id, revoked_at in rows
        if session_id in here and id(contact) in right
    }
