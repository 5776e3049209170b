"""What holds for every election and every rule."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pb.counting import RULES, Election, ElectionProject, Outcome, Rulebook, count, rulebook_error
from tests.support.counting.elections import LOT, ballots_of, elections, rulebooks
from tests.support.effort import thorough

FAMILY = ("most-votes", "most-votes-stop", "votes-per-pound")


def again(election: Election, projects, ballots) -> Election:
    return Election.of(projects, ballots, election.ballot_type, election.budgets, unit=election.unit)


@thorough
@given(election=elections(), rule=st.sampled_from(tuple(RULES)))
def test_never_over_budget(election, rule):
    assume(rulebook_error(Rulebook(rule), election.ballot_type) is None)
    outcome = count(election, Rulebook(rule), LOT)
    left = election.budgets[None]
    for step in outcome.steps:
        assert step.left_before == left and step.left_after == left - step.award >= 0
        left = step.left_after
    assert sorted(step.project for step in outcome.steps) == sorted(project.id for project in election.projects)


@thorough
@given(election=elections(), rule=st.sampled_from(tuple(RULES)), draw=st.randoms(use_true_random=False))
def test_the_order_of_ballots_does_not_matter(election, rule, draw):
    assume(rulebook_error(Rulebook(rule), election.ballot_type) is None)
    singles = [(choices, 1) for choices, count in ballots_of(election) for _ in range(count)]
    draw.shuffle(singles)
    shuffled = again(election, election.projects, singles)
    assert count(shuffled, Rulebook(rule), LOT).to_json() == count(election, Rulebook(rule), LOT).to_json()


@thorough
@given(election=elections(), rule=st.sampled_from(tuple(RULES)), draw=st.randoms(use_true_random=False))
def test_names_and_the_order_of_projects_do_not_matter(election, rule, draw):
    """Ids are replaced and the list is shuffled; the printed numbers, which go into the lot, stay."""
    assume(rulebook_error(Rulebook(rule), election.ballot_type) is None)
    ids = {project.id: f"x{draw.random()}-{project.number}" for project in election.projects}
    projects = [replace(project, id=ids[project.id], name=ids[project.id]) for project in election.projects]
    draw.shuffle(projects)
    ballots = [
        ({ids[id]: p for id, p in choices.items()} if isinstance(choices, dict) else [ids[id] for id in choices], n)
        for choices, n in ballots_of(election)
    ]
    renamed = count(again(election, projects, ballots), Rulebook(rule), LOT)
    assert renamed.funded == tuple(ids[id] for id in count(election, Rulebook(rule), LOT).funded)


@thorough
@given(election=elections(("choose",)), data=st.data())
def test_one_more_vote_for_a_funded_project_keeps_it_funded(election, data):
    rulebook = replace(data.draw(rulebooks(("most-votes", "most-votes-stop"))), min_support_percent=None)
    outcome = count(election, rulebook, LOT)
    assume(outcome.funded)
    lucky = data.draw(st.sampled_from(outcome.funded))
    more = again(election, election.projects, ballots_of(election) + [([lucky], 1)])
    assert lucky in count(more, rulebook, LOT).funded


@thorough
@given(election=elections(("choose", "points", "rank")), cut=st.integers(0, 8))
def test_the_sums_of_venues_are_the_total(election, cut):
    """The ballots of two boxes counted apart add up to those counted together."""
    ballots = ballots_of(election)
    boxes = [again(election, election.projects, part).parts[0].profile for part in (ballots[:cut], ballots[cut:])]
    whole = election.parts[0].profile
    assert whole.num_ballots == sum(box.num_ballots for box in boxes)
    assert whole.approval_scores == [sum(votes) for votes in zip(*(box.approval_scores for box in boxes), strict=True)]
    assert whole.total_scores == [sum(points) for points in zip(*(box.total_scores for box in boxes), strict=True)]


@thorough
@given(election=elections(), data=st.data())
def test_an_outcome_survives_its_json(election, data):
    rulebook = data.draw(rulebooks(tuple(RULES), election.ballot_type))
    assume(rulebook_error(rulebook, election.ballot_type) is None)
    outcome = count(election, rulebook, LOT)
    assert Outcome.from_json(outcome.to_json()) == outcome
    assert Outcome.from_json(outcome.to_json()).to_json() == outcome.to_json()


@thorough
@given(elections(("choose",), 4), elections(("choose",), 4), st.sampled_from(tuple(RULES)))
def test_two_pots_are_counted_like_two_elections(north, south, rule):
    projects = [replace(p, id=f"n{p.id}", number=p.number, pot="n") for p in north.projects]
    projects += [replace(p, id=f"s{p.id}", number=p.number + 100, pot="s") for p in south.projects]
    ballots = [([f"n{id}" for id in names], n, "n") for names, n in ballots_of(north)]
    ballots += [([f"s{id}" for id in names], n, "s") for names, n in ballots_of(south)]
    money = {"n": north.budgets[None], "s": south.budgets[None]}
    together = count(Election.of(projects, ballots, "choose", money), Rulebook(rule), LOT)
    for pot in money:
        alone = Election.of(
            [p for p in projects if p.pot == pot], [b for b in ballots if b[2] == pot], "choose", {pot: money[pot]}
        )
        assert together.pot(pot) == count(alone, Rulebook(rule), LOT).pots[0]


@thorough
@given(election=elections(("choose",)), data=st.data())
def test_at_most_one_of_projects_that_exclude_each_other(election, data):
    ids = [project.id for project in election.projects]
    assume(len(ids) > 2)
    group = frozenset(data.draw(st.lists(st.sampled_from(ids), min_size=2, max_size=3, unique=True)))
    for rule in FAMILY:
        outcome = count(election, Rulebook(rule, exclusions=[group]), LOT)
        assert len(group & set(outcome.funded)) <= 1


@thorough
@given(election=elections(("choose",)), least=st.integers(1, 12))
def test_a_part_is_never_below_the_least_and_comes_last(election, least):
    projects = [replace(project, least=min(least, project.cost)) for project in election.projects]
    outcome = count(again(election, projects, ballots_of(election)), Rulebook(part_funding=True), LOT)
    parts = [step for step in outcome.steps if step.decision == "part-funded"]
    assert len(parts) <= 1
    for step in parts:
        assert least <= step.award and step.left_after == 0 and outcome.funded[-1] == step.project
    assert [offer.project for offer in outcome.pots[0].offers[:1]] == [step.project for step in parts]


def test_a_project_is_not_two():
    with pytest.raises(ValueError, match="same number"):
        Election.of([ElectionProject("a", 1, 100), ElectionProject("b", 1, 100)], [], "choose", 100)
