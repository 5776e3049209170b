"""What the tablets of each session have counted, for those who sign the result."""

from __future__ import annotations

from dataclasses import dataclass

from pb.results.queries.gap_sentences import place_of_session
from pb.rounds.models import Round
from pb.venues.queries import sessions_by_id
from pb.voting.queries import quick_votes, votes_on_tablets
from pb.words import Sentence


@dataclass(frozen=True)
class TabletsOfSession:
    """Of the votes on the tablets of a session so many were very quick; ``quick`` is None where nobody knows."""

    where: Sentence | str
    quick: int | None
    votes: int


def tablets_of(round_: Round) -> list[TabletsOfSession]:
    """Every session with a tablet; those that stand out first."""
    quick, votes = quick_votes(round_.id), votes_on_tablets(round_.id)
    found = [
        TabletsOfSession(place_of_session(each), quick[each.id], votes.get(each.id, 0))
        for each in sessions_by_id(quick).values()
    ]
    return sorted(found, key=lambda each: -each.quick if each.quick is not None else -each.votes - 1)
