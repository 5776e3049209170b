"""Votes that were cast on tablets sooner than the titles on the ballot can be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, select

from pb.database import db
from pb.marked import Marked, mark_is_right
from pb.venues.models import VotingSession
from pb.voting.models import Kiosk, KioskContact, KioskTally, VotingRight


def quick_votes(round_id: int) -> dict[int, int | None]:
    """How many there were on the tablets of each session, by session id; sessions with a tablet only. None where nobody
    knows of one of its tablets.
    """
    found: dict[int, int | None] = {}
    for session_id, quick in _by_kiosk(VotingSession.round_id == round_id).values():
        so_far = found.get(session_id, 0)
        found[session_id] = None if quick is None or so_far is None else so_far + quick
    return found


def quick_votes_by_kiosk(session_id: int) -> dict[int, int | None]:
    """How many there were on each tablet of a session, by kiosk id. None where nobody knows."""
    return {kiosk_id: quick for kiosk_id, (_, quick) in _by_kiosk(VotingSession.id == session_id).items()}


def _by_kiosk(where: ColumnElement[bool]) -> dict[int, tuple[int, int | None]]:
    """Of each kiosk its session, and the number, or None: a number was changed outside the program (a damaged number stops
    no result), or the kiosk has sealed votes itself and never told how many were very quick.
    """
    here = select(Kiosk.id).join(VotingSession, VotingSession.id == Kiosk.session_id).where(where)
    tallies, contacts = _rows(KioskTally, here), _rows(KioskContact, here)
    alone = select(VotingRight.kiosk_id).where(
        VotingRight.round_id == VotingSession.round_id,
        VotingRight.session_id == VotingSession.id,
        VotingRight.kind == "opening",
        VotingRight.status == "cast",
        VotingRight.from_stock.is_not(None),
        where,
    )
    sealed = set(db.session.scalars(alone.distinct()))
    kiosks = select(Kiosk.id, Kiosk.session_id).where(Kiosk.id.in_(here)).order_by(Kiosk.id)
    return {
        kiosk_id: (session_id, _number(tallies.get(kiosk_id), contacts.get(kiosk_id), kiosk_id in sealed))
        for kiosk_id, session_id in db.session.execute(kiosks)
    }


def _rows(model: type[Marked], kiosks: Any) -> dict[int, Mapping[Any, Any]]:
    table = model.__table__
    found = db.session.execute(select(*table.columns).where(table.c.kiosk_id.in_(kiosks))).mappings()
    return {row["kiosk_id"]: row for row in found}


def _number(tally: Mapping[Any, Any] | None, contact: Mapping[Any, Any] | None, has_sealed: bool) -> int | None:
    if tally and not mark_is_right(KioskTally, tally) or contact and not mark_is_right(KioskContact, contact):
        return None
    counted_here = tally["short_turns"] if tally else 0
    if not has_sealed:
        return counted_here
    if contact is None or contact["quick_told"] is None:
        return None
    # What was seen here is among what an honest tablet tells, and more than a tampered one tells.
    return counted_here + max(contact["quick_told"], contact["quick_seen"] or 0)
