"""Sessions with what other rooms know of them: who was let in, papers, accounts; and what was printed with their times."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import select

from pb import clock
from pb.database import db
from pb.paper.queries import papers_at
from pb.paper.queries.ballot_paper_accounts import who_submitted_accounts
from pb.record.queries import facts_in
from pb.rounds.models import Round
from pb.rounds.rules import closes_at
from pb.venues.queries import sessions_of
from pb.venues.rules.together import SessionAsItIs, SessionChange, SessionOutcome, SessionsAround, outcomes
from pb.voting.models import VotingRight
from pb.voting.queries import card_counts


def as_they_are(round_id: int) -> list[SessionAsItIs]:
    """Every session of a round in order of time, cancelled ones included. Six queries, however many."""
    there = (
        select(VotingRight.session_id)
        .where(VotingRight.round_id == round_id, VotingRight.session_id.is_not(None))
        .distinct()
    )
    voters, accounted = set(db.session.scalars(there)), who_submitted_accounts(round_id)
    papers = papers_at(round_id)
    return [
        SessionAsItIs(
            id=each.id,
            venue_id=each.venue_id,
            venue=each.venue.name,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            was_starts_at=each.was_starts_at,
            was_ends_at=each.was_ends_at,
            is_cancelled=each.cancelled_at is not None,
            team=frozenset(member.account_id for member in each.team),
            note=each.note or "",
            has_voters=each.id in voters,
            accounted=each.id in accounted,
            papers=papers[each.id],
        )
        for each in sessions_of(round_id)
    ]


def outcomes_of(round_: Round, ids: Iterable[int], change: SessionChange) -> list[SessionOutcome]:
    """How these sessions of a round come out."""
    everything, wanted = as_they_are(round_.id), set(ids)
    around = SessionsAround(everything, round_.voting_opens_at, closes_at(round_), clock.now())
    return outcomes([each for each in everything if each.id in wanted], change, around)


def together_as_edited(found: Iterable[SessionOutcome]) -> dict[str, Any]:
    """What is edited of those that are changed, for the form to say what it showed."""
    return {
        f"s{each.session.id}": {
            "starts_at": each.session.starts_at,
            "ends_at": each.session.ends_at,
            "team": sorted(each.session.team),
            "note": each.session.note,
            "cancelled": "yes" if each.session.is_cancelled else "",
        }
        for each in found
        if each.is_done
    }


class PrintedTimes(NamedTuple):
    """What was made that may say times of sessions: letters to venues and to groups with the dates of the vote, cards."""

    to_venues: int
    to_groups: int
    cards: int


def printed_with_times(round_id: int) -> PrintedTimes:
    """How many letters and voting cards were made so far. Who keeps one reads the times of the day it was printed."""
    made = [(facts.get("kind"), facts.get("letters", 0)) for facts in facts_in("letters.made", {round_id})]
    to_venues, to_groups = (sum(n for kind, n in made if kind == of) for of in ("venues", "vote_dates"))
    return PrintedTimes(to_venues, to_groups, sum(n for status, n in card_counts(round_id).items() if status != "void"))
