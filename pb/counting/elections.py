"""Elections: the projects, the money and the ballots of one round, ready to be counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pb.counting.pot_elections import WITH_POINTS, ElectionProject, PotElection, part_of
from pb.currency import Currency

__all__ = ["BALLOT_TYPES", "Election", "ElectionError", "PotElection", "ElectionProject"]

BALLOT_TYPES = ("choose", "points", "rank", "budget", "score")


class ElectionError(ValueError):
    """What was handed in is no election: an unknown project, a cost below nothing, a pot without money…"""


@dataclass(frozen=True, eq=False)
class Election:
    """A round to be counted. Build it with ``Election.of`` or ``Election.from_rows``.

    budgets: the money of each pot in pence, by pot name (None: the round has one pot)
    unit:    pence in one pound of the round, the default step of add-one (100; for a file, see ``pabulib``)
    """

    projects: tuple[ElectionProject, ...]
    ballot_type: str
    budgets: dict[str | None, int]
    parts: tuple[PotElection, ...]
    unit: int
    currency: str
    ballots: int

    @property
    def pots(self) -> tuple[str | None, ...]:
        return tuple(self.budgets)

    @property
    def money(self) -> Currency:
        """How its amounts are written."""
        return Currency(self.currency, self.unit)

    def project(self, id: str) -> ElectionProject:
        return self._by_id[id]

    @property
    def _by_id(self) -> dict[str, ElectionProject]:
        return {project.id: project for project in self.projects}

    @classmethod
    def of(
        cls,
        projects: Iterable[ElectionProject],
        ballots: Iterable[tuple],
        ballot_type: str = "choose",
        budgets: int | Mapping[str | None, int] = 0,
        *,
        unit: int = 100,
        currency: str = "GBP",
    ) -> Election:
        """An election from ballots ``(choices, count)`` or ``(choices, count, pot)``.

        choices: project ids (for rank in the voter's order); for points and score a mapping of id to points. A ballot
        with a pot belongs to that pot alone; one without is counted in every pot, as far as it names its projects.
        """
        projects = tuple(projects)
        index = {project.id: i for i, project in enumerate(projects)}
        rows, counts, pots, chosen, points = [0], [], [], [], []
        for choices, count, *pot in ballots:
            for choice in _choices(choices, ballot_type, index):
                chosen.append(choice[0])
                points.append(choice[1])
            rows.append(len(chosen))
            counts.append(count)
            pots.append(pot[0] if pot else None)
        raw = (
            np.array(rows),
            np.array(chosen, dtype=np.int32),
            np.array(points, dtype=np.int64),
            np.array(counts, dtype=np.int64),
        )
        return cls.from_arrays(projects, *raw, ballot_type, budgets, ballot_pots=pots, unit=unit, currency=currency)

    @classmethod
    def from_rows(
        cls,
        projects: Iterable[ElectionProject],
        rows: Iterable[tuple],
        ballot_type: str,
        budgets: int | Mapping[str | None, int],
        **more: Any,
    ) -> Election:
        """An election from one query: rows ``(ballot key, pot, project id, value)``, the rows of a ballot together.

        value is the points, or for rank the place (1 is first), or None. A blank ballot is one row with project id
        None.
        """
        return cls.of(projects, _ballots_of_rows(rows, ballot_type), ballot_type, budgets, **more)

    @classmethod
    def from_arrays(
        cls,
        projects: Iterable[ElectionProject],
        start: np.ndarray,
        chosen: np.ndarray,
        points: np.ndarray | None,
        count: np.ndarray,
        ballot_type: str,
        budgets: int | Mapping[str | None, int],
        *,
        ballot_pots: Sequence[str | None] = (),
        unit: int = 100,
        currency: str = "GBP",
    ) -> Election:
        """The same from arrays (see ``Profile``), which need not be merged or sorted. ``points`` is ignored for choose,
        budget and rank.
        """
        projects = tuple(projects)
        budgets = dict(budgets) if isinstance(budgets, Mapping) else {None: budgets}
        _check(projects, ballot_type, budgets, unit)
        raw = start, chosen, points if ballot_type in WITH_POINTS else None, count
        parts = tuple(part_of(pot, projects, budgets, raw, ballot_type, ballot_pots, unit) for pot in budgets)
        return cls(projects, ballot_type, budgets, parts, unit, currency, int(np.sum(count)))


def _choices(choices: Any, ballot_type: str, index: dict[str, int]) -> Iterator[tuple[int, int]]:
    pairs = choices.items() if isinstance(choices, Mapping) else choices
    seen = set()
    for choice in pairs:
        id, points = choice if ballot_type in WITH_POINTS else (choice, 0)
        if id not in index:
            raise ElectionError(f"A ballot names project {id!r}, which is not in this election.")
        if id in seen:
            raise ElectionError(f"A ballot names project {id!r} twice.")
        if points < 0:
            raise ElectionError(f"A ballot gives project {id!r} less than nothing.")
        seen.add(id)
        if points or ballot_type not in WITH_POINTS:
            yield index[id], points


def _ballots_of_rows(rows: Iterable[tuple], ballot_type: str) -> Iterator[tuple]:
    key, pot, entries = object(), None, None
    for row_key, row_pot, id, value in rows:
        if row_key != key:
            if entries is not None:
                yield _choices_of(entries, ballot_type), 1, pot
            key, pot, entries = row_key, row_pot, []
        if id is not None:
            entries.append((id, value))
    if entries is not None:
        yield _choices_of(entries, ballot_type), 1, pot


def _choices_of(entries: list[tuple], ballot_type: str) -> list:
    if ballot_type in WITH_POINTS:
        return entries
    if ballot_type == "rank":
        entries.sort(key=lambda entry: entry[1])
    return [id for id, _ in entries]


def _check(projects: Sequence[ElectionProject], ballot_type: str, budgets: dict[str | None, int], unit: int) -> None:
    if ballot_type not in BALLOT_TYPES:
        raise ElectionError(f"There is no ballot type {ballot_type!r}; there are {', '.join(BALLOT_TYPES)}.")
    for field_name in ("id", "number"):
        values = [getattr(project, field_name) for project in projects]
        if len(set(values)) < len(values):
            raise ElectionError(f"Two projects have the same {field_name}.")
    for project in projects:
        if project.cost < 0 or (project.least is not None and not 1 <= project.least <= project.cost):
            raise ElectionError(
                f"Project {project.id!r} costs less than nothing, or its least amount is not within it."
            )
        if project.pot not in budgets:
            raise ElectionError(f"Project {project.id!r} belongs to pot {project.pot!r}, which has no money.")
    if unit < 1 or any(budget < 0 for budget in budgets.values()):
        raise ElectionError("A pot holds no less than nothing, and a pound has at least one penny.")
