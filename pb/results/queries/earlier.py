"""Results of earlier rounds, to set a round beside them; and the vote that comes next."""

from __future__ import annotations

import json
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from pb.counting import Outcome
from pb.database import db
from pb.results.models import Count, Publication
from pb.results.queries.counts import is_public
from pb.results.rules.departures import as_published, gets, in_force
from pb.rounds.models import Round
from pb.voting.models import BoxOpening

#: So many of them, the latest.
_ROUNDS = 7


class EarlierRound(NamedTuple):
    """One round's published result in numbers."""

    name: str
    votes: int
    funded: int
    projects: int
    spent: int


def earlier_results(round_: Round, currency: str) -> list[EarlierRound]:
    """Published rounds whose voting opened before this one's, in order of time; only those that people ran here and whose
    money is of the same currency.
    """
    other = aliased(Publication)
    newest = select(func.max(other.version)).where(other.round_id == Round.id, is_public(other)).correlate(Round)
    query = (
        select(Round.name, BoxOpening.votes, Count.outcome, Publication.facts)
        .select_from(Round)
        .join(Publication, (Publication.round_id == Round.id) & (Publication.version == newest.scalar_subquery()))
        .join(Count, (Count.round_id == Round.id) & (Count.version == Publication.version))
        .join(BoxOpening, BoxOpening.round_id == Round.id)
        .where(Round.source == "people", Round.voting_opens_at < round_.voting_opens_at)
        .order_by(Round.voting_opens_at.desc(), Round.id.desc())
        .limit(_ROUNDS)
    )
    found = []
    for name, votes, text, facts in db.session.execute(query):
        outcome = Outcome.from_json(text)
        if outcome.currency == currency:
            paid = gets(outcome, in_force(as_published(json.loads(facts))))
            found.append(EarlierRound(name, votes, len(paid), len(outcome.steps), sum(paid.values())))
    return found[::-1]


def next_vote(now: datetime) -> tuple[datetime, datetime] | None:
    """When the next vote opens and when its last way of voting online closes; None while no frozen round has one to come."""
    query = select(Round.voting_opens_at, Round.voting_closes_at).where(
        Round.source == "people", Round.frozen_at.is_not(None), Round.voting_opens_at > now
    )
    found = db.session.execute(query.order_by(Round.voting_opens_at).limit(1)).first()
    return (found[0], found[1]) if found else None
