"""What may be on a ballot. The same rule explains beside the field and decides in ``cast``."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from pb.voting.rules.sealing import Choices


class BallotRules(Protocol):
    """What a ballot must keep to."""

    @property
    def ballot_type(self) -> str: ...
    @property
    def min_choices(self) -> int: ...
    @property
    def max_choices(self) -> int: ...


def refused(rules: BallotRules, numbers: Collection[int], choices: Choices) -> str | None:
    """Why ``choices`` cannot be cast on a ballot of these project ``numbers``, as a sentence; None when they can.

    For the ballot type "choose": each chosen project is on the ballot, ticked once, between min and max of them.
    """
    if strangers := sorted(set(choices) - set(numbers)):
        return f"There is no project with the number {strangers[0]} on this ballot."
    if any(value != 1 for value in choices.values()):
        return "Each project can be ticked once."
    if len(choices) > rules.max_choices:
        return f"You can choose at most {rules.max_choices}. You have chosen {len(choices)}."
    if len(choices) < rules.min_choices:
        more = rules.min_choices - len(choices)
        return f"Please choose {more} more. This ballot needs at least {rules.min_choices}."
    return None
