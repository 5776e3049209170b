"""What may be on a ballot. The same rule explains beside the field and decides in ``cast``."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from pb.voting.rules.sealing import Choices
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln


class BallotRules(Protocol):
    """What a ballot must keep to."""

    @property
    def ballot_type(self) -> str: ...
    @property
    def min_choices(self) -> int: ...
    @property
    def max_choices(self) -> int: ...


def least_choices(rules: BallotRules, numbers: Collection[int], withdrawn: Collection[int] = ()) -> int:
    """How many projects of the ballot's ``numbers`` must be chosen: where so many were withdrawn that fewer are left
    than the ballot asks for, those that are left. Nobody can be kept from voting by a decision made after the
    freeze."""
    return min(rules.min_choices, len(set(numbers) - set(withdrawn)))


def too_many(most: int) -> Sentence:
    """What is said to a voter who wants one more than ``most`` projects."""
    return _ln(
        "You can choose up to %(num)s project. To choose a different one, take one off first.",
        "You can choose up to %(num)s projects. To choose a different one, take one off first.",
        most,
    )


def choices_error(
    rules: BallotRules, numbers: Collection[int], choices: Choices, withdrawn: Collection[int] = ()
) -> Sentence | None:
    """Why ``choices`` cannot be cast on a ballot of these project ``numbers``, as a sentence; None when they can.

    For the ballot type "choose": each chosen project is on the ballot, ticked once, between least and max of them. One
    that was withdrawn may be among them: the voter may have had the ballot before, on paper or on the screen.
    """
    if strangers := sorted(set(choices) - set(numbers)):
        return _l("There is no project with the number %(number)s on this ballot.", number=strangers[0])
    if any(value != 1 for value in choices.values()):
        return _l("You can only choose each project once.")
    if len(choices) > rules.max_choices:
        return _ln(
            "You have chosen %(num)s project. Take %(over)s off.",
            "You have chosen %(num)s projects. Take %(over)s off.",
            len(choices),
            over=len(choices) - rules.max_choices,
        )
    least = least_choices(rules, numbers, withdrawn)
    if len(choices) < least:
        return _ln("Choose a project.", "Choose at least %(num)s projects.", least)
    return None
