"""How a round is counted: its settings as a rulebook of the count."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from pb.counting import RULES, Rulebook
from pb.currency import POUNDS, Currency


class CountSettings(Protocol):
    """What people set of the count."""

    @property
    def rule(self) -> str: ...
    @property
    def tie_rule(self) -> str: ...
    @property
    def part_funding(self) -> bool: ...
    @property
    def min_support_votes(self) -> int: ...


class Countable(CountSettings, Protocol):
    """A round: also what nobody is asked for, which has a value for every rule."""

    @property
    def ballot_type(self) -> str: ...
    @property
    def satisfaction(self) -> str: ...
    @property
    def add_one_step_pence(self) -> int: ...


def rulebook_as_set(settings: CountSettings) -> Rulebook:
    """The rulebook that people ask for, nothing left out: the table of the count says what does not go together."""
    return Rulebook(
        rule=settings.rule,
        tie_rule=settings.tie_rule,
        part_funding=settings.part_funding,
        min_support=settings.min_support_votes or None,
    )


def rulebook_of(round_: Countable) -> Rulebook:
    """The rulebook by which a round is counted. Of what nobody is asked for, it has what goes with the rule."""
    by_names = round_.ballot_type in ("choose", "budget")
    return replace(
        rulebook_as_set(round_),
        satisfaction=round_.satisfaction if RULES[round_.rule].satisfaction and by_names else None,
        add_one_step=round_.add_one_step_pence if "add1" in round_.rule else None,
    )


def counts_points(round_: Countable) -> bool:
    """Whether points are counted, not how many people chose a project."""
    return rulebook_of(round_).support_for(round_.ballot_type) == "points"


def worded_as(rule: str, currency: Currency) -> str:
    """The name under which pages have words for a rule: "for each pound" is said where there are pounds, else
    "votes-per-cost".
    """
    return "votes-per-cost" if rule == "votes-per-pound" and currency.code != POUNDS.code else rule
