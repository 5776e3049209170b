"""Ballots that were checked instead of cast."""

from __future__ import annotations

from sqlalchemy import func, select

from pb.database import db
from pb.voting.models import Kiosk, TabletCheck


def tablet_checks_of(session_id: int) -> list[tuple[Kiosk, TabletCheck]]:
    """Those on the tablets of a session, each with its tablet; by name of the tablet, then by code."""
    query = (
        select(Kiosk, TabletCheck)
        .join(TabletCheck, TabletCheck.kiosk_id == Kiosk.id)
        .where(Kiosk.session_id == session_id)
        .order_by(Kiosk.name, Kiosk.id, TabletCheck.code)
    )
    return [(kiosk, check) for kiosk, check in db.session.execute(query)]


def tablet_checks_in(round_id: int) -> dict[str, int]:
    """How many ballots of a round were ``checked`` instead of cast, on how many ``tablets``, and of how many it was
    ``not_shown`` that the tablet had sealed what it said (and ``not_shown_on`` how many tablets).
    """
    here = TabletCheck.round_id == round_id
    checked, shown, tablets = db.session.execute(
        select(func.count(), func.count(TabletCheck.sealed), func.count(TabletCheck.kiosk_id.distinct())).where(here)
    ).one()
    others = select(func.count(TabletCheck.kiosk_id.distinct())).where(here, TabletCheck.sealed.is_(None))
    return {
        "checked": checked,
        "tablets": tablets,
        "not_shown": checked - shown,
        "not_shown_on": db.session.scalar(others) or 0,
    }
