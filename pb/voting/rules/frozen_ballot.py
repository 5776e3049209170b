"""A frozen ballot as plain values: what voters see, and what their choices must keep to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from pb.voting.rules.ballot_rules import BallotRules, Part, Purse
from pb.voting.rules.rotation import BY_NUMBER, how_many_lists, listed


@dataclass(frozen=True)
class BallotProject:
    """A project as voters see it. Money in pence. ``pot``: the name of its pot, "" where the round has one."""

    number: int
    project_id: int
    pot_id: int
    pot: str
    title: str
    body: str
    cost_pence: int
    picture: str | None
    picture_alt: str
    sound: str | None


@dataclass(frozen=True)
class BallotPot:
    """A pot as voters see it: its money in pence, and how many of its projects they choose, where it says so itself.
    ``name`` is "" where the round has one.
    """

    id: int
    name: str
    pence: int
    min_choices: int | None = None
    max_choices: int | None = None


@dataclass(frozen=True)
class FrozenBallot:
    """The frozen ballot of a round, as plain values. It is read once per process, and again after a text was corrected.
    ``corrected``: how often that was, which names the wording. ``max_choices`` is the number of projects where a voter may
    choose any number; ``rules``: what its choices must keep to; ``lines``: in the order of their numbers; ``rotation``: voters
    get them in different orders, and this is list ``list_number`` of them.
    """

    round_id: int
    corrected: int
    name: str
    ballot_type: str
    min_choices: int
    max_choices: int
    any_number: bool
    points_to_share: int
    rotation: bool
    public_key: str
    age_declaration: str
    area_declaration: str
    entitlement: str
    applications_open_at: datetime
    applications_close_at: datetime
    voting_opens_at: datetime
    voting_closes_at: datetime
    post_closes_at: datetime
    grace_minutes: int
    session_margin_minutes: int | None
    frozen_at: datetime
    money: tuple[BallotPot, ...]
    lines: tuple[BallotProject, ...]
    list_number: int = BY_NUMBER

    @cached_property
    def rules(self) -> BallotRules:
        """What the choices on this ballot must keep to."""
        pots = [(pot, frozenset(line.number for line in self.lines if line.pot_id == pot.id)) for pot in self.money]
        parts = [
            Part(pot.name, numbers, pot.min_choices or 0, pot.max_choices)
            for pot, numbers in pots
            if pot.max_choices is not None
        ]
        costs = {line.number: line.cost_pence for line in self.lines}
        purses = [Purse(pot.name, pot.pence, {number: costs[number] for number in numbers}) for pot, numbers in pots]
        return BallotRules(
            self.ballot_type,
            tuple(parts) or (Part("", self.numbers, self.min_choices, self.max_choices),),
            self.points_to_share,
            tuple(purses) if self.ballot_type == "budget" else (),
            self.any_number,
        )

    @cached_property
    def lines_on_screen(self) -> tuple[BallotProject, ...]:
        """The lines in the order in which a screen or a paper shows them: pot after pot, each as this list has it."""
        return tuple(line for lines in self._by_pot for line in listed(lines, self.list_number))

    @cached_property
    def lists(self) -> int:
        """How many lists there are with rotation; 0 without."""
        return how_many_lists([len(lines) for lines in self._by_pot]) if self.rotation else 0

    def as_list(self, number: int) -> FrozenBallot:
        """The same ballot with its projects as list ``number`` has them."""
        if number not in self._lists:
            self._lists[number] = self if number == self.list_number else replace(self, list_number=number)
        return self._lists[number]

    def numbers_by_list(self) -> list[tuple[int, list[int]]]:
        """Each list with the numbers of the projects in its order; none without rotation."""
        lists = [self.as_list(number) for number in range(1, self.lists + 1)]
        return [(each.list_number, [line.number for line in each.lines_on_screen]) for each in lists]

    @cached_property
    def _lists(self) -> dict[int, FrozenBallot]:
        return {}

    @cached_property
    def _by_pot(self) -> list[tuple[BallotProject, ...]]:
        return [tuple(line for line in self.lines if line.pot_id == pot.id) for pot in self.money]

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The project numbers on this ballot."""
        return frozenset(line.number for line in self.lines)

    @cached_property
    def pots(self) -> dict[int, int]:
        """The pot of each project number."""
        return {line.number: line.pot_id for line in self.lines}
