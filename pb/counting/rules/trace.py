"""The trace of a selection: what a rule did with each project, in its order, and every tie that it met."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

__all__ = ["SelectionTrace", "TraceStep", "largest_ties"]


@dataclass(frozen=True)
class TraceStep:
    """One project's turn. ``project`` is its index in the pot's election; money is pence; support is votes or points.

    code and params name the reason (see ``sentences``); award is 0 for a project that is passed over.
    """

    project: int
    award: int
    support: int
    left_before: int
    left_after: int
    code: str
    params: dict = field(default_factory=dict)


@dataclass(frozen=True)
class SelectionTrace:
    """steps: every project once. ties: indices of projects that were level when the rule had to choose between them.

    facts: figures of the whole count, ready for JSON (equal shares: each voter's share, how often one was added…).
    """

    steps: tuple[TraceStep, ...]
    ties: tuple[tuple[int, ...], ...]
    facts: dict = field(default_factory=dict)

    @property
    def awards(self) -> frozenset[tuple[int, int]]:
        """Who gets how much, whatever the order: two counts with the same awards have the same result."""
        return frozenset((step.project, step.award) for step in self.steps if step.award)


def largest_ties(ties: Iterable[tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
    """Ties without those that are part of another: three level projects are one tie, not a second one when the first
    was bought.
    """
    found = list(dict.fromkeys(tuple(sorted(tie)) for tie in ties))
    return tuple(tie for tie in found if not any(set(tie) < set(other) for other in found))
