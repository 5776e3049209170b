"""What may be on a ballot: the rule that explains beside the field and decides when the vote is cast."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pb.voting.rules.choices import choices_error, too_many

NUMBERS = (1, 2, 3, 4)


@dataclass
class Rules:
    """Between two and three projects."""

    ballot_type: str = "choose"
    min_choices: int = 2
    max_choices: int = 3


@pytest.mark.parametrize("numbers", [(1, 2), (2, 3, 4)])
def test_from_the_least_to_the_most_is_taken(numbers):
    assert choices_error(Rules(), NUMBERS, dict.fromkeys(numbers, 1)) is None


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({1: 1, 7: 1, 9: 1}, "There is no project with the number 7 on this ballot."),
        ({1: 1, 2: 2}, "You can only choose each project once."),
        ({1: 0, 2: 1}, "You can only choose each project once."),
        ({1: 1, 2: 1, 3: 1, 4: 1}, "You have chosen 4 projects. Take 1 off."),
        ({1: 1}, "Choose at least 2 projects."),
        ({}, "Choose at least 2 projects."),
    ],
)
def test_each_other_ballot_is_told_what_is_wrong_with_it(choices, sentence):
    assert str(choices_error(Rules(), NUMBERS, choices)) == sentence


def test_where_projects_were_withdrawn_those_that_are_left_are_enough():
    assert choices_error(Rules(), NUMBERS, {4: 1}, withdrawn=(1, 2, 3)) is None
    assert choices_error(Rules(), NUMBERS, {4: 1}, withdrawn=(1, 2)) is not None
    assert choices_error(Rules(), NUMBERS, {1: 1, 2: 1}, withdrawn=(1, 2)) is None


def test_the_script_has_a_sentence_for_one_tick_too_many():
    assert str(too_many(1)) == "You can choose up to 1 project. To choose a different one, take one off first."
    assert str(too_many(3)).startswith("You can choose up to 3 projects. ")
