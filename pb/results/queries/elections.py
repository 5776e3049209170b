"""The election of a round from the database: its ballots in one query, identical ones together."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from sqlalchemy import String, cast, func, select

from pb.counting import Election, ElectionProject, LotDigits, Rulebook
from pb.database import db
from pb.projects.queries import ballot_lines
from pb.record.queries import part_of_verifying
from pb.record.rules import fault_in_words
from pb.refusals import Refusal
from pb.results import models
from pb.results.queries.offers import declined_in
from pb.results.rules.patterns import UnusualBallots, unusual_ballots, withheld
from pb.results.rules.sentences import BALLOTS_DIFFER, CALL_FOR_HELP, VOTES_DIFFER
from pb.rounds.models import Round
from pb.rounds.rules import rulebook_of, withdrawn_projects
from pb.voting.models import Ballot, BoxOpening, Choice
from pb.voting.queries import box_opening_of
from pb.voting.queries.marks import is_left_as_opened
from pb.voting.rules.ballots_hash import ballots_hash


@dataclass(frozen=True)
class IdenticalBallots:
    """Ballots on which the same was chosen: (number, value) pairs in order of numbers, and how many there are."""

    pot_id: int
    picks: tuple[tuple[int, int], ...]
    ballots: int


def ballots_of(round_id: int) -> list[IdenticalBallots]:
    """All ballots of an opened box, in one query. Blank ones have no picks."""
    pick = cast(Choice.number, String) + ":" + cast(Choice.value, String)
    each = (
        select(Ballot.pot_id, func.aggregate_strings(pick, " ").label("picks"))
        .outerjoin(Choice, Choice.ballot_key == Ballot.key)
        .where(Ballot.round_id == round_id)
        .group_by(Ballot.key, Ballot.pot_id)
        .subquery()
    )
    rows = db.session.execute(select(each.c.pot_id, each.c.picks, func.count()).group_by(each.c.pot_id, each.c.picks))
    found: Counter[tuple[int, tuple[tuple[int, int], ...]]] = Counter()
    for pot_id, picks, n in rows:  # the database strings picks together in no certain order
        found[pot_id, _read(picks)] += n
    return [IdenticalBallots(pot_id, picks, n) for (pot_id, picks), n in found.items()]


def _read(picks: str | None) -> tuple[tuple[int, int], ...]:
    pairs = (pick.split(":") for pick in (picks or "").split())
    return tuple(sorted((int(number), int(value)) for number, value in pairs))


def unusual_choices(round_: Round) -> UnusualBallots:
    """How many ballots of an opened box were filled in as no other was, in its pot, and how many are withheld."""
    return unusual_ballots(patterns_of(ballots_of(round_.id)).values(), round_.least_alike)


def patterns_of(ballots: Iterable[IdenticalBallots]) -> dict[int, dict[tuple, int]]:
    """For each pot, on how many ballots each pattern was made."""
    pots: dict[int, dict[tuple, int]] = {}
    for alike in ballots:
        pots.setdefault(alike.pot_id, {})[alike.picks] = alike.ballots
    return pots


def withheld_of(round_: Round, ballots: Iterable[IdenticalBallots]) -> set[tuple[int, tuple]]:
    """The pots and patterns whose ballots are published only in sums, by the round's setting."""
    pots = patterns_of(ballots)
    return {(pot, pattern) for pot, times in pots.items() for pattern in withheld(times, round_.least_alike)}


def hash_of_ballots(ballots: Iterable[IdenticalBallots], salt: str | None = None) -> str:
    """The hash of these ballots, made as the opening makes it; ``salt`` is the opening's."""
    return ballots_hash(((identical.picks, identical.ballots) for identical in ballots), salt)


def require_ballots_as_opened(round_id: int, ballots: Iterable[IdenticalBallots], counted: models.Count | None) -> None:
    """Refuse where the ballots, or those of the count, are not the ones whose hash the opening noted under its mark. A
    guard asks the same of a new count; but whoever can write into the database can take a guard away.
    """
    box_opening = box_opening_of(round_id)
    if box_opening and box_opening.ballots_hash != hash_of_ballots(ballots, box_opening.ballots_salt):
        raise Refusal(BALLOTS_DIFFER, CALL_FOR_HELP, status=503)
    if box_opening and counted and counted.ballots_hash != box_opening.ballots_hash:
        raise Refusal(BALLOTS_DIFFER, CALL_FOR_HELP, status=503)


def require_votes_as_opened(round_id: int) -> None:
    """Refuse where ballots, turnout or receipts, which are published beside the count, are not those that the opening left."""
    if not is_left_as_opened(round_id):
        raise Refusal(VOTES_DIFFER, CALL_FOR_HELP, status=503)


@part_of_verifying
def faults_of_ballots() -> Iterator[str]:
    """Opened rounds whose ballots, or whose counts, are not those of the opening."""
    opened = select(BoxOpening.__table__, Round.name).join(Round.__table__, Round.id == BoxOpening.round_id)
    for box_opening in db.session.execute(opened.order_by(Round.id)).all():
        if hash_of_ballots(ballots_of(box_opening.round_id), box_opening.ballots_salt) != box_opening.ballots_hash:
            yield fault_in_words("other_ballots", name=box_opening.name)
        of_counts = select(models.Count.version).where(
            models.Count.round_id == box_opening.round_id, models.Count.ballots_hash != box_opening.ballots_hash
        )
        for version in db.session.scalars(of_counts.order_by(models.Count.version)):
            yield fault_in_words("count_of_others", name=box_opening.name, version=version)


def pot_names(round_: Round) -> dict[int, str | None]:
    """What the count calls each pot: its name, or None where a round has only one."""
    if len(round_.pots) == 1:
        return {round_.pots[0].id: None}
    return {pot.id: pot.name for pot in round_.pots}


def projects_of(round_: Round) -> list[ElectionProject]:
    """The projects on the ballot, as the count knows them: a withdrawn one keeps its votes and cannot be funded."""
    pots, gone = pot_names(round_), withdrawn_projects(round_)
    return [
        ElectionProject(
            id=str(line.number),
            number=line.number,
            cost=line.cost_pence,
            least=line.least_pence,
            pot=pots[line.pot_id],
            name=line.title,
            withdrawn=line.project_id in gone,
        )
        for line in ballot_lines(round_.id)
    ]


def election_of(round_: Round, ballots: list[IdenticalBallots], *, unit: int = 100, currency: str = "GBP") -> Election:
    """The election: project ids are the printed numbers as text. ``unit``, ``currency``: those of an imported file."""
    pots, projects = pot_names(round_), projects_of(round_)
    budgets = {pots[pot.id]: pot.amount_pence for pot in round_.pots}
    index = {project.number: n for n, project in enumerate(projects)}
    ordered = [sorted(a.picks, key=lambda pick: pick[1]) if round_.ballot_type == "rank" else a.picks for a in ballots]
    return Election.from_arrays(
        projects,
        np.cumsum([0, *(len(picks) for picks in ordered)]),
        np.array([index[number] for picks in ordered for number, _ in picks], dtype=np.int32),
        np.array([value for picks in ordered for _, value in picks], dtype=np.int64),
        np.array([identical.ballots for identical in ballots], dtype=np.int64),
        round_.ballot_type,
        budgets,
        ballot_pots=[pots[identical.pot_id] for identical in ballots],
        unit=unit,
        currency=currency,
    )


def lot_for_count(round_id: int) -> LotDigits | None:
    """The lot as the count wants it. The round's id is its name in the hash."""
    drawn = db.session.get(models.Lot, round_id)
    return LotDigits(str(round_id), drawn.digits) if drawn else None


def inputs_hash(round_: Round, rulebook: Rulebook) -> str:
    """SHA-256 over all that goes into a count: when it changes, the count and its signatures are no longer valid."""
    pots, lot, box_opening = pot_names(round_), lot_for_count(round_.id), box_opening_of(round_.id)
    declined = declined_in(round_.id)
    everything = {
        **({"declined": declined} if declined else {}),
        "rulebook": rulebook.as_dict(),
        "projects": [[p.number, p.cost, p.least, p.pot, p.withdrawn] for p in projects_of(round_)],
        "budgets": [[pots[pot.id], pot.amount_pence] for pot in round_.pots],
        "lot": [lot.round_id, lot.digits] if lot else None,
        "ballots": box_opening.ballots_hash if box_opening else None,
    }
    return hashlib.sha256(json.dumps(everything, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def is_up_to_date(counted: models.Count, round_: Round) -> bool:
    """Whether counting again would give the same: nothing that went into this count has changed since."""
    return counted.inputs_hash == inputs_hash(round_, rulebook_of(round_))
