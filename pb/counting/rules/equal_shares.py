"""One run of the Method of Equal Shares (Peters, Pierczyński and Skowron 2021) for a given share per voter, exact.

Every voter starts with the same money. A project is bought by its supporters: each pays the same price per unit of
utility, or all she has left if that is less. The project whose supporters get the most for their money is bought first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pb.counting.exact import Exact
from pb.counting.rules import voter_budgets
from pb.counting.rules.voter_budgets import Supporters, VoterBudgets

__all__ = ["Run", "run"]


@dataclass(frozen=True)
class Run:
    """winners: project indices in the order of purchase. prices: of each, the exact price of one unit of utility.
    ties: projects that were level at a purchase. spent: what the winners cost together.
    """

    winners: tuple[int, ...]
    prices: tuple[Exact, ...]
    ties: tuple[tuple[int, ...], ...]
    spent: int

    def decided_alike(self, positions: Sequence[int]) -> bool:
        """Whether this run would be the same under another tie order: the same project first in each of its ties."""
        return all(min(tie, key=positions.__getitem__) == tie[0] for tie in self.ties)


def run(
    supporters: Supporters, share: Exact, candidates: Sequence[int], positions: Sequence[int]
) -> tuple[Run, VoterBudgets]:
    """Buy until no group of supporters can afford its project. ``share`` is an exact number of pence."""
    budgets = VoterBudgets(supporters, share)
    lows = {project: 0.0 for project in candidates if len(supporters.rows[project])}
    ties = []
    while lows:
        tied = _best(budgets, lows)
        if not tied:
            break
        if len(tied) > 1:
            ties.append(tuple(sorted(tied, key=positions.__getitem__)))
        winner = min(tied, key=positions.__getitem__)
        budgets.pay(winner, tied[winner])
        del lows[winner]
    spent = sum(supporters.costs[project] for project in budgets.bought)
    return Run(tuple(budgets.bought), tuple(budgets.prices), tuple(ties), spent), budgets


def _best(budgets: VoterBudgets, lows: dict[int, float]) -> dict:
    """The projects that are level in first place, with their exact prices. Removes from ``lows`` what nobody can afford
    any more.

    ``lows`` has for each project a number that its price per unit of satisfaction has not been below. Money only
    shrinks, so prices only grow, and a project whose old number is above the best new one need not be looked at.
    """
    highest, close, rounding = float("inf"), {}, voter_budgets.ROUNDING
    for project in sorted(lows, key=lows.__getitem__):
        if lows[project] > highest:
            break
        bounds = budgets.price_bounds(project)
        if bounds is None:
            del lows[project]
            continue
        unit_satisfaction = budgets.supporters.unit_satisfaction[project]
        lows[project], high = (
            bounds[0] / unit_satisfaction * (1 - rounding),
            bounds[1] / unit_satisfaction * (1 + rounding),
        )
        close[project] = lows[project]
        highest = min(highest, high)
    contenders = [project for project, low in close.items() if low <= highest]
    prices = {project: budgets.exact_price(project) for project in contenders}
    values = {project: price / budgets.supporters.unit_satisfaction[project] for project, price in prices.items()}
    best = min(values.values(), default=None)
    return {project: prices[project] for project in contenders if values[project] == best}
