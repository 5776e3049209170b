"""One press on a ballot: what it makes of the choices, or why it cannot be done. Nothing but the project that is pressed is
ever changed, except that places close up. The page's script does the same (static/js/ballot/ballot.mjs).
"""

from __future__ import annotations

from collections.abc import Collection

from pb.formats import money
from pb.voting.rules.ballot_rules import BEST_SCORE, WITH_STEPS, BallotPart, BallotRules
from pb.voting.rules.choices import in_pot, no_more_than_best
from pb.voting.rules.sealing import Choices
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

Pressed = tuple[Choices, Sentence | None]


def choose(rules: BallotRules, choices: Choices, number: int) -> Pressed:
    """Choose a project: a tick, or the next place. On a ballot with points, one point more."""
    if rules.ballot_type in WITH_STEPS:
        return _one_more(rules, choices, number)
    part, purse = rules.part_of(number), rules.purse_of(number)
    chosen = part.of(choices)
    if number in choices:
        return choices, None
    if len(chosen) >= part.most:
        return choices, in_pot(part.name, too_many(rules, part))
    if purse and purse.costs[number] > purse.pence - purse.used(choices):
        return choices, in_pot(purse.name, too_dear(money(purse.pence - purse.used(choices))))
    return {**choices, number: len(chosen) + 1 if rules.ballot_type == "rank" else 1}, None


def take_off(rules: BallotRules, choices: Choices, number: int) -> Choices:
    """Take a project off; those in later places move up."""
    left = {each: value for each, value in choices.items() if each != number}
    if rules.ballot_type != "rank" or number not in choices:
        return left
    mine = rules.part_of(number).numbers
    return {each: value - 1 if each in mine and value > choices[number] else value for each, value in left.items()}


def one_less(rules: BallotRules, choices: Choices, number: int) -> Choices:
    """Take one point off a project."""
    if rules.ballot_type in WITH_STEPS and choices.get(number, 0) > 1:
        return {**choices, number: choices[number] - 1}
    return take_off(rules, choices, number)


def without(rules: BallotRules, choices: Choices, withdrawn: Collection[int]) -> Choices:
    """The choices without projects that cannot be chosen any longer."""
    for number in set(choices) & set(withdrawn):
        choices = take_off(rules, choices, number)
    return choices


def _one_more(rules: BallotRules, choices: Choices, number: int) -> Pressed:
    part = rules.part_of(number)
    chosen, value = part.of(choices), choices.get(number, 0)
    if rules.ballot_type == "score" and value >= BEST_SCORE:
        return choices, in_pot(part.name, no_more_than_best())
    if number not in choices and len(chosen) >= part.most:
        return choices, in_pot(part.name, too_many(rules, part))
    if rules.ballot_type == "points" and sum(chosen.values()) >= rules.points:
        return choices, in_pot(part.name, no_points_left(rules))
    return {**choices, number: value + 1}, None


def too_many(rules: BallotRules, part: BallotPart) -> Sentence:
    """What is said to a voter who wants one more project than they may choose."""
    if rules.ballot_type in WITH_STEPS:
        return _ln(
            "You can give points to %(num)s project. To give points to a different one, take one off first.",
            "You can give points to up to %(num)s projects. To give points to a different one, take one off first.",
            part.most,
        )
    return _ln(
        "You can choose up to %(num)s project. To choose a different one, take one off first.",
        "You can choose up to %(num)s projects. To choose a different one, take one off first.",
        part.most,
    )


def no_points_left(rules: BallotRules) -> Sentence:
    """What is said to a voter who wants to give one point more than there are."""
    return _l(
        "You have given all your %(points)s points. To give one to this project, take one off another first.",
        points=rules.points,
    )


def too_dear(left: str) -> Sentence:
    """What is said to a voter who wants a project that costs more than they have ``left``."""
    return _l(
        "There is not enough money left for this project. You have %(left)s left. To choose it, take another one off first.",
        left=left,
    )
