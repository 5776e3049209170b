"""Finding rounds."""

from __future__ import annotations

from sqlalchemy import select

from pb.database import db
from pb.rounds.models import Round


def newest_first() -> list[Round]:
    """All rounds, newest first."""
    return list(db.session.scalars(select(Round).order_by(Round.id.desc())))
