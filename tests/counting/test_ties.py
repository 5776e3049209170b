"""Ties: the lot, the published order, and whether a tie mattered."""

from __future__ import annotations

import hashlib
import random
from itertools import pairwise, permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pb.counting import (
    RULES,
    BadLot,
    Election,
    ElectionProject,
    LotDigits,
    Rulebook,
    TieNeedsLot,
    count,
    lot_order,
    rulebook_error,
)
from tests.support.counting.elections import LOT, choose, elections, random_election
from tests.support.effort import runs, thorough


def test_the_lot_order_is_that_of_the_sha256_sums():
    """As anybody can do it: printf '%s' '7:North:11111111111111111111:1' | sha256sum, and so on; lowest first."""
    sums = {number: hashlib.sha256(f"7:North:{'1' * 20}:{number}".encode()).hexdigest() for number in (1, 2, 3)}
    assert lot_order("7", "North", "1" * 20, [1, 2, 3]) == sorted(sums, key=sums.get)


def test_the_worked_example_of_the_documentation():
    assert lot_order("2026-spring", None, "31415926535897932384", [1, 2, 3, 4]) == [4, 1, 2, 3]


@pytest.mark.parametrize(
    "digits",
    [
        "",
        "1234567890123456789",
        "1234567890 1234567890",
        "1234567890123456789a",
        "１２３４５６７８９０１２３４５６７８９０",
    ],
)
def test_a_lot_needs_twenty_plain_digits(digits):
    with pytest.raises(BadLot):
        LotDigits("7", digits)


def test_lower_cost_comes_first_and_says_so():
    outcome = count(choose([500, 400, 100], 500, ("1 2", 2), ("3", 1)), Rulebook())
    (tie,) = outcome.ties
    assert outcome.funded == ("2", "3")
    assert tie.projects == ("2", "1") and tie.decided_by == "cost" and tie.mattered


def test_without_a_lot_a_tie_that_matters_stops_the_count_and_is_named():
    with pytest.raises(TieNeedsLot) as stopped:
        count(choose([400, 400, 100], 500, ("1 2", 2), ("3", 1)), Rulebook())
    assert set(stopped.value.projects) == {"1", "2"}


def test_without_a_lot_a_tie_that_does_not_matter_is_reported():
    outcome = count(choose([200, 200, 100], 500, ("1 2", 2), ("3", 1)), Rulebook())
    (tie,) = outcome.ties
    assert set(tie.projects) == {"1", "2"} and tie.decided_by == "nothing" and not tie.mattered


def test_the_lot_alone_passes_over_the_cost():
    numbers = lot_order(LOT.round_id, None, LOT.digits, [1, 2])
    costs = [500, 400] if numbers[0] == 1 else [400, 500]  # the dearer one is drawn first
    outcome = count(choose(costs, 500, ("1 2", 2)), Rulebook(tie_rule="lot"), LOT)
    assert outcome.funded == (str(numbers[0]),)
    assert count(choose(costs, 500, ("1 2", 2)), Rulebook(), LOT).funded != outcome.funded


def test_by_the_lot_alone_only_a_lot_decides_whatever_the_costs():
    election, by_lot = choose([500, 400], 500, ("1 2", 2)), Rulebook(tie_rule="lot")
    with pytest.raises(TieNeedsLot) as stopped:
        count(election, by_lot)
    assert set(stopped.value.projects) == {"1", "2"}
    assert [tie.decided_by for tie in count(election, by_lot, LOT).ties] == ["lot"]
    assert [tie.decided_by for tie in count(choose([500, 400], 900, ("1 2", 2)), by_lot).ties] == ["nothing"]


@pytest.mark.parametrize("rule", RULES)
def test_a_tie_mattered_if_another_order_of_its_projects_funds_others(rule):
    """Recounted with every full order of all projects that differs only within the tie."""
    draw = random.Random(rule)
    seen = set()
    for _ in range(runs(60, 3_000)):
        election = random_election(draw, most=6, projects=4)
        ids = [project.id for project in election.projects]
        draw.shuffle(ids)
        outcome = count(election, Rulebook(rule), order=ids)
        for tie in outcome.ties:
            seen.add(tie.mattered)
            assert tie.mattered == (len(results(election, rule, ids, tie.projects)) > 1)
    assert seen == {True, False}


def results(election, rule: str, ids: list[str], tied) -> set:
    found = set()
    for order in permutations(tied):
        inside = iter(order)
        full = [next(inside) if id in tied else id for id in ids]
        found.add(frozenset(count(election, Rulebook(rule), order=full).awards.items()))
    return found


def test_a_tie_for_a_part_is_decisive_though_neither_fits():
    """Pot £6: 1 £5, left £1. 2 and 3 cost £4 each and can work with £1: whoever is first gets it."""
    projects = [ElectionProject("1", 1, 5_00), ElectionProject("2", 2, 4_00, 1_00), ElectionProject("3", 3, 4_00, 1_00)]
    election = Election.of(projects, [(["1"], 3), (["2", "3"], 1)], "choose", 6_00)
    for order in (["1", "2", "3"], ["1", "3", "2"]):
        outcome = count(election, Rulebook(part_funding=True), order=order)
        assert outcome.awards == {"1": 5_00, order[1]: 1_00} and outcome.ties[0].mattered


def test_each_of_two_ties_is_judged_by_itself():
    """Pot £15, five voters, £3 each. Three of them have £9 for 1 or 2 (£8), one has £3 for 3 or 4 (£3)."""
    election = choose([8_00, 8_00, 3_00, 3_00], 15_00, ("1 2", 3), ("3 4", 1), ("", 1))
    outcome = count(election, Rulebook("equal-shares"), order=["1", "2", "3", "4"])
    assert outcome.funded == ("1", "3")
    assert [(tie.projects, tie.mattered) for tie in outcome.ties] == [(("1", "2"), True), (("3", "4"), True)]


def test_a_tie_of_more_than_five_that_could_matter_is_called_mattering():
    outcome = count(choose([100] * 6, 500, ("1 2 3 4 5 6", 1)), Rulebook(), LOT)
    assert [tie.mattered for tie in outcome.ties] == [True]
    all_fit = count(choose([100] * 6, 600, ("1 2 3 4 5 6", 1)), Rulebook(), LOT)
    assert [tie.mattered for tie in all_fit.ties] == [False]


@thorough
@given(elections(("choose",)))
def test_every_tie_is_reported(election):
    """Two projects with as many votes, of which the rule had to take one first, are in one tie of the outcome."""
    outcome = count(election, Rulebook(), LOT)
    placed = [step for step in outcome.steps if step.support]
    for one, other in pairwise(placed):
        together = any({one.project, other.project} <= set(tie.projects) for tie in outcome.ties)
        assert together == (one.support == other.support)


@thorough
@given(elections(), st.sampled_from(tuple(RULES)), st.randoms(use_true_random=False))
def test_every_tie_is_reported_by_every_rule(election, rule, draw):
    """Whoever are not in one tie can change places in the order for ties, and nothing comes out differently."""
    assume(len(election.projects) > 1 and rulebook_error(Rulebook(rule), election.ballot_type) is None)
    order = [project.id for project in election.projects]
    draw.shuffle(order)
    outcome, place = count(election, Rulebook(rule), order=order), draw.randrange(len(order) - 1)
    pair = order[place : place + 2]
    swapped = [*order[:place], *reversed(pair), *order[place + 2 :]]
    if not any(set(pair) <= set(tie.projects) for tie in outcome.ties):
        assert count(election, Rulebook(rule), order=swapped).awards == outcome.awards


@thorough
@given(elections(("choose",), most_projects=4))
def test_a_lot_changes_nothing_where_no_tie_mattered(election):
    for rule in ("most-votes", "equal-shares", "phragmen"):
        try:
            without = count(election, Rulebook(rule))
        except TieNeedsLot:
            continue
        for digits in ("0" * 20, "9" * 20):
            assert count(election, Rulebook(rule), LotDigits("x", digits)).awards == without.awards
