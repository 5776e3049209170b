"""The comparisons published with a result prove it: whatever makes them true has the same winners."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.counting import Election, Rulebook, count
from tests.support.counting.elections import LOT, choose, elections, projects_of, random_election, rulebooks
from tests.support.effort import runs, thorough

RULES = ("most-votes", "most-votes-stop")


def all_hold(proofs, support: dict[str, int]) -> bool:
    """Whether the comparisons are true, beyond any tie, of these numbers of votes."""
    for proof in proofs:
        if proof.kind == "at-least":
            holds = support[proof.winner] >= proof.minimum
        elif proof.kind == "below-minimum":
            holds = support[proof.loser] < proof.minimum
        else:
            holds = support[proof.winner] > support[proof.loser]
        if not holds:
            return False
    return True


def with_support(costs: list[int], budget: int, support: dict[str, int]) -> Election:
    """An election in which each project has exactly these votes."""
    return Election.of(projects_of(costs), [([id], votes) for id, votes in support.items() if votes], "choose", budget)


def draw_settings(draw: random.Random, ids: list[str]) -> Rulebook:
    exclusions = [frozenset(draw.sample(ids, 2))] if len(ids) > 1 and draw.random() < 0.3 else []
    return Rulebook(draw.choice(RULES), min_support=draw.choice([None, None, 2]), exclusions=exclusions)


def test_whatever_makes_the_comparisons_true_has_the_same_winners():
    """Brute force: for random small elections, many other results of the vote that satisfy the comparisons of the
    first.
    """
    draw, implied, times = random.Random("comparisons"), 0, runs(500, 110_000)
    for _ in range(times):
        costs = [draw.randint(1, 6) for _ in range(draw.randint(1, 4))]
        budget, ids = draw.randint(1, 14), [str(k) for k in range(1, len(costs) + 1)]
        rulebook = draw_settings(draw, ids)
        first = count(with_support(costs, budget, {id: draw.randint(0, 4) for id in ids}), rulebook, LOT)
        for _ in range(6):
            support = {id: draw.randint(0, 4) for id in ids}
            if all_hold(first.pots[0].comparisons.proofs, support):
                implied += 1
                assert set(count(with_support(costs, budget, support), rulebook, LOT).funded) == set(first.funded)
    assert implied > times / 6


@thorough
@given(election=elections(("choose",)), data=st.data())
def test_the_comparisons_are_true_and_have_margin_0_only_in_a_tie(election, data):
    outcome = count(election, data.draw(rulebooks(RULES)), LOT)
    support = {step.project: step.support for step in outcome.steps}
    for proof in outcome.pots[0].comparisons.proofs:
        assert proof.margin >= 0
        if proof.kind in ("ahead", "excluded-by", "stopped-at"):
            assert proof.margin == support[proof.winner] - support[proof.loser]
            assert (proof.margin == 0) == any({proof.winner, proof.loser} <= set(tie.projects) for tie in outcome.ties)
        else:
            assert proof.margin > 0


def test_no_other_choice_of_comparisons_has_a_larger_smallest_margin():
    """For each unfunded project every set of funded projects with which it does not fit has a margin at most as
    large.
    """
    draw = random.Random("margin")
    for _ in range(runs(200, 20_000)):
        election = random_election(draw, projects=6)
        outcome = count(election, Rulebook(), LOT)
        cost = {project.id: project.cost for project in election.projects}
        for step in outcome.steps:
            against = [
                proof
                for proof in outcome.pots[0].comparisons.proofs
                if proof.kind == "ahead" and proof.loser == step.project
            ]
            if against:
                assert min(proof.margin for proof in against) == largest_margin(
                    outcome, cost, step, election.budgets[None]
                )
                assert sum(cost[proof.winner] for proof in against) + cost[step.project] > election.budgets[None]


def largest_margin(outcome, cost, step, budget: int) -> int:
    found = []
    funded = [other for other in outcome.steps if other.award]
    for chosen in range(1, 2 ** len(funded)):
        these = [other for k, other in enumerate(funded) if chosen >> k & 1]
        if sum(cost[other.project] for other in these) + cost[step.project] > budget:
            found.append(min(other.support for other in these) - step.support)
    return max(found)


def test_a_tie_that_only_the_order_decided_has_margin_0():
    comparisons = count(choose([400, 400], 500, ("1 2", 3)), Rulebook(), LOT).pots[0].comparisons
    assert comparisons.smallest_margin == 0


@pytest.mark.parametrize(
    ("rulebook", "why"),
    [
        (Rulebook("votes-per-pound"), "per-pound"),
        (Rulebook(part_funding=True), "part-funding"),
        (Rulebook("equal-shares"), "rule"),
        (Rulebook("phragmen"), "rule"),
    ],
)
def test_rules_without_comparisons_say_so(rulebook, why):
    comparisons = count(choose([400, 300], 500, ("1 2", 3)), rulebook, LOT).pots[0].comparisons
    assert comparisons.proofs == () and comparisons.why_none == why
