"""What a published result leaves for the next round: money that was not spent, projects that got none."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from pb.counting import Outcome
from pb.database import db
from pb.projects.queries import Line, ballot_lines
from pb.results.queries.counts import publication_of
from pb.results.queries.elections import pot_names
from pb.rounds.models import Round
from pb.rounds.rules import withdrawn_projects


@dataclass(frozen=True)
class Leftovers:
    """``unspent``: pence by pot, in the order of the pots. ``unfunded``: ballot lines, in order of their numbers."""

    unspent: tuple[int, ...]
    unfunded: tuple[Line, ...]

    @property
    def money(self) -> int:
        """All that was not spent, in pence."""
        return sum(self.unspent)


def leftovers(round_: Round) -> Leftovers | None:
    """What the published result of a round leaves; None while there is none. Withdrawn projects are left out."""
    publication = publication_of(round_.id)
    if publication is None:
        return None
    outcome = Outcome.from_json(publication.counted.outcome)
    names, gone, winners = pot_names(round_), withdrawn_projects(round_), set(outcome.funded)
    unspent = tuple(outcome.pot(names[pot.id]).left for pot in round_.pots)
    lines = (
        line for line in ballot_lines(round_.id) if str(line.number) not in winners and line.project_id not in gone
    )
    return Leftovers(unspent, tuple(lines))


def follower_of(round_: Round) -> Round | None:
    """The round that was started from this one."""
    return db.session.scalar(select(Round).where(Round.follows_id == round_.id).limit(1))
