"""What the tablets of each session have counted, and the people who were counted there, for those who sign the result."""

from __future__ import annotations

from dataclasses import dataclass

from pb.paper.queries import HeadsAndBallots, heads_and_ballots
from pb.paper.queries.session_ends import OtherSeal, seals_read_in
from pb.results.queries.gap_sentences import place_of_session
from pb.results.rules.tablet_checks import checks_in_words
from pb.rounds.models import Round
from pb.venues.queries import sessions_by_id
from pb.voting.queries import quick_votes, tablet_checks_in, votes_on_tablets
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


def checks_of(round_: Round) -> list[Sentence]:
    """How often a ballot was checked instead of cast, and what was found."""
    return checks_in_words(tablet_checks_in(round_.id))


def heads_of(round_: Round) -> list[tuple[Sentence | str, HeadsAndBallots]]:
    """Every session at which the people who were counted and the ballots that they were given differ, or nobody counted."""
    found = {id_: each for id_, each in heads_and_ballots(round_.id).items() if each.differ}
    return [(place_of_session(each), found[each.id]) for each in sessions_by_id(found).values()]


def other_seals_of(round_: Round) -> list[tuple[Sentence | str, OtherSeal]]:
    """Every box whose seal was not the one that was written down."""
    found = {each.session_id: each for each in seals_read_in(round_.id).others}
    return [(place_of_session(each), found[each.id]) for each in sessions_by_id(found).values()]
