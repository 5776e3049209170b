"""Elections worked out on paper, one for every rule and every corner; the sum is in the docstring."""

from __future__ import annotations

import pytest

from pb.counting import Election, ElectionProject, Outcome, Rulebook, RulebookRefused, count
from tests.support.counting.elections import LOT, choose, funded, projects_of

# 1: £300, 2: £500, 3: £400, 4: £200. Pot £900.
FOUR = [300_00, 500_00, 400_00, 200_00]
VOTES = [("1 2", 4), ("2 3", 2), ("3", 3), ("4", 2)]  # votes: 1 has 4, 2 has 6, 3 has 5, 4 has 2; 11 ballots


def test_most_votes_first():
    """2 (6 votes) £500, left £400; 3 (5) £400, left £0; 1 (4) and 4 (2) do not fit."""
    assert funded(choose(FOUR, 900_00, *VOTES), "most-votes") == ("2", "3")


def test_most_votes_first_passes_over_what_no_longer_fits():
    """Pot £800: 2 £500, left £300; 3 £400 does not fit; 1 £300, left £0; 4 does not fit."""
    assert funded(choose(FOUR, 800_00, *VOTES), "most-votes") == ("2", "1")


def test_most_votes_first_stopping():
    """Pot £800: 2 £500, left £300; 3 £400 does not fit: the count stops with £300 left, though 1 would fit."""
    outcome = count(choose(FOUR, 800_00, *VOTES), Rulebook("most-votes-stop"), LOT)
    assert outcome.funded == ("2",)
    assert outcome.step("1").reason.code == "after-stop" and outcome.step("1").reason.params == {"stopped_at": "3"}


def test_most_votes_first_stops_at_what_costs_more_than_the_whole_pot():
    """Pot £450: 2 (6 votes) costs £500, so the count stops with nothing funded."""
    outcome = count(choose(FOUR, 450_00, *VOTES), Rulebook("most-votes-stop"), LOT)
    assert outcome.funded == () and outcome.step("2").reason.code == "costs-more-than-pot"
    assert [outcome.step(id).reason.code for id in "134"] == ["after-stop"] * 3


def test_votes_per_pound():
    """Votes per £100: 1 4/3 = 1.33, 2 6/5 = 1.2, 3 5/4 = 1.25, 4 2/2 = 1. Pot £900: 1 £300, 3 £400, left £200; 2 no;
    4 £200.
    """
    assert funded(choose(FOUR, 900_00, *VOTES), "votes-per-pound") == ("1", "3", "4")


def test_minimum_support_in_votes():
    """At least 5 votes: only 2 and 3. Pot £900 holds both; 4 would fit a larger pot and still has too few."""
    assert funded(choose(FOUR, 1_400_00, *VOTES), Rulebook(min_support=5)) == ("2", "3")


def test_minimum_support_in_per_cent():
    """11 ballots, 40 % is 4.4 ballots, so 5 votes: 2 and 3. With 36 % (3.96) 4 votes are enough: 2, 3 and 1."""
    election = choose(FOUR, 1_400_00, *VOTES)
    assert funded(election, Rulebook(min_support_percent=40)) == ("2", "3")
    assert funded(election, Rulebook(min_support_percent=36)) == ("2", "3", "1")


def test_part_funding_and_its_order_of_acceptance():
    """Pot £850: 2 £500, left £350; 3 costs £400 and can work with £250: it is offered £350.

    Should 3 say no: 1 costs £300 and fits, left £50; 4 costs £200 and can work with £50: it is offered £50.
    """
    projects = [
        ElectionProject("1", 1, 300_00),
        ElectionProject("2", 2, 500_00),
        ElectionProject("3", 3, 400_00, 250_00),
        ElectionProject("4", 4, 200_00, 50_00),
    ]
    election = Election.of(projects, [(names.split(), n) for names, n in VOTES], "choose", 850_00)
    outcome = count(election, Rulebook(part_funding=True), LOT)
    assert outcome.awards == {"2": 500_00, "3": 350_00}
    assert [(offer.project, offer.amount) for offer in outcome.pots[0].offers] == [("3", 350_00), ("4", 50_00)]
    declined = count(election, Rulebook(part_funding=True), LOT, declined=["3"])
    assert declined.awards == {"2": 500_00, "1": 300_00, "4": 50_00} and declined.declined == ("3",)
    assert declined.step("3").reason.code == "declined" and declined.step("3").left_after == 350_00
    assert Outcome.from_json(declined.to_json()) == declined and b"declined" not in outcome.to_json()
    for wrong in ({"declined": ["9"]}, {"rulebook": Rulebook(), "declined": ["3"]}):
        with pytest.raises(RulebookRefused):
            count(election, **{"rulebook": Rulebook(part_funding=True), "lot": LOT, **wrong})


def test_a_part_smaller_than_the_least_is_not_offered():
    """Pot £700: 2 £500, left £200; 3 needs at least £250: passed over; 1 £300 no least: passed over; 4 £200 fits."""
    projects = [
        ElectionProject("1", 1, 300_00),
        ElectionProject("2", 2, 500_00),
        ElectionProject("3", 3, 400_00, 250_00),
        ElectionProject("4", 4, 200_00),
    ]
    election = Election.of(projects, [(names.split(), n) for names, n in VOTES], "choose", 700_00)
    assert count(election, Rulebook(part_funding=True), LOT).awards == {"2": 500_00, "4": 200_00}


def test_projects_that_exclude_each_other():
    """2 and 3 want one hall: 2 (6 votes) stands, 3 (5) is out; then 1 £300, left £100; 4 does not fit."""
    outcome = count(choose(FOUR, 900_00, *VOTES), Rulebook(exclusions=[frozenset("23")]), LOT)
    assert outcome.funded == ("2", "1")
    assert outcome.step("3").reason.code == "excluded" and outcome.step("3").reason.params == {"by": "2"}


def test_a_better_placed_rival_without_money_bars_nobody():
    """Pot £450: 2 (£500) costs more than the pot, so it does not stand; 3 £400 is funded."""
    assert funded(choose(FOUR, 450_00, *VOTES), Rulebook(exclusions=[frozenset("23")])) == ("3",)


def test_equal_shares_by_cost():
    """Pot £1,100, 11 voters, £100 each. Price per £ of cost: 1 is 1/4 (£75 from each of 4), 2 is 1/6 (£83.33 from 6), 3
    is 1/5 (£80 from 5), 4 is 1/2 (£100 from 2): 2 is first. Its 4 + 2 voters keep £16.67 each. 1: its 4 voters have
    £66.67 of £300: out. 3: 2 have £16.67, 3 have £100: £333.33 of £400: out. 4: £200, £100 each: bought.
    """
    outcome = count(choose(FOUR, 1_100_00, *VOTES), Rulebook("equal-shares"), LOT)
    assert outcome.funded == ("2", "4")
    assert outcome.step("1").reason.params == {"had": 6666, "cost": 300_00}
    assert outcome.step("3").reason.params == {"had": 33333, "cost": 400_00}
    assert outcome.step("2").reason.params == {"price": "8333.3333"}


def test_equal_shares_by_number():
    """The same with satisfaction by number: the lowest price per voter is first: 1 £75. Its 4 voters keep £25.
    2: 4 have £25, 2 have £100: £300 of £500: out. 3: £80 from each of 5: bought, 2 keep £20. 4: £100 each: bought."""
    assert funded(choose(FOUR, 1_100_00, *VOTES), Rulebook("equal-shares", satisfaction="number")) == ("1", "3", "4")


def test_equal_shares_where_the_poor_pay_all_they_have():
    """Pot £80, 8 voters, £10 each. 1 costs £21, voters a b c; 2 costs £24, voters c d e f.
    By number: 2 costs £6 each, 1 £7 each: 2 is bought, c keeps £4. Then 1: c pays £4, a and b £8.50 each."""
    election = choose([21_00, 24_00], 80_00, ("1", 2), ("1 2", 1), ("2", 3), ("", 2))
    outcome = count(election, Rulebook("equal-shares", satisfaction="number"), LOT)
    assert outcome.funded == ("2", "1")
    assert outcome.step("1").reason.params == {"price": "850"}


def test_equal_shares_with_points():
    """Pot £10, 2 voters, £5 each. Voter x: 1 with 3 points, 2 with 1; voter y: 2 with 2. Costs £6 and £3. Price per
    point: 1 would need £2 × 3 = £6 from x, who has £5: out. 2: £3 / 3 points = £1: x £1, y £2. Then 1: x has £4:
    out."""
    election = Election.of(projects_of([6_00, 3_00]), [({"1": 3, "2": 1}, 1), ({"2": 2}, 1)], "points", 10_00)
    outcome = count(election, Rulebook("equal-shares"), LOT)
    assert outcome.funded == ("2",)
    assert outcome.step("2").reason.params == {"price": "100"} and outcome.step("1").reason.params == {
        "had": 400,
        "cost": 600,
    }


def test_add_one_goes_on_until_it_would_cost_too_much():
    """Pot £10, two voters, £5 each, step £1. Costs: 1 £8 (voter x), 2 £4 (voter y), 3 £6 (voter y). £5: 2. £6: y has
    £6: 3 and 2 are level at a price of 1 per £ of cost; the cheaper is first: 2. £7: 2. £8: 1 and 2 = £12 > £10. So the
    share stays at £7 and 2 alone is funded, £6 left."""
    outcome = count(choose([8_00, 4_00, 6_00], 10_00, ("1", 1), ("2 3", 1)), Rulebook("equal-shares-add1"), LOT)
    assert outcome.funded == ("2",)
    assert outcome.pots[0].facts == {"share": "700", "first_share": "500", "steps_added": 2, "step": 100}


def test_add_one_does_not_stop_when_nothing_more_would_fit():
    """Pot £10, voters x and y, £5 each. 1 £5 (x), 2 £9 (y), 3 £4 (y). £5: 1 and 3 = £9, nothing more fits. It still
    goes on: £6, £7, £8 the same; £9: y could pay for 2 or 3 (level; 3 is cheaper), so 3; £13: 1, 2, 3 = £18 > £10. So
    the share is £12, and as 1 and 3 are level too, the cheaper 3 comes first."""
    outcome = count(choose([5_00, 9_00, 4_00], 10_00, ("1", 1), ("2 3", 1)), Rulebook("equal-shares-add1"), LOT)
    assert outcome.funded == ("3", "1") and outcome.pots[0].facts["share"] == "1200"


def test_add_one_and_then_most_votes_first():
    """As `test_add_one_goes_on…`: 2 is funded, £6 left. Most votes first: 1 costs £8, no; 3 costs £6, funded."""
    outcome = count(choose([8_00, 4_00, 6_00], 10_00, ("1", 1), ("2 3", 1)), Rulebook("equal-shares-add1-greedy"), LOT)
    assert outcome.funded == ("2", "3") and outcome.spent == 10_00


def test_projects_that_are_level_for_what_add_one_left_are_a_tie():
    """Pot £9, four voters. At £2.25 each 1 is bought; with £8.25 2 would be too, which is too much. So 2 and 3 come for
    the £7 that are left with one vote each; neither fits, and the order between them decides nothing."""
    election = choose([2_00, 8_00, 8_50], 9_00, ("1", 2), ("2", 1), ("3", 1))
    outcome = count(election, Rulebook("equal-shares-add1-greedy"), LOT)
    assert outcome.funded == ("1",)
    assert [(tie.projects, tie.mattered) for tie in outcome.ties] == [(("2", "3"), False)]


def test_there_is_no_tie_where_nobody_is_level():
    assert count(choose([2_00, 3_00], 9_00, ("1", 1), ("2", 1)), Rulebook("phragmen"), LOT).ties == ()
    assert count(choose([2_00, 3_00], 9_00, ("1", 2), ("2", 1)), Rulebook("equal-shares"), LOT).ties == ()
    rest = count(choose([2_00, 9_00], 9_00, ("1", 2), ("2", 1)), Rulebook("equal-shares-add1-greedy"), LOT)
    assert rest.funded == ("1",) and rest.ties == ()


def test_equal_shares_of_ticks_counted_by_points_of_none():
    """Ranks: support is the points (2, 1), satisfaction too. £6 for two voters, £3 each; 1 has 4 points for £4, 2 has 2
    for £2: level at £1 a point, the cheaper 2 first: £1 each; then 1: £2 each."""
    election = Election.of(projects_of([4_00, 2_00]), [(["1", "2"], 2)], "rank", 6_00)
    outcome = count(election, Rulebook("equal-shares"), LOT)
    assert outcome.funded == ("2", "1") and [outcome.step(id).support for id in "12"] == [4, 2]
    assert outcome.step("1").reason.params == {"price": "100"} and outcome.ties[0].projects == ("2", "1")
    by_votes = count(election, Rulebook("equal-shares", support="votes", satisfaction="number"), LOT)
    assert [by_votes.step(id).support for id in "12"] == [2, 2] and by_votes.step("2").reason.params == {"price": "100"}


def test_equal_shares_with_points_where_a_poor_voter_pays_all_she_has():
    """Pot £12, three voters, £4 each. 1 £3: x 1 point. 2 £6: x 2 points, y 1, z 1: £1.50 a point, so x pays £3 and
    keeps £1, with which she cannot buy 1. Should 2 cost £10: at £2.50 a point x would pay £5, more than her £4; so she
    pays £4, y and z £3 each, which is £3 a point, as much as 1 costs: level, and the order decides. Then x has £1."""
    ballots = [({"1": 1, "2": 2}, 1), ({"2": 1}, 2)]
    outcome = count(Election.of(projects_of([3_00, 6_00]), ballots, "points", 12_00), Rulebook("equal-shares"), LOT)
    assert outcome.funded == ("2",) and outcome.step("2").reason.params == {"price": "150"}
    assert outcome.step("1").reason.params == {"had": 100, "cost": 300}
    dearer = Election.of(projects_of([3_00, 10_00]), ballots, "points", 12_00)
    outcome = count(dearer, Rulebook("equal-shares"), order=["1", "2"])
    assert outcome.funded == ("1",) and outcome.step("2").reason.params == {"had": 900, "cost": 1000}
    outcome = count(dearer, Rulebook("equal-shares"), order=["2", "1"])
    assert outcome.funded == ("2",) and outcome.step("2").reason.params == {"price": "300"}
    assert outcome.step("1").reason.params == {"had": 0, "cost": 300} and outcome.ties[0].mattered


def test_points_are_added_up():
    """1: 3 + 1 = 4 points, 2: 5 points, 3: 2 points. Pot £7, each costs £4: 2 is funded, nothing else fits."""
    ballots = [({"1": 3, "3": 2}, 1), ({"1": 1, "2": 5}, 1)]
    outcome = count(Election.of(projects_of([4_00, 4_00, 4_00]), ballots, "points", 7_00), Rulebook(), LOT)
    assert outcome.funded == ("2",) and outcome.step("1").support == 4


def test_ranks_count_the_ballots_length_for_first_place():
    """ "1 2 3" gives 3, 2, 1; "2 1" gives 2 to 2 and 1 to 1. Twice the second: 1 has 3 + 2 = 5, 2 has 2 + 4 = 6, 3
    has 1.
    """
    election = Election.of(projects_of([4_00] * 3), [(["1", "2", "3"], 1), (["2", "1"], 2)], "rank", 4_00)
    outcome = count(election, Rulebook(), LOT)
    assert outcome.funded == ("2",) and [outcome.step(id).support for id in "123"] == [5, 6, 1]


def test_each_pot_is_counted_on_its_own():
    """North £5, South £3. A ballot without a pot counts in both; one of the North names only what is in the North.
    North: 1 (£5) has 3, 2 (£4) has 1: 1. South: 3 (£3) has 1, 4 (£3) has 2: 4."""
    projects = [
        ElectionProject("1", 1, 5_00, pot="North"),
        ElectionProject("2", 2, 4_00, pot="North"),
        ElectionProject("3", 3, 3_00, pot="South"),
        ElectionProject("4", 4, 3_00, pot="South"),
    ]
    ballots = [(["1", "4"], 2), (["1", "2"], 1, "North"), (["3"], 1, "South")]
    outcome = count(Election.of(projects, ballots, "choose", {"North": 5_00, "South": 3_00}), Rulebook(), LOT)
    assert outcome.funded == ("1", "4") and outcome.spent == 8_00 and outcome.ballots == 4
    assert [outcome.pot("North").ballots, outcome.pot("South").ballots] == [3, 3]
