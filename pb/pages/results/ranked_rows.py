"""The rows of a result: projects in the order of the count, with what the count decided and what was decided beside it."""

from __future__ import annotations

from dataclasses import dataclass

from pb.counting import PotOutcome
from pb.results.rules.departures import DecidedBeside


@dataclass(frozen=True)
class ProjectResult:
    """One project in the ranking. Money in the parts of the round's currency (pence). ``decision``, ``award`` and ``why`` are the
    count's; ``decided``: what the steering group decided beside it, if it did.
    """

    place: int
    number: int
    title: str
    group: str
    cost: int
    support: int
    decision: str
    award: int
    spent_so_far: int
    why: str
    reason: str
    decided: DecidedBeside | None = None

    @property
    def gets(self) -> int:
        """What its group gets in the end."""
        return self.award if self.decided is None else self.decided.gives or 0

    @property
    def stands(self) -> str:
        """Whether it is funded in the end, in the words of ``decision``."""
        if self.decided is None:
            return self.decision
        return "funded" if self.gets >= self.cost else "part-funded" if self.gets else "not-funded"

    @property
    def withdrawn(self) -> bool:
        """It keeps its votes, and no money was ever meant for it."""
        return self.reason == "withdrawn"

    @property
    def had_turn(self) -> bool:
        """Whether the count came to it with the money that was left."""
        return self.reason not in ("withdrawn", "below-minimum", "no-votes", "after-stop")


@dataclass(frozen=True)
class PotResult:
    """One pot's ranking. ``cut``: how many rows stand above the line at which the money ran short, or None; a withdrawn
    project draws none.
    """

    name: str | None
    outcome: PotOutcome
    rows: tuple[ProjectResult, ...]
    cut: int | None
    ties: tuple[str, ...]
    other_ties: tuple[str, ...]

    @property
    def departed(self) -> bool:
        """Whether the steering group decided about one of its projects otherwise than the count."""
        return any(row.decided for row in self.rows)
