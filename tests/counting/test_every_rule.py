"""Corners of an election, under every rule; the sum is in the docstring."""

from __future__ import annotations

import pytest

from pb.counting import RULES, Election, ElectionProject, Rulebook, count
from tests.support.counting.elections import LOT, choose, funded


@pytest.mark.parametrize("rule", RULES)
def test_no_ballots_fund_nothing(rule):
    """Nobody voted, so nobody has votes, shares or savings."""
    outcome = count(choose([100, 200], 1_000), Rulebook(rule), LOT)
    assert outcome.funded == () and outcome.ballots == 0
    assert {step.reason.code for step in outcome.steps} == {"no-votes"}
    assert outcome.pots[0].facts == ({"steps_added": 0, "step": 100} if "shares" in rule else {})


@pytest.mark.parametrize("rule", RULES)
def test_no_projects_fund_nothing(rule):
    """Three blank ballots, an empty list of projects."""
    outcome = count(Election.of([], [([], 3)], "choose", 1_000), Rulebook(rule), LOT)
    assert outcome.funded == () and outcome.steps == () and outcome.ballots == 3


@pytest.mark.parametrize("rule", RULES)
def test_a_project_dearer_than_the_pot_is_never_funded(rule):
    """One project of £11 with all 3 votes, pot £10. With add-one the shares grow until £11 would be spent: too much."""
    assert funded(choose([11_00], 10_00, ("1", 3)), rule) == ()


@pytest.mark.parametrize("rule", RULES)
def test_a_project_without_votes_is_not_funded_even_if_it_fits(rule):
    """1 £3 with 2 votes, 2 £3 with none; pot £10."""
    outcome = count(choose([3_00, 3_00], 10_00, ("1", 2)), Rulebook(rule), LOT)
    assert outcome.funded == ("1",) and outcome.step("2").reason.code == "no-votes"


def test_projects_without_votes_are_funded_where_the_rulebook_says_so():
    """1 £3 with 2 votes, then 2 £3 with none; pot £10."""
    assert funded(choose([3_00, 3_00], 10_00, ("1", 2)), Rulebook(fund_without_votes=True)) == ("1", "2")


@pytest.mark.parametrize("rule", RULES)
def test_all_level_the_lot_decides(rule):
    """Three projects of £4, one vote each, pot £12 for three voters: £4 each, so everything is funded; pot £8: two of
    them in the order of the lot for the "most votes" family and Phragmén. Equal shares: £2.67 each buys nothing, and
    with add-one all three come at once at £4 and cost too much."""
    everything = choose([4_00] * 3, 12_00, ("1", 1), ("2", 1), ("3", 1))
    assert set(funded(everything, rule)) == {"1", "2", "3"}
    outcome = count(choose([4_00] * 3, 8_00, ("1", 1), ("2", 1), ("3", 1)), Rulebook(rule), LOT)
    if rule in ("equal-shares", "equal-shares-add1"):
        assert outcome.funded == ()
    else:
        (tie,) = outcome.ties
        assert tie.mattered and tie.decided_by == "lot" and outcome.funded == tie.projects[:2]


def test_a_withdrawn_project_keeps_its_votes_and_is_passed_over():
    """1 has most votes but was withdrawn; it does not stop the count either. Pot £20, 4 voters, £5 each: enough for 2
    alone.
    """
    projects = [ElectionProject("1", 1, 5_00, withdrawn=True), ElectionProject("2", 2, 5_00)]
    election = Election.of(projects, [(["1"], 3), (["2"], 1)], "choose", 20_00)
    for rule in RULES:
        outcome = count(election, Rulebook(rule), LOT)
        assert (
            outcome.funded == ("2",) and outcome.step("1").reason.code == "withdrawn" and outcome.step("1").support == 3
        )
