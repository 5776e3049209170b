"""What would have funded a project: the number is right, and one less would not have been enough."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from pb.counting import Election, Rulebook, count
from tests.support.counting.elections import LOT, ballots_of, choose, random_election
from tests.support.effort import runs


def with_extra(election: Election, id: str, extra: int) -> Election:
    return Election.of(
        election.projects, ballots_of(election) + [([id], extra)], "choose", election.budgets, unit=election.unit
    )


def draw_rulebook(draw: random.Random, ids: list[str]) -> Rulebook:
    rule = draw.choice(["most-votes", "most-votes", "most-votes-stop", "votes-per-pound"])
    exclusions = [frozenset(draw.sample(ids, 2))] if len(ids) > 1 and draw.random() < 0.3 else []
    return Rulebook(
        rule,
        min_support=draw.choice([None, 3]),
        min_support_percent=draw.choice([None, None, 30]),
        exclusions=exclusions,
        part_funding=draw.random() < 0.2,
        tie_rule=draw.choice(["cost-then-lot", "lot"]),
    )


def test_the_number_of_extra_ballots_is_the_smallest_that_funds_the_project():
    """Every smaller number is counted too."""
    draw, seen = random.Random("needs"), set()
    for _ in range(runs(150, 12_000)):
        election = random_election(draw, projects=5, most=6)
        projects = [
            replace(project, least=draw.choice([None, max(project.cost // 2, 1)])) for project in election.projects
        ]
        election = Election.of(projects, ballots_of(election), "choose", election.budgets, unit=election.unit)
        rulebook = draw_rulebook(draw, [project.id for project in projects])
        for step in count(election, rulebook, LOT).steps:
            if step.award:
                continue
            seen.add(step.need.code)
            extra = step.need.params.get("number")
            for tried in range(1, extra or 25):
                assert step.project not in count(with_extra(election, step.project, tried), rulebook, LOT).funded
            if extra is not None:
                assert step.project in count(with_extra(election, step.project, extra), rulebook, LOT).funded
    assert seen == {"more-ballots", "no-number"}


@pytest.mark.parametrize(("votes", "extra"), [(2, 4), (5, 1)])
def test_two_projects_for_one_pot(votes, extra):
    """1 has 5 votes and is the cheaper one, so 2 needs one vote more than 1."""
    outcome = count(choose([400, 500], 500, ("1", 5), ("2", votes)), Rulebook(), LOT)
    assert outcome.step("2").need.params == {"number": extra}
    with_a_bar = count(choose([400, 500], 500, ("1", 5), ("2", votes)), Rulebook(min_support_percent=10), LOT)
    assert with_a_bar.step("2").need.params == {"number": extra}


def test_a_bar_in_per_cent_that_rises_can_take_a_cheaper_project_out_of_the_way():
    """Votes per pound: 1 costs £1 and has 5 of 10 votes, 2 costs £5, all there is, and has 6. With three ballots more
    40 % are 5.2 of 13, so 6: 1 is out. (To pass 1 without that, 2 would need 26 votes.)"""
    election = choose([1_00, 5_00], 5_00, ("1", 4), ("1 2", 1), ("2", 5))
    outcome = count(election, Rulebook("votes-per-pound", min_support_percent=40), LOT)
    assert outcome.funded == ("1",) and outcome.step("2").need.params == {"number": 3}


def test_points_are_asked_for_where_points_are_counted():
    """1 has 5 points, 2 has 2; level is enough for 2 only where it comes first in the order."""
    election = Election.of(choose([400, 400], 1).projects, [({"1": 5, "2": 2}, 1)], "points", 400)
    for order, extra in ((["2", "1"], 3), (["1", "2"], 4)):
        need = count(election, Rulebook(), order=order).step("2").need
        assert (need.code, need.params) == ("more-points", {"number": extra})


def test_no_number_helps_a_project_that_costs_more_than_the_pot():
    step = count(choose([600], 500, ("1", 3)), Rulebook(), LOT).step("1")
    assert (step.need.code, step.need.params) == ("no-number", {"withdrawn": False, "cost": 600, "budget": 500})


def test_no_number_helps_where_all_ballots_must_name_a_project():
    """One of the two ballots is blank, and stays so."""
    for percent, code in ((100, "no-number"), (99, "more-ballots")):
        outcome = count(choose([100], 100, ("1", 1), ("", 1)), Rulebook(min_support_percent=percent), LOT)
        assert outcome.funded == () and outcome.step("1").need.code == code
    assert outcome.step("1").need.params == {"number": 98}  # 99 of 100
