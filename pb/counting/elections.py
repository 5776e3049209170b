"""Elections: the projects, the money and the ballots of one round, ready to be counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from pb.counting.ballots import Ballots, entries_of, group

__all__ = ["BALLOT_TYPES", "Election", "ElectionError", "PotElection", "Project"]

BALLOT_TYPES = ("choose", "points", "rank", "budget", "score")
_WITH_POINTS = ("points", "score")


class ElectionError(ValueError):
    """What was handed in is no election: an unknown project, a cost of nothing, a pot without money…"""


@dataclass(frozen=True)
class Project:
    """One line of the ballot. ``cost`` and ``least`` (the least amount its group can work with) are whole pence.

    ``number`` is the printed number that goes into the lot. A withdrawn project keeps its votes and cannot be funded.
    """

    id: str
    number: int | str
    cost: int
    least: int | None = None
    pot: str | None = None
    name: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, eq=False)
class PotElection:
    """The part of an election that one pot decides: its projects, its money and the ballots as far as they name them."""

    pot: str | None
    projects: tuple[Project, ...]
    budget: int
    ballots: Ballots
    ballot_type: str
    unit: int = 100

    @property
    def has_points(self) -> bool:
        return self.ballot_type in ("points", "score", "rank")


@dataclass(frozen=True, eq=False)
class Election:
    """A round to be counted. Build it with ``Election.of`` or ``Election.from_rows``.

    budgets: the money of each pot in pence, by pot name (None: the round has one pot)
    unit:    pence in one pound of the round, the default step of add-one (100; for a file, see ``pabulib``)
    """

    projects: tuple[Project, ...]
    ballot_type: str
    budgets: dict[str | None, int]
    parts: tuple[PotElection, ...]
    unit: int = 100
    currency: str = "GBP"
    ballots: int = field(default=0)

    @property
    def pots(self) -> tuple[str | None, ...]:
        return tuple(self.budgets)

    def project(self, id: str) -> Project:
        return self._by_id[id]

    @property
    def _by_id(self) -> dict[str, Project]:
        return {project.id: project for project in self.projects}

    @classmethod
    def of(
        cls,
        projects: Iterable[Project],
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
        place = {project.id: place for place, project in enumerate(projects)}
        rows, counts, pots, chosen, points = [0], [], [], [], []
        for choices, count, *pot in ballots:
            for choice in _choices(choices, ballot_type, place):
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
        projects: Iterable[Project],
        rows: Iterable[tuple],
        ballot_type: str,
        budgets: int | Mapping[str | None, int],
        **more,
    ) -> Election:
        """An election from one query: rows ``(ballot key, pot, project id, value)``, the rows of a ballot together.

        value is the points, or for rank the place (1 is first), or None. A blank ballot is one row with project id
        None.
        """
        return cls.of(projects, _ballots_of_rows(rows, ballot_type), ballot_type, budgets, **more)

    @classmethod
    def from_arrays(
        cls,
        projects,
        start,
        chosen,
        points,
        count,
        ballot_type: str,
        budgets,
        *,
        ballot_pots: Sequence = (),
        unit: int = 100,
        currency: str = "GBP",
    ) -> Election:
        """The same from arrays (see ``Ballots``), which need not be merged or sorted. ``points`` is ignored for choose,
        budget and rank.
        """
        projects = tuple(projects)
        budgets = dict(budgets) if isinstance(budgets, Mapping) else {None: budgets}
        _check(projects, ballot_type, budgets, unit)
        raw = start, chosen, points if ballot_type in _WITH_POINTS else None, count
        parts = tuple(_part(pot, projects, budgets, raw, ballot_type, ballot_pots, unit) for pot in budgets)
        return cls(projects, ballot_type, budgets, parts, unit, currency, int(np.sum(count)))


def _choices(choices, ballot_type: str, place: dict[str, int]):
    pairs = choices.items() if isinstance(choices, Mapping) else choices
    seen = set()
    for choice in pairs:
        id, points = choice if ballot_type in _WITH_POINTS else (choice, 0)
        if id not in place:
            raise ElectionError(f"A ballot names project {id!r}, which is not in this election.")
        if id in seen:
            raise ElectionError(f"A ballot names project {id!r} twice.")
        if points < 0:
            raise ElectionError(f"A ballot gives project {id!r} less than nothing.")
        seen.add(id)
        if points or ballot_type not in _WITH_POINTS:
            yield place[id], points


def _ballots_of_rows(rows, ballot_type: str):
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


def _choices_of(entries: list[tuple], ballot_type: str):
    if ballot_type in _WITH_POINTS:
        return entries
    if ballot_type == "rank":
        entries.sort(key=lambda entry: entry[1])
    return [id for id, _ in entries]


def _check(projects, ballot_type: str, budgets: dict, unit: int) -> None:
    if ballot_type not in BALLOT_TYPES:
        raise ElectionError(f"There is no ballot type {ballot_type!r}; there are {', '.join(BALLOT_TYPES)}.")
    for field_name in ("id", "number"):
        values = [getattr(project, field_name) for project in projects]
        if len(set(values)) < len(values):
            raise ElectionError(f"Two projects have the same {field_name}.")
    for project in projects:
        if project.cost < 1 or (project.least is not None and not 1 <= project.least <= project.cost):
            raise ElectionError(f"Project {project.id!r} must cost something, and its least amount at most its cost.")
        if project.pot not in budgets:
            raise ElectionError(f"Project {project.id!r} belongs to pot {project.pot!r}, which has no money.")
    if unit < 1 or any(budget < 0 for budget in budgets.values()):
        raise ElectionError("A pot holds no less than nothing, and a pound has at least one penny.")


def _part(pot, projects, budgets, raw, ballot_type: str, ballot_pots, unit: int) -> PotElection:
    start, chosen, points, count = raw
    mine = tuple(project for project in projects if project.pot == pot)
    if len(budgets) > 1:
        start, chosen, points, count = _restricted(pot, projects, raw, ballot_pots)
    ballots = group(start, chosen, points, count, len(mine), ordered=ballot_type == "rank")
    if ballot_type == "rank":
        ballots = _with_places_as_points(ballots)
    return PotElection(pot, mine, budgets[pot], ballots, ballot_type, unit)


def _restricted(pot, projects, raw, ballot_pots):
    start, chosen, points, count = raw
    kept = np.array([row for row, label in enumerate(ballot_pots) if label is None or label == pot], dtype=np.int64)
    if not len(ballot_pots):
        kept = np.arange(len(count))
    entries = entries_of(start, kept)
    place_in_pot = np.cumsum([project.pot == pot for project in projects]) - 1
    inside = np.array([project.pot == pot for project in projects], dtype=bool)[chosen[entries]]
    row = np.repeat(np.arange(len(kept)), np.diff(start)[kept])[inside]
    lengths = np.bincount(row, minlength=len(kept))
    entries = entries[inside]
    return (
        np.concatenate(([0], np.cumsum(lengths))),
        place_in_pot[chosen[entries]],
        None if points is None else points[entries],
        count[kept],
    )


def _with_places_as_points(ballots: Ballots) -> Ballots:
    """Rank counts by points: first place has as many points as the ballot has names, each next one less (as in
    Kraków).
    """
    lengths = np.repeat(ballots.lengths, ballots.lengths)
    place = np.arange(len(ballots.chosen)) - np.repeat(ballots.start[:-1], ballots.lengths)
    return Ballots(ballots.start, ballots.chosen, lengths - place, ballots.count, ballots.projects)
