"""Where pabutools and the definition differ, on the smallest case; should pabutools change, these tests say so."""

from __future__ import annotations

from pabutools.election import ApprovalBallot, ApprovalProfile, Cost_Sat, Instance, Project
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares

from pb.counting import Rulebook, count
from tests.support.counting.elections import LOT, choose


def profile(costs: dict[str, int], budget: int, *ballots: str):
    instance = Instance([Project(id, cost) for id, cost in costs.items()], budget_limit=budget)
    return instance, ApprovalProfile(
        [ApprovalBallot(instance.get_project(id) for id in names.split()) for names in ballots]
    )


def test_pabutools_funds_what_nobody_voted_for():
    """Pot £10: 1 £3 with two votes, then £7 are left and 2 £3 with none fits."""
    found = greedy_utilitarian_welfare(*profile({"1": 3, "2": 3}, 10, "1", "1"), sat_class=Cost_Sat)
    assert {project.name for project in found} == {"1", "2"}
    assert count(choose([3_00, 3_00], 10_00, ("1", 2)), Rulebook(), LOT).funded == ("1",)


def test_pabutools_add_one_stops_at_the_first_outcome_to_which_nothing_fits():
    """Pot £100, three voters x, y, z with £33.33 each. 1 £30 (x), 2 £36 (y), 3 £45 (y), 4 £65 (z).

    At £33.33 only 1 is bought; at £36.33 also 2 (= £66), and nothing more fits into £34: pabutools stops. Going on: at
    £45.33 y could buy 2 or 3 (level; the cheaper is first, and leaves her £9.33); at £65.33 z buys 4: £131 > £100. So 1
    and 2 stand here too, but with a share of £64.33."""
    outcome = count(
        choose([30_00, 36_00, 45_00, 65_00], 100_00, ("1", 1), ("2 3", 1), ("4", 1)), Rulebook("equal-shares-add1"), LOT
    )
    found = method_of_equal_shares(
        *profile({"1": 30, "2": 36, "3": 45, "4": 65}, 100, "1", "2 3", "4"),
        sat_class=Cost_Sat,
        voter_budget_increment=1,
    )
    assert {project.name for project in found} == set(outcome.funded) == {"1", "2"}
    assert outcome.pots[0].facts["share"] == "6433.3333"


def test_pabutools_breaks_ties_by_the_text_of_the_id():
    """9 and 10 are level: "10" comes before "9" as text; here the published order decides, by cost."""
    found = greedy_utilitarian_welfare(*profile({"9": 4, "10": 5}, 5, "9 10"), sat_class=Cost_Sat)
    assert {project.name for project in found} == {"10"}
    assert count(choose([4, 5], 5, ("1 2", 1)), Rulebook(), LOT).funded == ("1",)


def test_twelve_hundred_winners_are_no_trouble():
    """pabutools calls itself once per winner and meets the limit of recursion."""
    election = choose(list(range(1, 1_201)), 1_200**2, *((str(k), 1) for k in range(1, 1_201)))
    assert len(count(election, Rulebook("equal-shares", satisfaction="number"), LOT).funded) == 1_200
