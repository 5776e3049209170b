"""What a voter has used of what there is, and how one votes, in words."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pb.voting.rules.ballot_rules import BallotPart, BallotRules, PotPurse
from pb.voting.rules.how_to_vote import how_to_vote, voting_in_words
from pb.voting.rules.tallies import given_in_words, in_one, ordinal, still_to_use, tallies, used_in_words
from tests.support.ballot_rules import whole_ballot

NORTH, SOUTH = BallotPart("North", frozenset({1, 2}), 0, 1), BallotPart("South", frozenset({3}), 0, 1)


def test_points_are_counted_down_and_money_is_added_up():
    points = whole_ballot("points", (1, 2, 3), 1, 3, points=10)
    (tally,) = tallies(points, {1: 3, 2: 4})
    assert (str(tally), tally.short) == ("3 of 10 points left", "3 of 10 left")
    assert str(used_in_words(tally)) == "You have given 7 of 10 points."
    assert str(still_to_use(tally)) == "You have 3 points left."
    spends = BallotRules("budget", points.parts, purses=(PotPurse("", 5_000_00, {1: 1_200_00, 2: 50, 3: 1}),))
    (tally,) = tallies(spends, {1: 1})
    assert (str(tally), tally.short) == ("£1,200 of £5,000 used, £3,800 left", "£3,800 left")
    assert str(used_in_words(tally)) == "You have used £1,200 of £5,000." and still_to_use(tally) is None


def test_each_pot_has_its_tally_and_where_there_is_room_for_one_projects_are_counted():
    rules = BallotRules("points", (NORTH, SOUTH), 10)
    assert [str(each) for each in tallies(rules, {1: 4})] == ["6 of 10 points left", "10 of 10 points left"]
    assert str(used_in_words(tallies(rules, {1: 4})[0])) == "North: You have given 4 of 10 points."
    assert str(in_one(rules, {1: 4})) == "1 of 2"
    money = (PotPurse("North", 500_00, {1: 120_00}), PotPurse("South", 300_00, {3: 90_00}))
    in_pots = BallotRules("budget", (BallotPart("", frozenset({1, 3}), 0, 2),), purses=money, any_number=True)
    assert in_one(in_pots, {1: 1, 3: 1}).short == "£590 left"
    assert still_to_use(tallies(BallotRules("choose", (NORTH, SOUTH)), {1: 1})[0]) is None


def test_where_any_number_can_be_chosen_there_is_no_end_to_count_to():
    rules = BallotRules("choose", (BallotPart("", frozenset({1, 2, 3}), 0, 3),), any_number=True)
    (tally,) = tallies(rules, {1: 1, 3: 1})
    assert (str(tally), tally.short) == ("2 chosen", "2 chosen")
    assert str(used_in_words(tally)) == "You have chosen 2." and still_to_use(tally) is None


def test_places_and_points_in_words():
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111)] == [
        *("1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "101st", "111th")
    ]
    assert [given_in_words(kind, 2) for kind in ("choose", "budget", "rank", "points", "score")] == [
        *("", "", "2nd", "2 points", "2 points")
    ]
    assert given_in_words("score", 1) == "1 point"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("choose", 1, 3, 10), "Choose 1, 2 or 3 projects."),
        (("choose", 2, 2, 10), "Choose 2 projects."),
        (("choose", 0, 1, 10), "Choose up to 1 project."),
        (("budget", 0, None, 10), "Choose projects until the money is used up."),
        (("rank", 1, None, 10), "Choose your favourite first, then your second, and so on. Choose at least 1 project."),
        (("points", 0, 2, 10), "You have 10 points to share out. Give points to up to 2 projects."),
        (("points", 2, 2, 10), "You have 10 points to share out. Give points to 2 projects."),
        (("points", 1, 3, 10), "You have 10 points to share out. Give points to 1, 2 or 3 projects."),
        (
            ("score", 1, None, 10),
            "Give points to the projects you like: 1 is the fewest and 5 is the best. Give points to at least 1 project.",
        ),
    ],
)
def test_what_a_voter_is_asked_to_do(asked, said):
    assert " ".join(map(str, how_to_vote(*asked))) == said


def test_how_one_votes_as_everybody_reads_it():
    pots = [SimpleNamespace(name="", min_choices=None, max_choices=None)]
    round_ = SimpleNamespace(
        ballot_type="rank", points_to_share=10, pots=pots, min_choices=0, max_choices=2, any_number=None, rotation=None
    )
    assert [str(each) for each in voting_in_words(round_)] == [
        "Each voter puts projects in order, their favourite first.",
        "Each voter chooses up to 2 projects.",
    ]
    round_.ballot_type, round_.any_number = "choose", True
    assert [str(each) for each in voting_in_words(round_)] == ["Each voter can choose as many projects as they like."]
    round_.pots = [SimpleNamespace(name=name, min_choices=1, max_choices=1) for name in ("North", "South")]
    assert [str(each) for each in voting_in_words(round_)] == [
        "North: Each voter chooses 1 project.",
        "South: Each voter chooses 1 project.",
    ]
    round_.ballot_type, round_.points_to_share = "points", None
    assert str(voting_in_words(round_)[0]) == "Voters give points to projects. The points of all voters are added up."
