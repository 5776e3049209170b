"""Finding rounds and what has been decided about them."""

from __future__ import annotations

from flask import abort
from sqlalchemy import func, select

from pb.database import db
from pb.rounds.models import Decision, Round
from pb.rounds.rules import Settings


def round_with(round_id: int) -> Round:
    """The round with this id, or 404."""
    return db.get_or_404(Round, round_id)


def newest_first() -> list[Round]:
    """All rounds, newest first."""
    return list(db.session.scalars(select(Round).order_by(Round.voting_opens_at.desc(), Round.id.desc())))


def name_is_taken(name: str, *, besides: int | None) -> bool:
    """Whether a round other than ``besides`` has this name."""
    query = select(Round.id).where(func.lower(Round.name) == name.strip().lower(), Round.id.is_distinct_from(besides))
    return db.session.scalar(query.limit(1)) is not None


def settings_of(round_: Round) -> Settings:
    """The settings of a round as they stand in its rulebook."""
    plain = {name: getattr(round_, name) for name in Settings.__dataclass_fields__ if name not in ("pots", "criteria")}
    pots = tuple((pot.name, pot.amount_pence) for pot in round_.pots)
    return Settings(**plain, pots=pots, criteria=tuple(criterion.words for criterion in round_.criteria))


def decision_in(round_id: int, decision_id: int) -> Decision:
    """A decision of this round, or 404."""
    decision = db.session.get(Decision, decision_id)
    if decision is None or decision.round_id != round_id:
        abort(404)
    return decision
