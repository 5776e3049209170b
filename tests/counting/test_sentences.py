"""Every reason in the words that people read, for one vote counted under every rule."""

from __future__ import annotations

import pytest

from pb.counting import Election, ElectionProject, OutcomeWording, Rulebook, count, explain
from tests.support.counting.elections import LOT, choose, projects_of

# 13 ballots; votes: 2 has 6, 3 has 5, 1 has 4, 4 has 2, 5 and 7 have 1, 6 has none.
PROJECTS = [
    ElectionProject("1", 1, 300_00),
    ElectionProject("2", 2, 500_00),
    ElectionProject("3", 3, 400_00, 250_00),
    ElectionProject("4", 4, 200_00, 50_00),
    ElectionProject("5", 5, 1_000_00),
    ElectionProject("6", 6, 10_00),
    ElectionProject("7", 7, 90_00, withdrawn=True),
]
BALLOTS = [(["1", "2"], 4), (["2", "3"], 2), (["3"], 3), (["4"], 2), (["5"], 1), (["7"], 1)]
ELECTION = Election.of(PROJECTS, BALLOTS, "choose", 850_00)

WITHDRAWN = "It is not funded: it was withdrawn."
NOBODY = "It is not funded: nobody voted for it."
SAVED = "It is funded: the people who voted for it had saved its cost together."


def more(number: int) -> str:
    votes = "one more vote" if number == 1 else f"{number} more votes"
    return f" It would have got money with {votes}."


def said(rulebook: Rulebook) -> dict[str, str]:
    outcome = count(ELECTION, rulebook, LOT)
    return {step.project: OutcomeWording(outcome).step(step) for step in outcome.steps}


def test_most_votes_first_with_part_funding():
    """2 £500, left £350, offered to 3. 1 and 4 (which can work with £50) need as many votes as 3, as they cost less."""
    assert said(Rulebook(part_funding=True)) == {
        "2": "It is funded: it costs £500, and £850 was left when its turn came.",
        "3": "It gets £350. It costs £400 and only £350 was left, but its group can work with £250 or more.",
        "1": "It is not funded: it costs £300, and nothing was left when its turn came." + more(1),
        "4": "It is not funded: it costs £200, and nothing was left when its turn came." + more(3),
        "5": "It is not funded: it costs £1,000, and there is only £850 in the pot.",
        "7": WITHDRAWN,
        "6": NOBODY + more(5),
    }


def test_most_votes_first_with_a_minimum_of_two():
    """2 £500, left £350; 3 no; 1 £300, left £50; 4 no. 4 has to overtake 1, level is enough; 6 fits into the £50."""
    assert said(Rulebook(min_support=2)) == {
        "2": "It is funded: it costs £500, and £850 was left when its turn came.",
        "3": "It is not funded: it costs £400, and £350 was left when its turn came." + more(1),
        "1": "It is funded: it costs £300, and £350 was left when its turn came.",
        "4": "It is not funded: it costs £200, and £50 was left when its turn came." + more(2),
        "7": WITHDRAWN,
        "5": "It is not funded: it has 1 vote, and a project needs at least 2 votes. "
        "No number of extra votes would have funded it.",
        "6": NOBODY + more(2),
    }


def test_most_votes_first_stopping():
    """2 £500, left £350; 3 (£400) does not fit: over. Whoever would be funded has to be ahead of 3, which has 5."""
    stopped = "It is not funded: the count stopped at “3”, which did not fit."
    assert said(Rulebook("most-votes-stop")) == {
        "2": "It is funded: it costs £500, and £850 was left when its turn came.",
        "3": "It is not funded: it costs £400, and £350 was left when its turn came." + more(1),
        "1": stopped + more(1),
        "4": stopped + more(3),
        "5": stopped + " No number of extra votes would have funded it.",
        "7": WITHDRAWN,
        "6": NOBODY + more(5),
    }


def test_projects_that_exclude_each_other():
    """2 bars 3, which would be first at 6 votes, as it costs less."""
    found = said(Rulebook(exclusions=[{"2", "3"}]))
    assert found["3"] == "It is not funded: only one of this project and “2” can happen, and “2” came first." + more(1)


def test_equal_shares_with_add_one_and_then_most_votes_first():
    """At £112.38 each: 2 from 6 people at £83.33; 4 from 2 at £100; 3 would be paid at £113.33 and cost too much."""
    assert said(Rulebook("equal-shares-add1-greedy")) == {
        "2": "It is funded: the people who voted for it shared its cost, and nobody paid more than £83.33.",
        "4": "It is funded: the people who voted for it shared its cost, and nobody paid more than £100.",
        "3": "It is not funded: it costs £400, and £150 was left when its turn came.",
        "1": "It is not funded: it costs £300, and £150 was left when its turn came.",
        "5": "It is not funded: it costs £1,000, and £150 was left when its turn came.",
        "7": WITHDRAWN,
        "6": NOBODY,
    }


def test_equal_shares():
    """£65.38 each: the six people of 2 have £392.30, the five of 3 £326.92, the four of 1 £261.53."""
    short = "It is not funded: it costs £{}, and the people who voted for it had £{} left of their shares."
    assert said(Rulebook("equal-shares")) == {
        "2": short.format("500", "392.30"),
        "3": short.format("400", "326.92"),
        "1": short.format("300", "261.53"),
        "4": short.format("200", "130.76"),
        "5": short.format("1,000", "65.38"),
        "7": WITHDRAWN,
        "6": NOBODY,
    }


def test_phragmen():
    """In pounds: 1 at £75 each, 3 at £80, 4 at £100 with £150 left: stop. Then 2 has 4 × £25 and 2 × £20 saved."""
    assert said(Rulebook("phragmen")) == {
        "1": SAVED,
        "3": SAVED,
        "4": "It is not funded: its turn came with £150 left, and it costs £200. The count stopped here.",
        "2": "It is not funded: the people who voted for it had saved £140 of £500 when the count stopped.",
        "5": "It is not funded: it costs £1,000, and there is only £850 in the pot.",
        "7": WITHDRAWN,
        "6": NOBODY,
    }


def test_what_is_left_over_funds_more():
    """As in `test_add_one_and_then_most_votes_first`: 2 is bought, £6 is left, 3 costs £6."""
    election = choose([8_00, 4_00, 6_00], 10_00, ("1", 1), ("2 3", 1))
    outcome = count(election, Rulebook("equal-shares-add1-greedy"), LOT)
    assert (
        OutcomeWording(outcome).step(outcome.step("3"))
        == "It is funded from the money left over: it costs £6, and £6 was left."
    )


def test_points_are_called_points():
    """1 has 400 × 3 points, 2 has 400 + 2; 2 costs as much as 1 and comes after it in the lot: 798 make them level."""
    election = Election.of(projects_of([6_00, 6_00]), [({"1": 3, "2": 1}, 400), ({"2": 2}, 1)], "points", 10_00)
    lines = explain(count(election, Rulebook(), LOT, order=["2", "1"])).splitlines()
    assert lines[0].startswith("1. “1” (1,200 points): ")
    assert lines[1].endswith("£4 was left when its turn came. It would have got money with 798 more points.")
    after = count(election, Rulebook(), LOT, order=["1", "2"])
    assert OutcomeWording(after).step(after.step("2")).endswith("It would have got money with 799 more points.")


def test_a_price_for_each_point():
    """As in `test_equal_shares_with_points`: 2 for £1 a point."""
    ballots = [({"1": 3, "2": 1}, 1), ({"2": 2}, 1)]
    outcome = count(Election.of(projects_of([6_00, 3_00]), ballots, "points", 10_00), Rulebook("equal-shares"), LOT)
    assert OutcomeWording(outcome).step(outcome.step("2")) == (
        "It is funded: the people who voted for it shared its cost, and nobody paid more than £1 for each point."
    )


def test_one_more_point_is_one_point():
    election = Election.of(projects_of([4_00, 4_00]), [({"1": 3, "2": 3}, 1)], "points", 4_00)
    outcome = count(election, Rulebook(), order=["1", "2"])
    assert OutcomeWording(outcome).step(outcome.step("2")).endswith(" It would have got money with one more point.")


@pytest.mark.parametrize(
    ("rulebook", "lines"),
    [
        (
            Rulebook(min_support=2),
            [
                "“2” has at least the 2 votes that a project needs, with 4 votes to spare.",
                "“1” has at least the 2 votes that a project needs, with 2 votes to spare.",
                "“2” is ahead of “3” by 1 vote.",
                "“2” is ahead of “4” by 4 votes.",
                "“1” is ahead of “4” by 2 votes.",
                "“5” is 1 vote short of the 2 votes that a project needs.",
                "“6” is 2 votes short of the 2 votes that a project needs.",
            ],
        ),
        (
            Rulebook("most-votes-stop", min_support=2),
            [
                "“2” has at least the 2 votes that a project needs, with 4 votes to spare.",
                "“2” is ahead of “3” by 1 vote. The count stopped between the funded projects and the rest.",
                "“3” is ahead of “1” by 1 vote. The count stopped between the funded projects and the rest.",
                "“3” is ahead of “4” by 3 votes. The count stopped between the funded projects and the rest.",
                "“5” is 1 vote short of the 2 votes that a project needs.",
                "“6” is 2 votes short of the 2 votes that a project needs.",
            ],
        ),
        (
            Rulebook(exclusions=[{"2", "3"}], min_support=4),
            [
                "“2” has at least the 4 votes that a project needs, with 2 votes to spare.",
                "“1” has exactly the 4 votes that a project needs.",
                "“2” is ahead of “3”, which it rules out, by 1 vote.",
                "“4” is 2 votes short of the 4 votes that a project needs.",
                "“5” is 3 votes short of the 4 votes that a project needs.",
                "“6” is 4 votes short of the 4 votes that a project needs.",
            ],
        ),
    ],
)
def test_what_the_result_rests_on(rulebook, lines):
    (pot,) = count(ELECTION, rulebook, LOT).pots
    wording = OutcomeWording(count(ELECTION, rulebook, LOT))
    assert [wording.comparison(proof) for proof in pot.comparisons.proofs] == lines
    assert wording.no_comparisons(pot) is None


@pytest.mark.parametrize(
    ("rulebook", "why"),
    [
        (Rulebook("votes-per-pound"), "With votes per pound"),
        (Rulebook(part_funding=True), "With part funding"),
        (Rulebook("phragmen"), "With this rule"),
    ],
)
def test_why_there_are_no_comparisons(rulebook, why):
    outcome = count(ELECTION, rulebook, LOT)
    said = OutcomeWording(outcome).no_comparisons(outcome.pots[0])
    assert said.startswith(f"{why} the result does not depend") and said.endswith("with a sample of ballots.")


def test_pots_ties_and_other_money():
    """South: 2 and 3 have one vote each and cost the same; the lot puts 3 first. The unit is a whole euro of 1."""
    projects = [
        ElectionProject("1", 1, 500, pot="North"),
        ElectionProject("2", 2, 300, pot="South"),
        ElectionProject("3", 3, 300, pot="South"),
    ]
    budgets = {"North": 500, "South": 300}
    election = Election.of(projects, [(["1", "2"], 1), (["3"], 1)], "choose", budgets, unit=1, currency="EUR")
    assert explain(count(election, Rulebook(), LOT)).splitlines() == [
        "North:",
        "1. “1” (1 vote): It is funded: it costs 500 EUR, and 500 EUR was left when its turn came.",
        "Spent 500 EUR of 500 EUR; 0 EUR is left.",
        "South:",
        "1. “3” (1 vote): It is funded: it costs 300 EUR, and 300 EUR was left when its turn came.",
        "2. “2” (1 vote): It is not funded: it costs 300 EUR, and nothing was left when its turn came." + more(1),
        "Level: “3”, “2” (by the lot); the order mattered.",
        "Spent 300 EUR of 300 EUR; 0 EUR is left.",
    ]


@pytest.mark.parametrize(
    ("costs", "budget", "order", "line"),
    [
        ([200, 100], 200, (), "Level: “2”, “1” (lower cost first); the order mattered."),
        ([100, 100], 200, (), "Level: “1”, “2” (no lot was needed); the order did not matter."),
        ([100, 100], 100, ("2", "1"), "Level: “2”, “1” (by the order given); the order mattered."),
    ],
)
def test_what_decided_a_tie(costs, budget, order, line):
    assert line in explain(count(choose(costs, budget, ("1 2", 1)), Rulebook(), order=order)).splitlines()
