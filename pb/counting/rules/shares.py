"""One run of the Method of Equal Shares (Peters, Pierczyński and Skowron 2021) for a given share per voter, exact.

Every voter starts with the same money. A project is bought by its supporters: each pays the same price per unit of use,
or all she has left if that is less. The project whose supporters get the most for their money is bought first.

Nothing is decided by float64: it only says how a comparison comes out where the error bound leaves no doubt. Everything
else is compared as exact fractions. These need no fraction per voter: a voter who never ran out has paid in full for
each funded project on her ballot, so she has ``share - sum of those prices`` left, and the money of any group of such
voters is ``voters * share - sum of (price * payments)``, where voters and payments are whole numbers that numpy counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pb.counting.ballots import Ballots, entries_of
from pb.counting.exact import Ratio, nearest_float

__all__ = ["Money", "Run", "Supporters", "run"]

_ROUNDING = 2.0**-52  # twice the unit roundoff of float64
_BAND = 2.0**-20


class Supporters:
    """Who supports which project, prepared once for any number of runs.

    worth: for each project what one unit of use stands for: its cost (satisfaction by cost) or 1.
    uses: for each entry of the ballots its points, or None where naming a project is one use.
    """

    def __init__(self, ballots: Ballots, costs: Sequence[int], worth: Sequence[int], uses: np.ndarray | None):
        self.ballots, self.costs, self.worth, self.uses = ballots, costs, worth, uses
        self.rows = ballots.split_by_project(ballots.rows)
        self.counts = [ballots.count[rows].astype(np.float64) for rows in self.rows]
        self.use = ballots.split_by_project(uses.astype(np.float64)) if uses is not None else None

    def lowest_price(self, project: int):
        """The exact price of one use if every supporter pays in full; there is none below it."""
        use = None if self.use is None else self.use[project]
        return Ratio(
            self.costs[project], int((self.counts[project] if use is None else self.counts[project] * use).sum())
        )


@dataclass(frozen=True)
class Run:
    """winners: project places in the order of purchase, with the exact price of one use. ties: groups level at a
    purchase.
    """

    winners: tuple[int, ...]
    prices: tuple
    ties: tuple[tuple[int, ...], ...]
    spent: int

    def decided_alike(self, positions: Sequence[int]) -> bool:
        """Whether this run would be the same under another tie order: the same project first in each of its ties."""
        return all(min(tie, key=positions.__getitem__) == tie[0] for tie in self.ties)


def run(supporters: Supporters, share, candidates: Sequence[int], positions: Sequence[int]) -> tuple[Run, Money]:
    """Buy until no group of supporters can afford its project. ``share`` is an exact number of pence."""
    money = Money(supporters, share)
    lows = {project: 0.0 for project in candidates if len(supporters.rows[project])}
    ties = []
    while lows:
        level = _best(money, lows)
        if not level:
            break
        if len(level) > 1:
            ties.append(tuple(sorted(level, key=positions.__getitem__)))
        winner = min(level, key=positions.__getitem__)
        money.pay(winner, level[winner])
        del lows[winner]
    spent = sum(supporters.costs[project] for project in money.bought)
    return Run(tuple(money.bought), tuple(money.prices), tuple(ties), spent), money


def _best(money: Money, lows: dict[int, float]) -> dict:
    """The projects that are level in first place, with their exact prices. Removes from ``lows`` what nobody can afford
    any more.

    ``lows`` holds for each project a number that its price per worth has not been below. Money only shrinks, so prices
    only grow, and a project whose old number is above the best new one need not be looked at.
    """
    highest, close = float("inf"), {}
    for project in sorted(lows, key=lows.__getitem__):
        if lows[project] > highest:
            break
        bounds = money.price_bounds(project)
        if bounds is None:
            del lows[project]
            continue
        worth = money.supporters.worth[project]
        lows[project], high = bounds[0] / worth * (1 - _ROUNDING), bounds[1] / worth * (1 + _ROUNDING)
        close[project] = lows[project]
        highest = min(highest, high)
    contenders = [project for project, low in close.items() if low <= highest]
    prices = {project: money.exact_price(project) for project in contenders}
    values = {project: price / money.supporters.worth[project] for project, price in prices.items()}
    best = min(values.values(), default=None)
    return {project: prices[project] for project in contenders if values[project] == best}


class Money:
    """What each distinct ballot has left: nothing, or the share minus the prices of the funded projects on it."""

    def __init__(self, supporters: Supporters, share):
        self.supporters, self.share = supporters, Ratio(share)
        self.left = np.full(supporters.ballots.distinct, nearest_float(share))
        self.has_money = np.ones(supporters.ballots.distinct, dtype=bool)
        self.bought: list[int] = []
        self.prices: list = []
        self.error = 2 * nearest_float(share) * _ROUNDING
        self._live: dict[int, tuple] = {}
        self._near: dict[int, float] = {}
        self._exact: dict[tuple, object] = {}

    def live(self, project: int):
        """(rows, counts, uses) of the supporters who have money left; uses is None for one each."""
        rows, counts, use = self._live.get(project) or (
            self.supporters.rows[project],
            self.supporters.counts[project],
            self.supporters.use and self.supporters.use[project],
        )
        keep = self.has_money[rows]
        if not keep.all():
            rows, counts, use = rows[keep], counts[keep], use[keep] if use is not None else None
        self._live[project] = rows, counts, use
        return rows, counts, use

    def price_bounds(self, project: int):
        """Two floats between which the exact price of one use lies, or None if the supporters cannot afford the
        project.
        """
        cost = self.supporters.costs[project]
        rows, counts, use = self.live(project)
        left = self.left[rows]
        weight = counts if use is None else counts * use
        purse = left * counts
        total, everyone = purse.sum(), weight.sum()
        doubt = counts.sum() * self.error + (len(rows) + 4) * _ROUNDING * (total + cost)
        if total + doubt < cost:
            return None
        if total - doubt < cost:
            return self._exact_bounds(project)
        limit = left if use is None else left / use
        price, rich = self._price(cost, limit, purse, weight, everyone)
        slope = weight[limit > price * (1 + _BAND)].sum() if rich else 0
        if not slope or doubt / slope > price * _BAND / 2:
            return self._exact_bounds(project)
        self._near[project] = price
        return price - doubt / slope, price + doubt / slope

    @staticmethod
    def _price(cost, limit, purse, weight, everyone):
        """Newton's method from below: who cannot pay the price pays all she has, the others share the rest."""
        price: float = cost / everyone
        poor: int | np.signedinteger = 0
        while True:
            short = limit < price
            now = np.count_nonzero(short)
            if now <= poor:  # not ==, as rounding may let one of them be rich again
                return price, everyone
            everyone_else = everyone - weight[short].sum()
            if everyone_else <= 0:
                return price, 0
            price, poor = (cost - purse[short].sum()) / everyone_else, now

    def _exact_bounds(self, project: int):
        if self.total(self.live(project)[0]) < self.supporters.costs[project]:
            return None
        self._near.pop(project, None)
        nearest = nearest_float(self.exact_price(project))
        return nearest * (1 - _ROUNDING), nearest * (1 + _ROUNDING)

    def left_behind(self, project: int) -> int:
        """What the supporters of this project have left together, in whole pence, rounded down."""
        return int(self.total(self.live(project)[0]))

    def exact_price(self, project: int):
        """The exact price of one use, for a project that its supporters can afford."""
        cost = self.supporters.costs[project]
        rows, counts, use = self.live(project)
        weight = counts if use is None else counts * use
        start = Ratio(cost, int(weight.sum()))
        near, short = self._near.get(project), None
        price = start if near is None else Ratio(*near.as_integer_ratio())
        while True:
            now = self._short(rows, use, price)
            if short is not None and np.array_equal(now, short):
                return price
            rich, short = int(weight[~now].sum()), now
            if rich:
                price = (cost - self.total(rows[now])) / rich
            else:
                price, short = start, None

    def _short(self, rows, use, price) -> np.ndarray:
        """Which of these have less than the price: by float64 where that is beyond doubt, else exactly."""
        asked = nearest_float(price) if use is None else nearest_float(price) * use
        difference = self.left[rows] - asked
        short = difference < 0
        for i in np.flatnonzero(np.abs(difference) <= self._doubt(asked)):
            short[i] = self._exact_left(rows[i]) < (price if use is None else price * int(use[i]))
        return short

    def _exact_left(self, row):
        """What this ballot, which never ran out, has left, as an exact number."""
        ballots, uses = self.supporters.ballots, self.supporters.uses
        part = slice(ballots.start[row], ballots.start[row + 1])
        names = ballots.chosen[part].tolist()
        use = dict(zip(names, [1] * len(names) if uses is None else uses[part].tolist()))
        paid = tuple((k, use[project]) for k, project in enumerate(self.bought) if project in use)
        if paid not in self._exact:
            self._exact[paid] = self.share - sum(self.prices[k] * times for k, times in paid)
        return self._exact[paid]

    def total(self, rows):
        """The exact money of these ballots together, none of which ever ran out."""
        ballots, uses = self.supporters.ballots, self.supporters.uses
        counts = ballots.count[rows]
        result = int(counts.sum()) * self.share
        if not self.bought or not len(rows):
            return result
        entries = entries_of(ballots.start, rows)
        payments = np.repeat(counts, ballots.lengths[rows])
        if uses is not None:
            payments = payments * uses[entries]
        times = np.bincount(ballots.chosen[entries], weights=payments, minlength=ballots.projects)
        return result - sum(price * int(times[project]) for project, price in zip(self.bought, self.prices))

    def pay(self, project: int, price) -> None:
        """Take the price from everybody who has more; who has the price exactly, or less, is left with nothing and
        drops out.
        """
        rows, _, use = self.live(project)
        asked = nearest_float(price) if use is None else nearest_float(price) * use
        after = self.left[rows] - asked
        stays = after > 0
        for i in np.flatnonzero(np.abs(after) <= self._doubt(asked)):
            stays[i] = self._exact_left(rows[i]) > (price if use is None else price * int(use[i]))
        self.left[rows] = np.where(stays, after, 0)
        self.has_money[rows[~stays]] = False
        self.bought.append(project)
        self.prices.append(price)
        self.error += 4 * nearest_float(self.share) * _ROUNDING
        self._exact.clear()
        self._near.clear()

    def _doubt(self, asked):
        return self.error + 4 * _ROUNDING * np.abs(asked)
