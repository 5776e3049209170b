"""Reading what kiosks count besides votes."""

from __future__ import annotations

from sqlalchemy import select

from pb.database import db
from pb.voting.models import Kiosk, KioskTally


def kiosk_tallies(session_id: int) -> dict[int, KioskTally]:
    """What the kiosks of a session have counted, by kiosk id: wrong PINs, very short turns. None yet: not in it."""
    query = select(KioskTally).join(Kiosk, Kiosk.id == KioskTally.kiosk_id).where(Kiosk.session_id == session_id)
    return {each.kiosk_id: each for each in db.session.scalars(query)}
