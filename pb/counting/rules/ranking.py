"""Most votes first (passing over what no longer fits, or stopping there) and most votes per pound.

All three put the projects in an order and walk down it once; they differ in the measure and in what happens at the
first project that does not fit.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from itertools import groupby

from pb.counting.elections import ElectionProject, PotElection
from pb.counting.rulebooks import Rulebook
from pb.counting.rules.trace import SelectionTrace, TraceStep

__all__ = ["STOPPING", "Ranking"]

# Why a project is passed over where the count stops at the first that does not fit.
STOPPING = ("does-not-fit", "costs-more-than-pot", "declined")


class Ranking:
    """The rule, prepared for one pot. ``declined`` are ids of projects whose groups turned part funding down."""

    def __init__(self, election: PotElection, rulebook: Rulebook, declined: Collection[str] = ()):
        self.election = election
        self.rulebook = rulebook
        self.stops = rulebook.rule == "most-votes-stop"
        self.per_pound = rulebook.rule == "votes-per-pound"
        by_points = rulebook.support_for(election.ballot_type) == "points"
        self.support = election.profile.total_scores if by_points else election.profile.approval_scores
        self.least_support = rulebook.least_support(election.profile.num_ballots)
        self.declined = frozenset(declined)
        self.can_take_part = [
            rulebook.part_funding and project.least is not None and project.id not in self.declined
            for project in election.projects
        ]
        self.rivals = self._rivals()

    def _rivals(self) -> list[frozenset[int]]:
        index = {project.id: i for i, project in enumerate(self.election.projects)}
        rivals: list[set[int]] = [set() for _ in index]
        for group in self.rulebook.exclusions:
            members = {index[id] for id in group if id in index}
            for member in members:
                rivals[member] |= members - {member}
        return [frozenset(of_one) for of_one in rivals]

    def measure(self, i: int) -> Fraction | int:
        """What the order goes by, as an exact number: support, or support per penny."""
        return Fraction(self.support[i], self.election.projects[i].cost) if self.per_pound else self.support[i]

    def eligible(self, i: int) -> bool:
        return self.support[i] >= self.least_support and not self.election.projects[i].kept_out

    def order(self, positions: Sequence[int]) -> list[int]:
        """The eligible projects, best placed first."""
        eligible = [i for i in range(len(self.support)) if self.eligible(i)]
        return sorted(eligible, key=lambda i: (-self.measure(i), positions[i]))

    def trace(self, positions: Sequence[int]) -> SelectionTrace:
        order = self.order(positions)
        steps = self.walk(order)
        left = steps[-1].left_after if steps else self.election.budget
        steps += [self._not_eligible(i, left) for i in self._others(positions)]
        ties = [tuple(group) for _, group in groupby(order, key=self.measure)]
        return SelectionTrace(tuple(steps), tuple(tied for tied in ties if len(tied) > 1))

    def awards(self, positions: Sequence[int]) -> frozenset[tuple[int, int]]:
        """Who gets how much under this tie order, without the reasons."""
        return frozenset((step.project, step.award) for step in self.walk(self.order(positions)) if step.award)

    def all_or_none(self, tied: Sequence[int], positions: Sequence[int]) -> bool:
        """Whether plainly the order within a tie cannot matter: all of its projects fit when its turn comes, or none
        does.
        """
        if self.rulebook.part_funding or self.rulebook.exclusions:
            return False
        turns = [step for step in self.walk(self.order(positions)) if step.project in tied]
        costs = [self.election.projects[i].cost for i in tied]
        return sum(costs) <= turns[0].left_before or min(costs) > turns[0].left_before

    def walk(self, order: Sequence[int]) -> list[TraceStep]:
        """Go down the order once with the pot's money."""
        left, stopped_by = self.election.budget, None
        funded: list[int] = []
        steps: list[TraceStep] = []
        for i in order:
            step = self._decide(i, left, funded, stopped_by)
            steps.append(step)
            left = step.left_after
            if step.award:
                funded.append(i)
            elif self.stops and stopped_by is None and step.code in STOPPING:
                stopped_by = i
        return steps

    def _decide(self, i: int, left: int, funded: list[int], stopped_by: int | None) -> TraceStep:
        projects = self.election.projects
        project = projects[i]
        rival = next((j for j in funded if j in self.rivals[i]), None)

        def passed(code: str, **params: int | str) -> TraceStep:
            return TraceStep(i, 0, self.support[i], left, left, code, params)

        if stopped_by is not None:
            return passed("after-stop", stopped_at=projects[stopped_by].id)
        if rival is not None:
            return passed("excluded", by=projects[rival].id)
        if project.cost <= left:
            return TraceStep(i, project.cost, self.support[i], left, left - project.cost, "funded", {})
        if self.can_take_part[i] and project.least is not None and project.least <= left:
            return TraceStep(
                i, left, self.support[i], left, 0, "part-funded", {"cost": project.cost, "least": project.least}
            )
        if self._said_no(project, left):
            return passed("declined", cost=project.cost, left=left)
        if project.cost > self.election.budget:
            return passed("costs-more-than-pot", cost=project.cost, budget=self.election.budget)
        if left and self.can_take_part[i] and project.least is not None and project.least < project.cost:
            return passed("does-not-fit", cost=project.cost, left=left, least=project.least)
        return passed("does-not-fit", cost=project.cost, left=left)

    def _said_no(self, project: ElectionProject, left: int) -> bool:
        """Whether this money would be offered to it, if its group had not declined."""
        may = self.rulebook.part_funding and project.id in self.declined
        return may and project.least is not None and project.least <= left

    def _others(self, positions: Sequence[int]) -> list[int]:
        others = [i for i in range(len(self.support)) if not self.eligible(i)]
        return sorted(others, key=lambda i: (-self.support[i], positions[i]))

    def _not_eligible(self, i: int, left: int) -> TraceStep:
        if kept_out := self.election.projects[i].kept_out:
            return TraceStep(i, 0, self.support[i], left, left, kept_out, {})
        if self.support[i] == 0:
            return TraceStep(i, 0, 0, left, left, "no-votes", {})
        return TraceStep(i, 0, self.support[i], left, left, "below-minimum", {"minimum": self.least_support})
