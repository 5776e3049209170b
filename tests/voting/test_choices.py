"""What may be on a ballot: the rule that explains beside the field and decides when the vote is cast."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.voting.rules import one_press
from pb.voting.rules.ballot_rules import BallotPart, BallotRules, PotPurse
from pb.voting.rules.choices import choices_error
from pb.voting.rules.sealing import PADDED
from tests.support.ballot_rules import whole_ballot

NUMBERS = (1, 2, 3, 4)
TICKS = whole_ballot("choose", NUMBERS, 2, 3)
POINTS = whole_ballot("points", NUMBERS, 1, 3, points=10)
RANK = whole_ballot("rank", NUMBERS, 1, 3)
SCORE = whole_ballot("score", NUMBERS, 1, 4)
BUDGET = BallotRules("budget", TICKS.parts, 10, (PotPurse("", 100_00, {1: 40_00, 2: 60_00, 3: 70_00, 4: 10_00}),))
#: Two pots with numbers of their own; 1 and 2 are in the first.
NORTH, SOUTH = BallotPart("North", frozenset({1, 2}), 1, 1), BallotPart("South", frozenset({3, 4}), 0, 2)
ALL_TYPES = ("choose", "points", "rank", "budget", "score")


@pytest.mark.parametrize(
    ("rules", "choices"),
    [
        (TICKS, {1: 1, 2: 1}),
        (TICKS, {2: 1, 3: 1, 4: 1}),
        (TICKS, {1: True, 2: True}),  # as a device may seal a tick
        (POINTS, {1: 10}),
        (POINTS, {1: 1, 2: 4, 4: 5}),
        (RANK, {4: 1}),
        (RANK, {4: 1, 1: 2, 3: 3}),
        (SCORE, {1: 5, 2: 1, 3: 5, 4: 2}),
        (BUDGET, {1: 1, 2: 1}),
        (BUDGET, {3: 1, 4: 1}),
        (BallotRules("rank", (NORTH, SOUTH)), {2: 1, 4: 1, 3: 2}),
        (BallotRules("points", (NORTH, SOUTH), 10), {2: 10, 4: 9, 3: 1}),
        (BallotRules("choose", (NORTH, SOUTH)), {1: 1}),
    ],
)
def test_what_keeps_to_the_rules_is_taken(rules, choices):
    assert choices_error(rules, choices) is None


@pytest.mark.parametrize(
    ("rules", "choices", "sentence"),
    [
        (TICKS, {1: 1, 7: 1, 9: 1}, "There is no project with the number 7 on this ballot."),
        (TICKS, {1: 1, 2: 2}, "You can only choose each project once."),
        (TICKS, {1: 0, 2: 1}, "You can only choose each project once."),
        (TICKS, {1: 1, 2: 1, 3: 1, 4: 1}, "You have chosen 4 projects. Take 1 off."),
        (TICKS, {1: 1}, "Choose at least 2 projects."),
        (TICKS, {}, "Choose at least 2 projects."),
        (POINTS, {1: 11}, "You have given 11 points. Take 1 off."),
        (POINTS, {1: 6, 2: 6}, "You have given 12 points. Take 2 off."),
        (POINTS, {1: 0}, "Give each project a whole number, from 1 on."),
        (POINTS, {1: -1, 2: 3}, "Give each project a whole number, from 1 on."),
        (POINTS, {1: 1.5}, "Give each project a whole number, from 1 on."),
        (POINTS, {1: "3"}, "Give each project a whole number, from 1 on."),
        (POINTS, {1: 1, 2: 1, 3: 1, 4: 1}, "You have given points to 4 projects. Take 1 off."),
        (POINTS, {}, "Give points to a project."),
        (RANK, {1: 1, 2: 1}, "Give each place once: 1st, 2nd and so on, without a gap."),
        (RANK, {1: 1, 2: 3}, "Give each place once: 1st, 2nd and so on, without a gap."),
        (RANK, {1: 2}, "Give each place once: 1st, 2nd and so on, without a gap."),
        (RANK, {1: 1, 2: 2, 3: 3, 4: 4}, "You have chosen 4 projects. Take 1 off."),
        (RANK, {}, "Choose a project."),
        (SCORE, {1: 6}, "You can give each project up to 5 points."),
        (SCORE, {1: 0}, "Give each project a whole number, from 1 on."),
        (SCORE, {}, "Give points to a project."),
        (BUDGET, {2: 1, 3: 1}, "Your choices cost £130, and there is £100. Take one off."),
        (BUDGET, {1: 1, 2: 2}, "You can only choose each project once."),
        (BUDGET, {1: 1}, "Choose at least 2 projects."),
        (BallotRules("choose", (NORTH, SOUTH)), {1: 1, 2: 1}, "North: You have chosen 2 projects. Take 1 off."),
        (BallotRules("choose", (NORTH, SOUTH)), {3: 1}, "North: Choose a project."),
        (BallotRules("rank", (NORTH, SOUTH)), {2: 1, 3: 2}, "South: Give each place once: 1st, 2nd and so on, without a gap."),
        (BallotRules("points", (NORTH, SOUTH), 10), {2: 1, 3: 6, 4: 5}, "South: You have given 11 points. Take 1 off."),
    ],
)  # fmt: skip
def test_each_other_ballot_is_told_what_is_wrong_with_it(rules, choices, sentence):
    assert str(choices_error(rules, choices)) == sentence


def test_the_money_of_each_pot_must_be_enough_for_what_is_chosen_in_it():
    purses = (PotPurse("North", 50_00, {1: 40_00, 2: 60_00}), PotPurse("South", 90_00, {3: 70_00, 4: 10_00}))
    rules = BallotRules("budget", (BallotPart("", frozenset(NUMBERS), 0, 4),), purses=purses)
    assert choices_error(rules, {1: 1, 3: 1, 4: 1}) is None
    assert str(choices_error(rules, {2: 1})) == "North: Your choices cost £60, and there is £50. Take one off."


def test_where_projects_were_withdrawn_those_that_are_left_are_enough():
    assert choices_error(TICKS, {4: 1}, withdrawn=(1, 2, 3)) is None
    assert choices_error(TICKS, {4: 1}, withdrawn=(1, 2)) is not None
    assert choices_error(TICKS, {1: 1, 2: 1}, withdrawn=(1, 2)) is None
    assert choices_error(BallotRules("choose", (NORTH, SOUTH)), {3: 1}, withdrawn=(1, 2)) is None
    # 2 and 3 are left, and there is no money for both of them.
    assert choices_error(BUDGET, {3: 1}, withdrawn=(1, 4)) is None


# --- any ballot at all ---
@st.composite
def ballots(draw, kinds=ALL_TYPES) -> BallotRules:
    """Rules as a frozen ballot can have: one part or two, with money where the type asks for it."""
    kind = draw(st.sampled_from(kinds))
    numbers = list(range(1, draw(st.integers(2, 7)) + 1))
    cut = draw(st.sampled_from([0, 1]))
    halves = [numbers[:cut], numbers[cut:]] if cut else [numbers]
    parts = []
    for place, half in enumerate(halves):
        most = draw(st.integers(1, len(half)))
        parts.append(BallotPart(f"Pot {place}" if cut else "", frozenset(half), draw(st.integers(0, most)), most))
    costs = {number: draw(st.integers(1, 9)) * 100_00 for number in numbers}
    money = draw(st.integers(9, 20)) * 100_00
    purses = tuple(PotPurse(part.name, money, {n: costs[n] for n in part.numbers}) for part in parts)
    return BallotRules(kind, tuple(parts), draw(st.integers(7, 12)), purses if kind == "budget" else ())


PRESSES = st.lists(st.tuples(st.sampled_from(["choose", "take off", "less"]), st.integers(1, 7)), max_size=40)


def after(rules: BallotRules, presses) -> dict[int, int]:
    choices: dict[int, int] = {}
    for how, number in presses:
        if number not in rules.numbers:
            continue
        before = choices
        if how == "choose":
            choices, problem = one_press.choose(rules, choices, number)
            assert problem is None or choices == before
        else:
            choices = (one_press.take_off if how == "take off" else one_press.one_less)(rules, choices, number)
        if rules.ballot_type != "rank":
            assert {n: v for n, v in choices.items() if n != number} == {n: v for n, v in before.items() if n != number}
    return choices


@given(ballots(), PRESSES)
def test_whatever_is_pressed_makes_no_ballot_that_is_refused_but_for_too_few(rules, presses):
    roomy = BallotRules(
        rules.ballot_type,
        tuple(BallotPart(part.name, part.numbers, 0, part.most) for part in rules.parts),
        rules.points,
        rules.purses,
    )
    assert choices_error(roomy, after(rules, presses)) is None


@given(ballots(), st.sets(st.integers(1, 7)))
def test_whatever_is_withdrawn_there_is_a_ballot_that_can_be_cast(rules, gone):
    choices: dict[int, int] = {}
    for number in sorted(
        rules.numbers - gone, key=lambda each: sum(purse.costs.get(each, 0) for purse in rules.purses)
    ):
        if len(rules.part_of(number).of(choices)) < rules.part_of(number).least:
            choices, _problem = one_press.choose(rules, choices, number)
    assert choices_error(rules, choices, gone) is None


@given(ballots(), PRESSES, st.sets(st.integers(1, 7)))
def test_what_is_withdrawn_leaves_a_ballot_without_a_gap(rules, presses, gone):
    left = one_press.without(rules, after(rules, presses), gone)
    assert not set(left) & gone
    roomy = BallotRules(
        rules.ballot_type,
        tuple(BallotPart(part.name, part.numbers, 0, part.most) for part in rules.parts),
        rules.points,
        rules.purses,
    )
    assert choices_error(roomy, left) is None


def test_the_longest_ballot_of_every_type_fits_the_envelope():
    longest = dict.fromkeys(range(900, 1000), 100)
    assert len(str(longest).replace(" ", "")) + 2 * len(longest) <= PADDED


# --- one press ---
def test_a_press_too_many_is_told_and_changes_nothing():
    said = "You can choose up to 3 projects. To choose a different one, take one off first."
    assert one_press.choose(TICKS, {1: 1, 2: 1, 3: 1}, 4) == ({1: 1, 2: 1, 3: 1}, said)
    assert str(one_press.choose(whole_ballot("choose", NUMBERS, 1, 1), {1: 1}, 2)[1]) == (
        "You can choose up to 1 project. To choose a different one, take one off first."
    )
    assert one_press.choose(TICKS, {1: 1, 2: 1, 3: 1}, 2) == ({1: 1, 2: 1, 3: 1}, None), "it is chosen already"
    assert str(one_press.choose(POINTS, {1: 4, 2: 6}, 1)[1]).startswith("You have given all your 10 points.")
    assert str(one_press.choose(POINTS, {1: 1, 2: 1, 3: 1}, 4)[1]).startswith(
        "You can give points to up to 3 projects."
    )
    choices, said = one_press.choose(SCORE, {1: 5}, 1)
    assert choices == {1: 5} and str(said) == "You can give each project up to 5 points."
    assert str(one_press.choose(BUDGET, {1: 1}, 3)[1]) == (
        "There is not enough money left for this project. You have £60 left. To choose it, take another one off first."
    )


def test_places_are_given_in_turn_and_close_up():
    choices = {}
    for number in (4, 1, 3):
        choices, _problem = one_press.choose(RANK, choices, number)
    assert choices == {4: 1, 1: 2, 3: 3}
    assert one_press.take_off(RANK, choices, 4) == {1: 1, 3: 2}
    assert one_press.choose(RANK, {1: 1, 3: 2}, 4) == ({1: 1, 3: 2, 4: 3}, None)
    in_pots = BallotRules("rank", (NORTH, SOUTH))
    assert one_press.take_off(in_pots, {3: 1, 4: 2, 1: 1}, 3) == {4: 1, 1: 1}


def test_points_are_given_and_taken_one_at_a_time():
    choices, _problem = one_press.choose(POINTS, {2: 1}, 2)
    assert choices == {2: 2}
    assert one_press.one_less(POINTS, choices, 2) == {2: 1} and one_press.one_less(POINTS, {2: 1}, 2) == {}
    assert one_press.one_less(POINTS, {}, 2) == {} and one_press.take_off(POINTS, {2: 7}, 2) == {}
