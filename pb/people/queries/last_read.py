"""How far somebody has read what the others did."""

from __future__ import annotations

from sqlalchemy import select

from pb.database import db
from pb.people.models import LastRead


def last_read(account_id: int) -> int:
    """Up to which line of the record this person has read what the others did; 0 when they never said so."""
    return db.session.scalar(select(LastRead.position).where(LastRead.account_id == account_id)) or 0
