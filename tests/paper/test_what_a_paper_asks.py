"""The sentences at the top of a printed paper and beside the name of a pot, for every type of ballot."""

from __future__ import annotations

import pytest

from pb.paper.rules.how_to_mark import MARKS, limits_of_a_paper, rule_of, said_of_pot
from pb.paper.rules.printed_papers import box_on, circles_on
from pb.voting.rules.ballot_rules import BallotPart, BallotRules, PotPurse
from tests.support.ballot_rules import whole_ballot

ALL = frozenset(range(1, 9))
NORTH, SOUTH = BallotPart("North", frozenset(range(1, 5)), 1, 2), BallotPart("South", frozenset(range(5, 9)), 0, 4)
PURSES = (PotPurse("North", 500_000, dict.fromkeys(NORTH.numbers, 1)), PotPurse("South", 300_050, {}))


TOO_DEAR = "If they cost more, we cannot count your paper."


def budget(least: int, most: int) -> BallotRules:
    return BallotRules(
        "budget", (BallotPart("", ALL, least, most),), purses=(PotPurse("", 500_000, dict.fromkeys(ALL, 1)),)
    )


@pytest.mark.parametrize(
    ("rules", "rule", "limit"),
    [
        (whole_ballot("choose", ALL, 1, 3), "Tick 1, 2 or 3.", "If you tick more than 3, we cannot count your paper."),
        (whole_ballot("choose", ALL, 3, 3), "Tick 3.", "If you tick more than 3, we cannot count your paper."),
        (whole_ballot("choose", ALL, 0, 3), "Tick up to 3.", "If you tick more than 3, we cannot count your paper."),
        (whole_ballot("choose", ALL, 1, 8), "Tick as many as you like.", ""),
        (whole_ballot("choose", ALL, 2, 8), "Tick at least 2.", ""),
        (budget(0, 8), "Tick the projects that you want. Together they can cost up to £5,000.", TOO_DEAR),
        (budget(0, 3), "Tick up to 3. Together they can cost up to £5,000.", TOO_DEAR),
        (
            whole_ballot("points", ALL, 1, 3, points=12),
            "You have 12 points. Write beside the projects how you share them out. Choose up to 3 projects.",
            "If your points add up to more than 12, we cannot count your paper.",
        ),
        (
            whole_ballot("points", ALL, 3, 3, points=12),
            "You have 12 points. Write beside the projects how you share them out. Choose 3 projects.",
            "If your points add up to more than 12, we cannot count your paper.",
        ),
        (
            whole_ballot("points", ALL, 2, 8, points=12),
            "You have 12 points. Write beside the projects how you share them out. Choose at least 2 projects.",
            "If your points add up to more than 12, we cannot count your paper.",
        ),
        (
            whole_ballot("rank", ALL, 2, 3),
            "Write 1 beside your first choice, 2 beside your second choice, and so on. Choose 2 or 3 projects.",
            "Write each number only once.",
        ),
        (
            whole_ballot("score", ALL, 1, 8),
            "Circle a number beside each project that you like. 5 is the best.",
            "Circle only one number beside a project.",
        ),
    ],
)  # fmt: skip
def test_a_paper_says_what_to_do_and_what_cannot_be_counted(rules, rule, limit):
    assert (rule_of(rules), str(limits_of_a_paper(rules))) == (rule, limit)
    assert said_of_pot(rules, "North") == ""


@pytest.mark.parametrize(
    ("kind", "rule", "north", "south"),
    [
        ("choose", "Tick projects in each part of this paper.", "Tick 1 or 2.", "Tick as many as you like."),
        (
            "points",
            "Share out points in each part of this paper. Write them beside the projects.",
            "You have 10 points here. Choose 1 or 2 projects.",
            "You have 10 points here.",
        ),
        (
            "rank",
            "Write 1 beside your first choice, 2 beside your second choice, and so on. Begin with 1 again in each part of "
            "this paper.",
            "Choose 1 or 2 projects.",
            "",
        ),
        ("score", "Circle a number beside each project that you like. 5 is the best.", "Choose 1 or 2 projects.", ""),
    ],
)
def test_pots_with_numbers_of_their_own_say_them_beside_their_names(kind, rule, north, south):
    rules = BallotRules(kind, (NORTH, SOUTH))
    assert (rule_of(rules), said_of_pot(rules, "North"), said_of_pot(rules, "South")) == (rule, north, south)


def test_the_money_of_a_budget_stands_beside_each_pot_whether_or_not_it_has_numbers_of_its_own():
    whole = BallotRules("budget", (BallotPart("", ALL, 0, 5),), purses=PURSES)
    assert rule_of(whole) == "Tick projects in each part of this paper. Tick up to 5."
    any_number = BallotRules("budget", (BallotPart("", ALL, 0, len(ALL)),), purses=PURSES)
    assert rule_of(any_number) == "Tick projects in each part of this paper."
    assert said_of_pot(whole, "South") == "Together they can cost up to £3,000.50."
    parted = BallotRules("budget", (NORTH, SOUTH), purses=PURSES)
    assert said_of_pot(parted, "North") == "Tick 1 or 2. Together they can cost up to £5,000."
    assert str(limits_of_a_paper(parted)) == "If you mark more than a part allows, we cannot count your paper."


def test_a_score_is_circled_and_points_and_places_are_written():
    kinds = {kind: whole_ballot(kind, ALL, 1, 3) for kind in MARKS}
    assert {kind: circles_on(rules) for kind, rules in kinds.items() if circles_on(rules)} == {"score": [1, 2, 3, 4, 5]}
    assert [kind for kind, rules in kinds.items() if box_on(rules)] == ["points", "rank"]


def test_where_each_part_needs_a_mark_a_paper_without_one_in_a_part_cannot_be_counted():
    both = tuple(BallotPart(part.name, part.numbers, 1, 2) for part in (NORTH, SOUTH))
    said = "If you mark more than a part allows, or leave a part out, we cannot count your paper."
    assert str(limits_of_a_paper(BallotRules("choose", both))) == said
