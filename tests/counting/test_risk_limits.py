"""Sizes and bounds of a check of the papers: as they were published, and as a simulation finds them."""

from __future__ import annotations

import random
from fractions import Fraction
from math import ceil, log

import pytest

from pb.counting import Comparison
from pb.counting.overstatements import given_by, overstatement
from pb.counting.risk_limits import highest_rate, risk_left, sample_size
from tests.support.effort import runs

#: gap in votes for each ballot: sizes at 5 % without an error and with one of one vote, and at 10 % without; worked out for
#: Arlo's "supersimple" by somebody else, before this was written.
SIZES = {
    "10": (63, 76, 48),
    "5": (125, 152, 96),
    "2": (312, 380, 240),
    "1": (623, 759, 479),
    "0.5": (1246, 1518, 958),
}


@pytest.mark.parametrize("percent", SIZES)
def test_sizes_are_those_that_were_published(percent):
    margin = Fraction(percent) / 100
    assert (
        sample_size(margin),
        sample_size(margin, one_vote=1),
        sample_size(margin, Fraction(10, 100)),
    ) == SIZES[percent]


def test_sizes_are_those_of_plain_arithmetic():
    """Floats are near enough wherever the number is not almost whole."""
    draw, gamma = random.Random("sizes"), 1.03905
    for _ in range(500):
        votes, papers = draw.randint(1, 300), draw.randint(401, 5_000)
        one, two = draw.randint(0, 4), draw.randint(0, 2)
        needed = log(20) - one * log(1 - 1 / (2 * gamma)) - two * log(1 - 1 / gamma)
        plain = 2 * gamma * needed / min(votes / papers, 2)
        if abs(plain - round(plain)) > 1e-6:
            assert sample_size(Fraction(votes, papers), one_vote=one, two_votes=two) == ceil(plain)


def test_so_many_papers_are_enough_to_stop_and_an_error_more_is_not():
    for votes, one, two in ((1, 0, 0), (7, 1, 0), (40, 0, 1), (133, 3, 2)):
        margin = Fraction(votes, 1_000)
        drawn = sample_size(margin, one_vote=one, two_votes=two)
        assert risk_left(margin, drawn, one, two) <= Fraction(5, 100) < risk_left(margin, drawn, one, two + 1)
        assert risk_left(margin, 0) == 1 and risk_left(margin, drawn, 0, drawn) == 1


def test_a_margin_of_more_than_two_votes_for_each_paper_needs_no_fewer():
    assert sample_size(Fraction(2)) == sample_size(Fraction(9)) == 4 and risk_left(Fraction(9), 4) <= Fraction(5, 100)


def test_a_tie_has_no_size():
    with pytest.raises(ValueError, match="tie"):
        sample_size(Fraction(0))


def test_a_wrong_result_is_seldom_confirmed():
    """In as many trials as papers are drawn from a result that is wrong by one vote, no more than 5 in 100 confirm it."""
    draw = random.Random("wrong results")
    papers, gap, trials = 1_000, 60, runs(400, 20_000)
    margin, drawn = Fraction(gap, papers), sample_size(Fraction(gap, papers))
    for two in (0, gap // 2):  # errors of one vote each, or of two
        wrong = gap - two if two else gap
        confirmed = 0
        for _ in range(trials):
            found = sum(draw.randrange(papers) < wrong for _ in range(drawn))
            confirmed += risk_left(margin, drawn, 0 if two else found, found if two else 0) <= Fraction(5, 100)
        assert confirmed <= trials * 0.06


@pytest.mark.parametrize(
    ("drawn", "wrong", "mille"), [(400, 0, 8), (400, 1, 12), (400, 4, 23), (100, 0, 30), (3, 3, 1000), (1, 0, 950)]
)
def test_the_highest_rate_is_the_one_of_the_tables(drawn, wrong, mille):
    """Beside what the tables of Clopper and Pearson have, at 95 % on one side."""
    assert highest_rate(drawn, wrong) == mille


def test_a_ballot_gives_what_the_count_gives_it():
    assert given_by({3: 1, 7: 1}, "choose", points=False, parts=[{3, 7}]) == {"3": 1, "7": 1}
    assert given_by({3: 4, 7: 1}, "points", points=True, parts=[{3, 7}]) == {"3": 4, "7": 1}
    assert given_by({3: 4, 7: 1}, "score", points=False, parts=[{3, 7}]) == {"3": 1, "7": 1}
    two_pots = given_by({1: 2, 2: 1, 3: 1, 8: 1, 9: 2}, "rank", points=True, parts=[{1, 2}, {3, 8, 9}])
    assert two_pots == {"2": 2, "1": 1, "3": 3, "8": 2, "9": 1}


def test_a_vote_typed_for_the_other_project_helps_by_two():
    ahead = Comparison("ahead", "1", "2", 5)
    assert overstatement(ahead, {"1": 1}, {"2": 1}) == 2
    assert overstatement(ahead, {"1": 1}, {}) == 1
    assert overstatement(ahead, {"1": 1, "2": 1}, {"2": 1}) == 1
    assert overstatement(ahead, {"2": 1}, {"1": 1}) == -2
    assert overstatement(ahead, {"3": 1}, {"4": 1}) == 0
    least, below = Comparison("at-least", "1", None, 2, 3), Comparison("below-minimum", None, "2", 1, 3)
    assert (overstatement(least, {"1": 1}, {"2": 1}), overstatement(below, {"1": 1}, {"2": 1})) == (1, 1)
