"""A reason names the least amount that a group can work with where that was not left either."""

from __future__ import annotations

from pb.counting import Election, ElectionProject, OutcomeWording, Rulebook, count
from tests.support.counting.elections import LOT


def test_the_least_that_a_group_can_work_with_is_named_where_that_was_not_left_either():
    projects = [ElectionProject("1", 1, 3_00), ElectionProject("2", 2, 5_00, 3_00), ElectionProject("3", 3, 5_00, 5_00)]
    election = Election.of(projects, [(["1"], 3), (["2"], 2), (["3"], 1)], "choose", 5_00)
    outcome = count(election, Rulebook(part_funding=True), LOT)
    said = OutcomeWording(outcome).step(outcome.step("2"))
    assert "costs £5, its group can work with £3 or more, and £2 was left when its turn came." in said
    assert "can work with" not in OutcomeWording(outcome).step(outcome.step("3"))
