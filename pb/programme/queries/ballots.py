"""The frozen ballot, for pages that show a round."""

from __future__ import annotations

from sqlalchemy import select

from pb.database import db
from pb.projects.models import BallotLine


def lines(round_id: int) -> dict[int, BallotLine]:
    """The lines of the frozen ballot by project id, in order of their numbers; empty before the freeze."""
    found = db.session.scalars(select(BallotLine).where(BallotLine.round_id == round_id).order_by(BallotLine.number))
    return {line.project_id: line for line in found}
