"""What the home page and the dashboard list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pb import clock
from pb.paper.queries.gaps import Gap, gaps
from pb.programme.queries.facts import status_facts_of
from pb.programme.queries.public_projects import projects_are_public
from pb.programme.rules.round_status import Due, next_act
from pb.programme.rules.stages import stages
from pb.results.queries.corrections import rounds_to_correct
from pb.results.queries.counts import published_rounds
from pb.results.queries.offers import rounds_counted_on
from pb.rounds.models import Round
from pb.rounds.queries import newest_first
from pb.rounds.rules import Phase, abandonment, closes_at, phase
from pb.voting.queries import box_opening_of


@dataclass(frozen=True)
class PublicRound:
    """A round as everybody sees it today."""

    round: Round
    phase: Phase
    closes: datetime
    published: bool
    shows_projects: bool


@dataclass(frozen=True)
class RoundStatus:
    """A round as staff see it: the next act, and the way it has come in large steps. ``known_gaps``: what ``gaps`` says of a
    round whose box is to be opened; None of others.
    """

    round: Round
    due: Due
    way: list[tuple[str, str]]
    known_gaps: list[Gap] | None


def on_now() -> list[PublicRound]:
    """Every published round for the home page, the newest first; of abandoned ones those whose dates are not over."""
    now, public = clock.now(), published_rounds()
    return [
        PublicRound(
            each, phase(each, now), closes_at(each), each.id in public, projects_are_public(each, each.id in public)
        )
        for each in newest_first()
        if not each.draft and not (each.abandonment and each.post_closes_at <= now)
    ]


def under_way() -> tuple[list[RoundStatus], list[Round]]:
    """For the dashboard: rounds that go on with their next act, and below those with a published result or abandoned.

    The newest published round still stands among the first while no round follows it, and so does each whose result is
    corrected, or counted on after a group declined its offer.
    """
    public = published_rounds() - rounds_to_correct() - rounds_counted_on()
    rounds = newest_first()
    open_rounds = [each for each in rounds if each.id not in public and not abandonment(each)]
    if not open_rounds and rounds:
        open_rounds = rounds[:1]
    return [round_status(each) for each in open_rounds], [each for each in rounds if each not in open_rounds]


def round_status(round_: Round) -> RoundStatus:
    """Where a round stands at this moment."""
    has_box = round_.source == "people" and round_.frozen and not abandonment(round_) and not box_opening_of(round_.id)
    known_gaps = gaps(round_.id) if has_box else None
    due = next_act(status_facts_of(round_, known_gaps))
    return RoundStatus(round_, due, stages(due.state), known_gaps)
