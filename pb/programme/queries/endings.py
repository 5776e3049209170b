"""How a round can end without a result: whether it can be abandoned or deleted now."""

from __future__ import annotations

from sqlalchemy import select

from pb.database import db
from pb.projects.models import Project
from pb.results.queries.proposals import signed_error
from pb.rounds import rules
from pb.rounds.models import Round
from pb.words import Sentence


def abandon_error(round_: Round, *, proposed: bool) -> Sentence | None:
    """Why nobody can propose to abandon this round now, or (``proposed``: somebody has) agree to it; None where they
    can.
    """
    return signed_error(round_.id) or (None if proposed else rules.abandon_error(round_))


def may_be_deleted(round_: Round) -> bool:
    """Whether nobody has begun to apply: of a draft, besides what was carried over into it."""
    if round_.frozen or round_.abandonment:
        return False
    applied = select(Project.id).where(Project.round_id == round_.id)
    if round_.draft:
        applied = applied.where(Project.carried_from_id.is_(None))
    return db.session.scalar(applied.limit(1)) is None
