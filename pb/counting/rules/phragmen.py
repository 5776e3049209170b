"""Sequential Phragmén for participatory budgeting (Los, Christoff and Grossi 2022), exact.

Every voter saves one penny per unit of time. As soon as the supporters of a project have saved its cost together, they
buy it and start again from nothing. The count stops at the first project that would break the pot.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pb.counting.elections import PotElection
from pb.counting.exact import Exact, Ratio, decimal, nearest_float
from pb.counting.profile import entries_of
from pb.counting.rules.trace import SelectionTrace, TraceStep, largest_ties

__all__ = ["Phragmen"]

_CLOSE = (
    2.0**-30
)  # far above the rounding of the float64 sums below (fewer than 2**20 terms), far below what counts as different


class Phragmen:
    """The rule, prepared for one pot.

    Exact times need no fraction per voter: a voter's purse has been filling since the last purchase on her ballot, so
    for each project it is enough to know how many of its supporters last bought at which moment. These are whole
    numbers.
    """

    def __init__(self, election: PotElection):
        self.election = election
        profile = election.profile
        self.support = profile.approval_scores
        self.costs = np.array([project.cost for project in election.projects], dtype=np.float64)
        self.votes = np.array(self.support, dtype=np.float64)
        self.rows = profile.split_by_project(profile.rows)
        self.candidates = [
            i
            for i, project in enumerate(election.projects)
            if self.support[i] and not project.kept_out and project.cost <= election.budget
        ]

    def trace(self, positions: Sequence[int]) -> SelectionTrace:
        purchases = _Purchases(self)
        left, waiting, steps, ties, stopped = self.election.budget, set(self.candidates), [], [], None
        while waiting:
            time, tied = purchases.next(waiting)
            tied = sorted(tied, key=positions.__getitem__)
            if len(tied) > 1:
                ties.append(tuple(tied))
            # The supporters of all level projects are ready at this moment; if one of them breaks the pot, the count
            # is over.
            stopped = next((i for i in tied if self.election.projects[i].cost > left), None)
            if stopped is not None:
                break
            winner, cost = tied[0], self.election.projects[tied[0]].cost
            steps.append(
                TraceStep(winner, cost, self.support[winner], left, left - cost, "saved", {"time": decimal(time)})
            )
            purchases.buy(winner, time)
            left -= cost
            waiting.remove(winner)
        rest = [i for i in range(len(self.support)) if i not in {step.project for step in steps}]
        for i in sorted(rest, key=lambda i: (i != stopped, -self.support[i], positions[i])):
            code, params = self._reason_not_funded(i, stopped, left, purchases, time if waiting else None)
            steps.append(TraceStep(i, 0, self.support[i], left, left, code, params))
        return SelectionTrace(tuple(steps), largest_ties(ties))

    def awards(self, positions: Sequence[int]) -> frozenset[tuple[int, int]]:
        return self.trace(positions).awards

    def _reason_not_funded(
        self, i: int, stopped: int | None, left: int, purchases: _Purchases, time: Exact | None
    ) -> tuple[str, dict[str, int | str]]:
        project = self.election.projects[i]
        if project.kept_out:
            return project.kept_out, {}
        if not self.support[i]:
            return "no-votes", {}
        if project.cost > self.election.budget:
            return "costs-more-than-pot", {"cost": project.cost, "budget": self.election.budget}
        if i == stopped:
            return "stopped-here", {"cost": project.cost, "left": left}
        assert stopped is not None and time is not None  # who was still saving saw the count stop
        saved = self.support[i] * time - purchases.spent_before(i)
        return "still-saving", {
            "saved": int(saved),
            "cost": project.cost,
            "stopped_at": self.election.projects[stopped].id,
        }


class _Purchases:
    """When each voter last bought something.

    bought[k]: for each project how many of its supporters last bought at the k-th purchase (floats that hold whole
    numbers).
    """

    def __init__(self, rule: Phragmen):
        self.rule = rule
        self.last = np.full(rule.election.profile.num_distinct, -1, dtype=np.int64)
        self.times: list[Exact] = []
        self.bought = np.zeros((0, len(rule.support)))

    def next(self, waiting: set[int]) -> tuple[Exact, list[int]]:
        """The next moment at which somebody can buy, exact, and the projects that can be bought at it."""
        candidates = sorted(waiting)
        times = np.array([nearest_float(time) for time in self.times])
        spent = times @ self.bought if len(times) else np.zeros(len(self.rule.support))
        near = (self.rule.costs[candidates] + spent[candidates]) / self.rule.votes[candidates]
        close = [candidates[k] for k in np.flatnonzero(near <= near.min() * (1 + _CLOSE))]
        exact = {i: (self.rule.election.projects[i].cost + self.spent_before(i)) / self.rule.support[i] for i in close}
        time = min(exact.values())
        return time, [i for i in close if exact[i] == time]

    def spent_before(self, i: int) -> Exact:
        """What the supporters of this project had saved and spent by their last purchases, in pence, exact."""
        return sum((int(self.bought[k, i]) * time for k, time in enumerate(self.times) if self.bought[k, i]), Ratio(0))

    def buy(self, project: int, time: Exact) -> None:
        profile, rows = self.rule.election.profile, self.rule.rows[project]
        entries = entries_of(profile.start, rows)
        lengths = profile.lengths[rows]
        weights = np.repeat(profile.multiplicity[rows], lengths).astype(np.float64)
        earlier = np.repeat(self.last[rows] + 1, lengths)
        shape = len(self.times) + 1, len(self.rule.support)
        moved = np.bincount(
            earlier * shape[1] + profile.chosen[entries], weights=weights, minlength=shape[0] * shape[1]
        ).reshape(shape)
        self.bought = np.vstack((self.bought - moved[1:], moved.sum(axis=0)))
        self.last[rows] = len(self.times)
        self.times.append(time)
