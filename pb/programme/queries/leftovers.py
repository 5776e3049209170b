"""What a published result, or a round that was abandoned, leaves for the next one: money not spent, projects that got none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from pb.counting import Outcome
from pb.database import db
from pb.projects.models import Project
from pb.projects.queries import LineAsRead, applications, ballot_lines
from pb.projects.rules.applications import ApplicationStatus, status_of
from pb.results.queries.counts import publication_of
from pb.results.queries.elections import pot_names
from pb.results.rules.departures import as_published, gets, in_force, left_in
from pb.rounds.models import Round
from pb.rounds.rules import withdrawn_projects


@dataclass(frozen=True)
class Unfunded:
    """A project that got no money. ``number``: None where the ballot was never frozen."""

    project: Project
    pot_id: int
    number: int | None
    title: str
    cost_pence: int

    @property
    def project_id(self) -> int:
        return self.project.id


@dataclass(frozen=True)
class Leftovers:
    """``unspent``: pence by pot, in the order of the pots. ``unfunded``: in order of their numbers."""

    unspent: tuple[int, ...]
    unfunded: tuple[Unfunded, ...]

    @property
    def money(self) -> int:
        """All that was not spent, in pence."""
        return sum(self.unspent)


def leftovers(round_: Round) -> Leftovers | None:
    """What the published result of a round leaves; None while there is none. Withdrawn projects are left out. A round that
    was abandoned leaves all its money and projects.
    """
    publication = publication_of(round_.id)
    if round_.abandonment:
        return Leftovers(tuple(pot.amount_pence for pot in round_.pots), tuple(_of_abandoned(round_)))
    if publication is None:
        return None
    outcome = Outcome.from_json(publication.counted.outcome)
    decided = in_force(as_published(json.loads(publication.facts)))
    names, gone, winners = pot_names(round_), withdrawn_projects(round_), gets(outcome, decided)
    unspent = tuple(left_in(outcome.pot(names[pot.id]), decided) for pot in round_.pots)
    lines = (
        line for line in ballot_lines(round_.id) if str(line.number) not in winners and line.project_id not in gone
    )
    return Leftovers(unspent, tuple(map(_on_the_ballot, lines)))


def _on_the_ballot(line: LineAsRead) -> Unfunded:
    return Unfunded(line.project, line.pot_id, line.number, line.title, line.cost_pence)


def _of_abandoned(round_: Round) -> Iterator[Unfunded]:
    """What was on the ballot; before the freeze every application that was sent and not turned down."""
    if round_.frozen:
        gone = withdrawn_projects(round_)
        yield from (_on_the_ballot(line) for line in ballot_lines(round_.id) if line.project_id not in gone)
        return
    out = (ApplicationStatus.BEGUN, ApplicationStatus.WITHDRAWN, ApplicationStatus.NOT_ELIGIBLE)
    for each in applications(round_.id):
        if status_of(each) not in out and each.pot_id is not None:
            yield Unfunded(each, each.pot_id, None, each.title, each.cost_pence)


@dataclass(frozen=True)
class CarriedWrongly:
    """What a round took over from a result that was corrected since. ``was`` and ``now``: pence carried over and left over;
    ``funded``: projects carried over that the corrected result funds.
    """

    before: Round
    was: int
    now: int
    funded: tuple[Project, ...]


def carried_wrongly(round_: Round) -> CarriedWrongly | None:
    """None where nothing differs, or where the round's rules are fixed and can no longer be changed."""
    before = db.session.get(Round, round_.follows_id) if round_.follows_id and not round_.frozen else None
    publication = publication_of(before.id) if before and not before.abandonment else None
    if before is None or publication is None or publication.version == 1:
        return None
    left = leftovers(before)
    assert left is not None  # a result is published
    unfunded = {each.project_id for each in left.unfunded}
    out = (ApplicationStatus.WITHDRAWN, ApplicationStatus.NOT_ELIGIBLE)
    funded = tuple(
        each
        for each in applications(round_.id)
        if each.carried_from_id and each.carried_from_id not in unfunded and status_of(each) not in out
    )
    now = left.money if round_.carried_pence else 0  # nobody asked for it
    return CarriedWrongly(before, round_.carried_pence, now, funded) if funded or now != round_.carried_pence else None


def follower_of(round_: Round) -> Round | None:
    """The round that was started from this one."""
    return db.session.scalar(select(Round).where(Round.follows_id == round_.id).limit(1))
