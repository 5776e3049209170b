"""Whether the charts of a published result are being drawn, and how far that is."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from pb.database import db
from pb.jobs import OPEN, Job

#: The job that draws them (``pb.pages.results.drawn_ahead``).
CHARTS = "result charts"


class ChartsDrawn(NamedTuple):
    """So many of the pictures are drawn; ``all_steps`` is 0 until somebody begins."""

    steps: int
    all_steps: int


def drawing_of(round_id: int) -> ChartsDrawn | None:
    """How far they are while a job waits or runs; else None. Nothing hangs on it but what the page says: the row's mark
    is not looked at.
    """
    query = select(Job.steps, Job.all_steps).where(Job.round_id == round_id, Job.kind == CHARTS, Job.state.in_(OPEN))
    found = db.session.execute(query).first()
    return ChartsDrawn(*found) if found else None
