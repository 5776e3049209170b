"""What a change at a kiosk waits for, and whose it is. Whoever locks both locks the kiosk first, and then its session."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.people.models import Account
from pb.roles import Role
from pb.venues.models import VotingSession
from pb.voting.models import Kiosk


def lock_kiosk(session: Session, kiosk: Kiosk) -> None:
    """A turn begins before the kiosk ends or not at all: one that began meanwhile would stay open for ever.

    The lock lets rights that name the kiosk be written: the opening of the box writes them anew.
    """
    session.refresh(kiosk, with_for_update={"of": Kiosk, "key_share": True})


def lock_session(session: Session, voting_session: VotingSession) -> None:
    """A ballot is opened before the account of its session is made or not at all, and two kiosks cannot give the same
    turn again.
    """
    session.refresh(voting_session, with_for_update={"of": VotingSession, "key_share": True})


def has_its_person(session: Session, kiosk: Kiosk) -> bool:
    """Whether the person who set the kiosk up, and chose its PINs, still has an account and the role."""
    person = session.get_one(Account, kiosk.paired_by, populate_existing=True)
    return person.closed_at is None and bool({Role.FACILITATOR, Role.COORDINATOR} & person.roles)


def lock_kiosks_of(session: Session, session_id: int) -> None:
    """Before the session itself is held: whoever begins a turn takes the two in this order. Part of a bigger act."""
    of_session = select(Kiosk).where(Kiosk.session_id == session_id).order_by(Kiosk.id)
    session.execute(of_session.with_for_update(of=Kiosk, key_share=True))
