"""Most votes first (passing over what no longer fits, or stopping there) and most votes per pound.

All three put the projects in an order and walk down it once; they differ in the measure and in what happens at the
first project that does not fit.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from itertools import groupby

from pb.counting.elections import PotElection
from pb.counting.rulebooks import Rulebook
from pb.counting.rules.course import Course, Decision

__all__ = ["STOPPING", "Ranking"]

# Why a project is passed over where the count stops at the first that does not fit.
STOPPING = ("does-not-fit", "costs-more-than-pot")


class Ranking:
    """The rule, prepared for one pot. ``declined`` are ids of projects whose groups turned part funding down."""

    def __init__(self, election: PotElection, rulebook: Rulebook, declined: Collection[str] = ()):
        self.election = election
        self.rulebook = rulebook
        self.stops = rulebook.rule == "most-votes-stop"
        self.per_pound = rulebook.rule == "votes-per-pound"
        by_points = rulebook.support_for(election.ballot_type) == "points"
        self.support = election.ballots.sums if by_points else election.ballots.votes
        self.least_support = rulebook.least_support(election.ballots.total)
        self.can_take_part = [
            rulebook.part_funding and project.least is not None and project.id not in declined
            for project in election.projects
        ]
        self.rivals = self._rivals()

    def _rivals(self) -> list[frozenset[int]]:
        place = {project.id: i for i, project in enumerate(self.election.projects)}
        rivals: list[set[int]] = [set() for _ in place]
        for group in self.rulebook.exclusions:
            members = {place[id] for id in group if id in place}
            for member in members:
                rivals[member] |= members - {member}
        return [frozenset(of_one) for of_one in rivals]

    def measure(self, i: int):
        """What the order goes by, as an exact number: support, or support per penny."""
        return Fraction(self.support[i], self.election.projects[i].cost) if self.per_pound else self.support[i]

    def eligible(self, i: int) -> bool:
        return self.support[i] >= self.least_support and not self.election.projects[i].withdrawn

    def order(self, positions: Sequence[int]) -> list[int]:
        """The eligible projects, best placed first."""
        eligible = [i for i in range(len(self.support)) if self.eligible(i)]
        return sorted(eligible, key=lambda i: (-self.measure(i), positions[i]))

    def course(self, positions: Sequence[int]) -> Course:
        order = self.order(positions)
        decisions = self.walk(order)
        left = decisions[-1].left_after if decisions else self.election.budget
        decisions += [self._not_eligible(i, left) for i in self._others(positions)]
        levels = [tuple(group) for _, group in groupby(order, key=self.measure)]
        return Course(tuple(decisions), tuple(level for level in levels if len(level) > 1))

    def awards(self, positions: Sequence[int]) -> frozenset[tuple[int, int]]:
        """Who gets how much under this tie order, without the reasons."""
        return frozenset(
            (decision.project, decision.award) for decision in self.walk(self.order(positions)) if decision.award
        )

    def all_or_none(self, level: Sequence[int], positions: Sequence[int]) -> bool:
        """Whether plainly the order within a tie cannot matter: all of its projects fit when its turn comes, or none
        does.
        """
        if self.rulebook.part_funding or self.rulebook.exclusions:
            return False
        turns = [decision for decision in self.walk(self.order(positions)) if decision.project in level]
        costs = [self.election.projects[i].cost for i in level]
        return sum(costs) <= turns[0].left_before or min(costs) > turns[0].left_before

    def walk(self, order: Sequence[int]) -> list[Decision]:
        """Go down the order once with the pot's money."""
        left, stopped_by = self.election.budget, None
        funded: list[int] = []
        decisions: list[Decision] = []
        for i in order:
            decision = self._decide(i, left, funded, stopped_by)
            decisions.append(decision)
            left = decision.left_after
            if decision.award:
                funded.append(i)
            elif self.stops and stopped_by is None and decision.code in STOPPING:
                stopped_by = i
        return decisions

    def _decide(self, i: int, left: int, funded: list[int], stopped_by: int | None) -> Decision:
        projects = self.election.projects
        project = projects[i]
        rival = next((j for j in funded if j in self.rivals[i]), None)

        def passed(code, **params):
            return Decision(i, 0, self.support[i], left, left, code, params)

        if stopped_by is not None:
            return passed("after-stop", stopped_at=projects[stopped_by].id)
        if rival is not None:
            return passed("excluded", by=projects[rival].id)
        if project.cost <= left:
            return Decision(i, project.cost, self.support[i], left, left - project.cost, "funded", {})
        if self.can_take_part[i] and project.least is not None and project.least <= left:
            return Decision(
                i, left, self.support[i], left, 0, "part-funded", {"cost": project.cost, "least": project.least}
            )
        if project.cost > self.election.budget:
            return passed("costs-more-than-pot", cost=project.cost, budget=self.election.budget)
        return passed("does-not-fit", cost=project.cost, left=left)

    def _others(self, positions: Sequence[int]) -> list[int]:
        others = [i for i in range(len(self.support)) if not self.eligible(i)]
        return sorted(others, key=lambda i: (-self.support[i], positions[i]))

    def _not_eligible(self, i: int, left: int) -> Decision:
        if self.election.projects[i].withdrawn:
            return Decision(i, 0, self.support[i], left, left, "withdrawn", {})
        if self.support[i] == 0:
            return Decision(i, 0, 0, left, left, "no-votes", {})
        return Decision(i, 0, self.support[i], left, left, "below-minimum", {"minimum": self.least_support})
