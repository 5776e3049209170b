"""The Method of Equal Shares, with its completions: none, add-one, add-one and then most votes first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import groupby
from math import ceil

from pb.counting.elections import PotElection
from pb.counting.exact import Exact, Ratio, decimal
from pb.counting.rulebooks import Rulebook
from pb.counting.rules.equal_shares import Run, run
from pb.counting.rules.trace import SelectionTrace, TraceStep, largest_ties
from pb.counting.rules.voter_budgets import Supporters, VoterBudgets

__all__ = ["EqualShares"]

NOTHING = Run((), (), (), 0)


class EqualShares:
    """The rule, prepared for one pot.

    Add-one: every voter's share grows by one step until the winners would cost more than the pot; the last result
    before that stands. It does not stop at the first result to which nothing more could be added: that is not the
    official way.
    """

    def __init__(self, election: PotElection, rulebook: Rulebook, going_on: Callable[[], None] | None = None):
        self.election, self.rulebook, self._going_on = election, rulebook, going_on
        self.satisfaction = rulebook.satisfaction_for(election.ballot_type)
        profile, costs = election.profile, [project.cost for project in election.projects]
        unit_satisfaction = costs if self.satisfaction == "cost" else [1] * len(costs)
        self.supporters = Supporters(
            profile, costs, unit_satisfaction, profile.points if self.satisfaction == "points" else None
        )
        by_points = rulebook.support_for(election.ballot_type) == "points"
        self.support = profile.total_scores if by_points else profile.approval_scores
        self.candidates = [i for i, project in enumerate(election.projects) if self.support[i] and not project.kept_out]
        self.add_one_step = rulebook.add_one_step or election.unit
        self._runs: dict[int, list[Run]] = {}
        self._budgets: dict[int, VoterBudgets] = {}

    def share(self, added: int) -> Exact:
        """What each voter has to begin with after ``added`` steps, in pence, exact."""
        return Ratio(self.election.budget, self.election.profile.num_ballots) + added * self.add_one_step

    def trace(self, positions: Sequence[int]) -> SelectionTrace:
        runs, final, added = self._all_runs(positions)
        steps, left = self._bought(final), self.election.budget - final.spent
        ties = [tie for one in runs for tie in one.ties]
        if self.rulebook.rule.endswith("greedy"):
            completed, more_ties = self._completed(final.winners, left, positions)
            steps, ties = steps + completed, ties + more_ties
        else:
            steps += self._passed_over(final, added, left, positions)
        facts: dict = {"steps_added": added, "step": self.add_one_step}
        if runs:
            facts |= {"share": decimal(self.share(added)), "first_share": decimal(self.share(0))}
        return SelectionTrace(tuple(steps), largest_ties(ties), facts)

    def awards(self, positions: Sequence[int]) -> frozenset[tuple[int, int]]:
        """Who gets how much under this tie order, without the reasons."""
        _, final, _ = self._all_runs(positions)
        winners = list(final.winners)
        if self.rulebook.rule.endswith("greedy"):
            completed, _ = self._completed(final.winners, self.election.budget - final.spent, positions)
            winners += [step.project for step in completed if step.award]
        return frozenset((i, self.election.projects[i].cost) for i in winners)

    def _all_runs(self, positions: Sequence[int]) -> tuple[list[Run], Run, int]:
        """The runs of add-one in order, the one that stands and its number of steps; without add-one there is one,
        without ballots none.
        """
        if not self.election.profile.num_ballots:
            return [], NOTHING, 0
        added, runs = 0, [self._run(0, positions)]
        while "add1" in self.rulebook.rule and len(runs[-1].winners) < len(self.candidates):
            added = self._next_that_may_differ(runs[-1], added)
            runs.append(self._run(added, positions))
            if runs[-1].spent > self.election.budget:
                added -= 1
                runs.insert(-1, self._run(added, positions))
                return runs, runs[-2], added
        return runs, runs[-1], added

    def _next_that_may_differ(self, last: Run, added: int) -> int:
        """The next number of steps at which the result may be another one; all numbers before it are passed over.

        If everybody paid in full for everything bought, more money changes no price and no order. Then nothing can
        change until the supporters of some other project could pay for it with all their shares. (Or a dear project
        would take days.)
        """
        if any(price != self.supporters.lowest_price(i) for i, price in zip(last.winners, last.prices, strict=True)):
            return added + 1
        share, votes = self.share(added + 1), self.election.profile.approval_scores
        others = set(self.candidates) - set(last.winners)
        return (
            added
            + 1
            + min(
                max(int(ceil((Ratio(self.election.projects[i].cost, votes[i]) - share) / self.add_one_step)), 0)
                for i in others
            )
        )

    def _run(self, added: int, positions: Sequence[int]) -> Run:
        """A run once made serves every tie order that decides its ties in the same way."""
        known = self._runs.setdefault(added, [])
        for one in known:
            if one.decided_alike(positions):
                return one
        if self._going_on:
            self._going_on()
        made, budgets = run(self.supporters, self.share(added), self.candidates, positions)
        if not known:
            self._keep(added, budgets)
        known.append(made)
        return made

    def _keep(self, added: int, budgets: VoterBudgets) -> None:
        """What everybody has left is needed for one run only, one of the last two that were made: the older ones are
        let go.
        """
        self._budgets[added] = budgets
        for old in list(self._budgets)[:-2]:
            del self._budgets[old]

    def _bought(self, final: Run) -> list[TraceStep]:
        left, steps = self.election.budget, []
        for i, price in zip(final.winners, final.prices, strict=True):
            cost = self.election.projects[i].cost
            code = "shared-by-points" if self.satisfaction == "points" else "shared"
            steps.append(TraceStep(i, cost, self.support[i], left, left - cost, code, {"price": decimal(price)}))
            left -= cost
        return steps

    def _passed_over(self, final: Run, added: int, left: int, positions: Sequence[int]) -> list[TraceStep]:
        steps = []
        for i in self._rest(final.winners, positions):
            code, params = self._not_a_candidate(i) or (
                "supporters-short",
                {"had": self._budgets[added].left_behind(i), "cost": self.election.projects[i].cost},
            )
            steps.append(TraceStep(i, 0, self.support[i], left, left, code, params))
        return steps

    def _completed(
        self, winners: Collection[int], left: int, positions: Sequence[int]
    ) -> tuple[list[TraceStep], list[tuple[int, ...]]]:
        """Most votes first with what add-one left over."""
        rest = self._rest(winners, positions)
        steps = []
        for i in rest:
            cost = self.election.projects[i].cost
            code, params = self._not_a_candidate(i) or (
                ("funded-from-rest", {}) if cost <= left else ("does-not-fit", {"cost": cost, "left": left})
            )
            award = cost if code == "funded-from-rest" else 0
            steps.append(TraceStep(i, award, self.support[i], left, left - award, code, params))
            left -= award
        groups = [
            tuple(tied) for _, tied in groupby((i for i in rest if i in self.candidates), self.support.__getitem__)
        ]
        return steps, [tied for tied in groups if len(tied) > 1]

    def _rest(self, winners: Collection[int], positions: Sequence[int]) -> list[int]:
        rest = set(range(len(self.support))) - set(winners)
        return sorted(rest, key=lambda i: (-self.support[i], positions[i]))

    def _not_a_candidate(self, i: int) -> tuple[str, dict] | None:
        if kept_out := self.election.projects[i].kept_out:
            return kept_out, {}
        return None if self.support[i] else ("no-votes", {})
