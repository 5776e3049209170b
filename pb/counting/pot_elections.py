"""What one pot decides: its projects, its budget and its part of each ballot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from pb.counting.merging import merge_identical
from pb.counting.profile import Profile, entries_of

__all__ = ["WITH_POINTS", "PotElection", "ElectionProject", "RawBallots", "part_of"]

WITH_POINTS = ("points", "score")

#: start, chosen, points and multiplicity of ballots (see ``Profile``), not yet merged or sorted.
RawBallots: TypeAlias = tuple[np.ndarray, np.ndarray, np.ndarray | None, np.ndarray]


@dataclass(frozen=True)
class ElectionProject:
    """One line of the ballot. ``cost`` and ``least`` (the least amount its group can work with) are whole pence.

    ``number`` is the printed number that goes into the lot. A withdrawn project keeps its votes and cannot be funded;
    nor can one that costs nothing, as some old files have it: no money is decided for it.
    """

    id: str
    number: int | str
    cost: int
    least: int | None = None
    pot: str | None = None
    name: str = ""
    withdrawn: bool = False

    @property
    def kept_out(self) -> str | None:
        """Why no rule funds this project, however many vote for it: the code of an ``OutcomeReason``, or None."""
        return "withdrawn" if self.withdrawn else None if self.cost else "costs-nothing"


@dataclass(frozen=True, eq=False)
class PotElection:
    """The part of an election that one pot decides: its projects, its budget, its part of each ballot."""

    pot: str | None
    projects: tuple[ElectionProject, ...]
    budget: int
    profile: Profile
    ballot_type: str
    unit: int = 100

    @property
    def has_points(self) -> bool:
        return self.ballot_type in (*WITH_POINTS, "rank")


def part_of(
    pot: str | None,
    projects: Sequence[ElectionProject],
    budgets: dict[str | None, int],
    raw: RawBallots,
    ballot_type: str,
    ballot_pots: Sequence[str | None],
    unit: int,
) -> PotElection:
    start, chosen, points, count = raw
    mine = tuple(project for project in projects if project.pot == pot)
    if len(budgets) > 1:
        start, chosen, points, count = _restricted(pot, projects, raw, ballot_pots)
    profile = merge_identical(start, chosen, points, count, len(mine), ordered=ballot_type == "rank")
    if ballot_type == "rank":
        profile = _with_places_as_points(profile)
    return PotElection(pot, mine, budgets[pot], profile, ballot_type, unit)


def _restricted(
    pot: str | None, projects: Sequence[ElectionProject], raw: RawBallots, ballot_pots: Sequence[str | None]
) -> RawBallots:
    start, chosen, points, count = raw
    kept = np.array([row for row, label in enumerate(ballot_pots) if label is None or label == pot], dtype=np.int64)
    if not len(ballot_pots):
        kept = np.arange(len(count))
    entries = entries_of(start, kept)
    index_in_pot = np.cumsum([project.pot == pot for project in projects]) - 1
    inside = np.array([project.pot == pot for project in projects], dtype=bool)[chosen[entries]]
    row = np.repeat(np.arange(len(kept)), np.diff(start)[kept])[inside]
    lengths = np.bincount(row, minlength=len(kept))
    entries = entries[inside]
    return (
        np.concatenate(([0], np.cumsum(lengths))),
        index_in_pot[chosen[entries]],
        None if points is None else points[entries],
        count[kept],
    )


def _with_places_as_points(profile: Profile) -> Profile:
    """Rank counts by points: first place has as many points as the ballot has names, each next one less (as in
    Kraków).
    """
    lengths = np.repeat(profile.lengths, profile.lengths)
    place = np.arange(len(profile.chosen)) - np.repeat(profile.start[:-1], profile.lengths)
    return Profile(profile.start, profile.chosen, lengths - place, profile.multiplicity, profile.num_projects)
