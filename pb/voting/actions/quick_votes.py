"""Very quick votes on kiosks that seal votes themselves. The kiosk counts them and tells the number; besides, turns that
come faster than the titles can be read are seen here, whatever the kiosk says.
"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb import clock
from pb.venues.models import VotingSession
from pb.voting.models import Kiosk, KioskContact, VotingRight
from pb.voting.queries import box_opening_of, frozen_ballot
from pb.voting.rules.short_turns import more_than_possible


def quick_votes_told(session: Session, kiosk: Kiosk, contact: KioskContact, told: int | None) -> None:
    """The kiosk tells how many there were on it since it was paired (None: it does not say). The number only goes up, and
    never beyond the turns that began there. Part of a bigger transaction. Nothing changes once the box is open, as the
    number may have been published.
    """
    round_id, before = _round_of(session, kiosk), contact.quick_told
    if told is None or (before is not None and told <= before) or box_opening_of(round_id):
        return
    begun = select(func.count()).where(
        VotingRight.round_id == round_id,
        VotingRight.kind == "opening",
        VotingRight.kiosk_id == kiosk.id,
        VotingRight.from_stock.is_not(None),
    )
    contact.quick_told = max(before or 0, min(told, session.scalar(begun) or 0))


def turns_came(session: Session, kiosk: Kiosk, contact: KioskContact, turns: int, *, closed: int = 0) -> None:
    """Since the last contact so many turns have begun, and so many that had begun were closed without a vote. More
    turns than can have been read in that time are counted as quick. Part of a bigger transaction.
    """
    round_id = _round_of(session, kiosk)
    ballot = frozen_ballot(round_id)
    if not (turns or closed) or ballot is None or box_opening_of(round_id):
        return
    turns += max(0, (contact.since_last or 0) - closed)
    seconds = (clock.now() - contact.last_at).total_seconds()
    too_many = more_than_possible(turns, seconds, [line.title for line in ballot.lines])
    if too_many:
        contact.quick_seen = (contact.quick_seen or 0) + too_many
    contact.since_last = (turns - too_many) or None


def _round_of(session: Session, kiosk: Kiosk) -> int:
    return session.get_one(VotingSession, kiosk.session_id).round_id
