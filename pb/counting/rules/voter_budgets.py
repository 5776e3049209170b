"""What the voters of equal shares have left, exact: nothing is decided by float64.

A float64 only says how a comparison comes out where the error bound leaves no doubt. Everything else is compared as
exact fractions. These need no fraction per voter: a voter who never ran out has paid in full for each funded project
on her ballot, so she has ``share - sum of those prices`` left, and the money of any group of such voters is
``voters * share - sum of (price * payments)``, where voters and payments are whole numbers that numpy counts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pb.counting.exact import Exact, Ratio, nearest_float
from pb.counting.profile import Profile, entries_of

__all__ = ["ROUNDING", "Supporters", "VoterBudgets"]

ROUNDING = 2.0**-52  # twice the unit roundoff of float64
_BAND = 2.0**-20


class Supporters:
    """Who supports which project, prepared once for any number of runs.

    unit_satisfaction: for each project the satisfaction of one unit of utility: its cost (satisfaction by cost) or 1.
    utilities: for each entry of the profile its points, or None where naming a project is a utility of one.
    """

    def __init__(
        self, profile: Profile, costs: Sequence[int], unit_satisfaction: Sequence[int], utilities: np.ndarray | None
    ):
        self.profile, self.costs, self.unit_satisfaction, self.utilities = profile, costs, unit_satisfaction, utilities
        self.rows = profile.split_by_project(profile.rows)
        self.counts = [profile.multiplicity[rows].astype(np.float64) for rows in self.rows]
        self.utility = profile.split_by_project(utilities.astype(np.float64)) if utilities is not None else None

    def lowest_price(self, project: int) -> Exact:
        """The exact price of one unit of utility if every supporter pays in full; there is none below it."""
        utility = None if self.utility is None else self.utility[project]
        return Ratio(
            self.costs[project],
            int((self.counts[project] if utility is None else self.counts[project] * utility).sum()),
        )


class VoterBudgets:
    """What each distinct ballot has left: nothing, or the share minus the prices of the funded projects on it."""

    def __init__(self, supporters: Supporters, share: Exact):
        self.supporters, self.share = supporters, Ratio(share)
        self.left = np.full(supporters.profile.num_distinct, nearest_float(share))
        self.solvent = np.ones(supporters.profile.num_distinct, dtype=bool)
        self.bought: list[int] = []
        self.prices: list[Exact] = []
        self.error = 2 * nearest_float(share) * ROUNDING
        self._live: dict[int, tuple] = {}
        self._near: dict[int, float] = {}
        self._exact: dict[tuple, Exact] = {}

    def live(self, project: int) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
        """(rows, counts, utilities) of the supporters who have money left; utilities is None for one each."""
        rows, counts, utility = self._live.get(project) or (
            self.supporters.rows[project],
            self.supporters.counts[project],
            self.supporters.utility and self.supporters.utility[project],
        )
        keep = self.solvent[rows]
        if not keep.all():
            rows, counts, utility = rows[keep], counts[keep], utility[keep] if utility is not None else None
        self._live[project] = rows, counts, utility
        return rows, counts, utility

    def price_bounds(self, project: int) -> tuple[float, float] | None:
        """Two floats around the exact price of one unit of utility; None where the supporters cannot pay."""
        cost = self.supporters.costs[project]
        rows, counts, utility = self.live(project)
        left = self.left[rows]
        weight = counts if utility is None else counts * utility
        purse = left * counts
        total, everyone = purse.sum(), weight.sum()
        doubt = counts.sum() * self.error + (len(rows) + 4) * ROUNDING * (total + cost)
        if total + doubt < cost:
            return None
        if total - doubt < cost:
            return self._exact_bounds(project)
        limit = left if utility is None else left / utility
        price, rich = self._price(cost, limit, purse, weight, everyone)
        slope = weight[limit > price * (1 + _BAND)].sum() if rich else 0
        if not slope or doubt / slope > price * _BAND / 2:
            return self._exact_bounds(project)
        self._near[project] = price
        return price - doubt / slope, price + doubt / slope

    @staticmethod
    def _price(
        cost: int, limit: np.ndarray, purse: np.ndarray, weight: np.ndarray, everyone: float
    ) -> tuple[float, float]:
        """Newton's method from below: who cannot pay the price pays all she has, the others share the rest."""
        price: float = cost / everyone
        poor: int | np.signedinteger = 0
        while True:
            short = limit < price
            now = np.count_nonzero(short)
            if now <= poor:  # not ==, as rounding may let one of them be rich again
                return price, everyone
            everyone_else = everyone - weight[short].sum()
            if everyone_else <= 0:  # pragma: no cover - rounding alone can make all poor who can pay together
                return price, 0
            price, poor = (cost - purse[short].sum()) / everyone_else, now

    def _exact_bounds(self, project: int) -> tuple[float, float] | None:
        if self.total(self.live(project)[0]) < self.supporters.costs[project]:
            return None
        self._near.pop(project, None)
        nearest = nearest_float(self.exact_price(project))
        return nearest * (1 - ROUNDING), nearest * (1 + ROUNDING)

    def left_behind(self, project: int) -> int:
        """What the supporters of this project have left together, in whole pence, rounded down."""
        return int(self.total(self.live(project)[0]))

    def exact_price(self, project: int) -> Exact:
        """The exact price of one unit of utility, for a project that its supporters can afford."""
        cost = self.supporters.costs[project]
        rows, counts, utility = self.live(project)
        weight = counts if utility is None else counts * utility
        start = Ratio(cost, int(weight.sum()))
        near, short = self._near.get(project), None
        price = start if near is None else Ratio(*near.as_integer_ratio())
        while True:
            now = self._short(rows, utility, price)
            if short is not None and np.array_equal(now, short):
                return price
            rich, short = int(weight[~now].sum()), now
            if rich:
                price = (cost - self.total(rows[now])) / rich
            else:  # pragma: no cover - a price above everybody's money, by rounding alone: begin again from below
                price, short = start, None

    def _short(self, rows: np.ndarray, utility: np.ndarray | None, price: Exact) -> np.ndarray:
        """Which of these have less than the price: by float64 where that is beyond doubt, else exactly."""
        asked = nearest_float(price) if utility is None else nearest_float(price) * utility
        difference = self.left[rows] - asked
        short = difference < 0
        for i in np.flatnonzero(np.abs(difference) <= self._doubt(asked)):
            short[i] = self._exact_left(rows[i]) < (price if utility is None else price * int(utility[i]))
        return short

    def _exact_left(self, row: int) -> Exact:
        """What this ballot, which never ran out, has left, as an exact number."""
        profile, utilities = self.supporters.profile, self.supporters.utilities
        part = slice(profile.start[row], profile.start[row + 1])
        names = profile.chosen[part].tolist()
        utility = dict(zip(names, [1] * len(names) if utilities is None else utilities[part].tolist(), strict=True))
        paid = tuple((k, utility[project]) for k, project in enumerate(self.bought) if project in utility)
        if paid not in self._exact:
            self._exact[paid] = self.share - sum(self.prices[k] * times for k, times in paid)
        return self._exact[paid]

    def total(self, rows: np.ndarray) -> Exact:
        """The exact money of these ballots together, none of which ever ran out."""
        profile, utilities = self.supporters.profile, self.supporters.utilities
        counts = profile.multiplicity[rows]
        result = int(counts.sum()) * self.share
        if not self.bought or not len(rows):
            return result
        entries = entries_of(profile.start, rows)
        payments = np.repeat(counts, profile.lengths[rows])
        if utilities is not None:
            payments = payments * utilities[entries]
        times = np.bincount(profile.chosen[entries], weights=payments, minlength=profile.num_projects)
        return result - sum(
            price * int(times[project]) for project, price in zip(self.bought, self.prices, strict=True)
        )

    def pay(self, project: int, price: Exact) -> None:
        """Take the price from everybody who has more; who has the price exactly, or less, is left with nothing and
        drops out.
        """
        rows, _, utility = self.live(project)
        asked = nearest_float(price) if utility is None else nearest_float(price) * utility
        after = self.left[rows] - asked
        stays = after > 0
        for i in np.flatnonzero(np.abs(after) <= self._doubt(asked)):
            stays[i] = self._exact_left(rows[i]) > (price if utility is None else price * int(utility[i]))
        self.left[rows] = np.where(stays, after, 0)
        self.solvent[rows[~stays]] = False
        self.bought.append(project)
        self.prices.append(price)
        self.error += 4 * nearest_float(self.share) * ROUNDING
        self._exact.clear()
        self._near.clear()

    def _doubt(self, asked: float | np.ndarray) -> float | np.ndarray:
        return self.error + 4 * ROUNDING * np.abs(asked)
