"""What a ballot asks for: its kind, and the numbers that hold in each part of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from pb.voting.rules.sealing import Choices

#: Whose buttons are − and +: a project has a number of points there.
WITH_STEPS = ("points", "score")
#: The most points for one project on a "score" ballot.
BEST_SCORE = 5


@dataclass(frozen=True)
class BallotPart:
    """A part of a ballot that has numbers of its own: all of it (``name`` is ""), or one pot. ``least`` and ``most`` are
    projects; points are shared, and places given, within a part.
    """

    name: str
    numbers: frozenset[int]
    least: int
    most: int

    def of(self, choices: Choices) -> Choices:
        """What was chosen in this part."""
        return {number: value for number, value in choices.items() if number in self.numbers}


@dataclass(frozen=True)
class PotPurse:
    """The money of one pot in pence, into which what is chosen on a "budget" ballot must fit. ``costs``: by number."""

    name: str
    pence: int
    costs: Mapping[int, int]

    def used(self, choices: Choices) -> int:
        """What the chosen projects cost, in pence."""
        return sum(cost for number, cost in self.costs.items() if number in choices)

    def enough_for(self, numbers: Collection[int]) -> int:
        """How many of these projects the money is enough for, at most."""
        costs = sorted(cost for number, cost in self.costs.items() if number in numbers)
        return sum(total <= self.pence for total in accumulate(costs))


@dataclass(frozen=True)
class BallotRules:
    """What a ballot must keep to. ``points``: to share in each part of a "points" ballot; ``purses``: of a "budget" one;
    ``any_number``: a voter may choose as many projects as they like.
    """

    ballot_type: str
    parts: tuple[BallotPart, ...]
    points: int = 10
    purses: tuple[PotPurse, ...] = ()
    any_number: bool = False

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The numbers of all projects on the ballot."""
        return frozenset().union(*(part.numbers for part in self.parts))

    def part_of(self, number: int) -> BallotPart:
        """The part in which a project is."""
        return next(part for part in self.parts if number in part.numbers)

    def purse_of(self, number: int) -> PotPurse | None:
        """The money that a project needs a share of, on a "budget" ballot."""
        return next((purse for purse in self.purses if number in purse.costs), None)

    def least_in(self, part: BallotPart, withdrawn: Collection[int] = ()) -> int:
        """How many projects of a part must be chosen: where so many were withdrawn that fewer can be than the ballot asks
        for, those that can. Nobody can be kept from voting by a decision made after the freeze.
        """
        left = part.numbers - set(withdrawn)
        return min(part.least, sum(purse.enough_for(left) for purse in self.purses) if self.purses else len(left))
