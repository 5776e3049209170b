"""When a kiosk is asked no more. Its number of votes to send, and votes that come one at a time, could otherwise keep the
ballot box shut for as long as somebody who has the device likes.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.database import db
from pb.rounds.rules import closes_at
from pb.venues.models import VotingSession
from pb.voting.actions.stock import contact_of
from pb.voting.models import Kiosk, KioskContact, LastWord
from pb.voting.queries import dates_of, require_frozen_ballot, to_send
from pb.voting.rules.stock import LONGEST_TURN


def last_word_of(kiosk_id: int) -> LastWord | None:
    """See ``KioskContact.last_word``."""
    contact = db.session.get(KioskContact, kiosk_id, populate_existing=True)
    return contact.last_word if contact else None


def note_held_are_asked(session: Session, voting_session: VotingSession, kiosk_id: int) -> None:
    """Somebody proposes what happens to its held votes: what it still has stays on it until two have decided, so that
    they decide about the number that they saw. Part of a bigger act.
    """
    if _nothing_is_to_come(session, voting_session, kiosk_id):
        contact_of(session, kiosk_id).last_word = "asked"


def note_held_are_decided(session: Session, voting_session: VotingSession, kiosk_id: int) -> None:
    """Two people have decided about its held votes: what it brings later is refused and counted. Part of a bigger act."""
    if _nothing_is_to_come(session, voting_session, kiosk_id):
        contact_of(session, kiosk_id).last_word = "closed"


def _nothing_is_to_come(session: Session, voting_session: VotingSession, kiosk_id: int) -> bool:
    """Voting has closed, its last voter has gone, and it has nothing to send, as it said itself or as two people did.

    Until then what comes after a decision is held and decided about once more: it can be of a voter.
    """
    session.execute(select(Kiosk.id).where(Kiosk.id == kiosk_id).with_for_update(key_share=True))
    known = to_send(voting_session.round_id, [voting_session]).get(kiosk_id)
    closes = closes_at(dates_of(require_frozen_ballot(voting_session.round_id)))
    return known is not None and known.is_heard_out and clock.now() >= closes + LONGEST_TURN
