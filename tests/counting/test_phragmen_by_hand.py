"""Sequential Phragmén worked out on paper; the sum is in the docstring."""

from __future__ import annotations

from pb.counting import Rulebook, count
from tests.support.counting.elections import LOT, choose, funded


def test_phragmen():
    """Everybody saves £1 a day. 1 £12 (voters a b c), 2 £10 (c d), 3 £7 (e). Pot £25. 1 is ready on day 4 (3 × £4); 2
    on day 5, 3 on day 7. Day 4: buy 1; a b c start again. 2: c from day 4, d from day 0: (t - 4) + t = 10, day 7. 3:
    day 7 too. Level, lower cost first: 3 £7, left £6; but 2 (£10) is ready and would break the pot of £25 only if
    bought second: with £13 left at day 7 both fit when looked at, so 3 is bought, left £6; then 2 breaks it: stop.
    """
    outcome = count(
        choose([12_00, 10_00, 7_00], 25_00, ("1", 2), ("1 2", 1), ("2", 1), ("3", 1)), Rulebook("phragmen"), LOT
    )
    assert outcome.funded == ("1", "3")
    assert outcome.step("2").reason.code == "stopped-here"


def test_phragmen_stops_when_one_of_those_level_would_break_the_pot():
    """Pot £5; 1 £2 (a), 2 £4 (b c): both ready on day 2, both fit: 1 first (cheaper), left £3. Then 2, still ready:
    stop. Pot £3: 2 costs more than the pot and is out from the start, so 1 is bought on day 2 and everything is
    over."""
    assert funded(choose([2_00, 4_00], 5_00, ("1", 1), ("2", 2)), "phragmen") == ("1",)
    assert funded(choose([2_00, 4_00], 3_00, ("1", 1), ("2", 2)), "phragmen") == ("1",)


def test_phragmen_where_one_of_several_level_ones_is_too_dear():
    """Pot £9. 1 £3 (three voters) on day 1, left £6. On day 2 2 £2 (one voter) and 3 £8 (four) are ready: 3 would break
    the pot, so the count is over, though 2 would fit. 3's voters have saved all of the £8."""
    outcome = count(choose([3_00, 2_00, 8_00], 9_00, ("1", 3), ("2", 1), ("3", 4)), Rulebook("phragmen"), LOT)
    assert outcome.funded == ("1",) and [tie.projects for tie in outcome.ties] == [("2", "3")]
    assert outcome.step("3").reason.code == "stopped-here"
    assert outcome.step("2").reason.params == {"saved": 200, "cost": 200, "stopped_at": "3"}


def test_who_is_not_funded_comes_after_what_stopped_the_count_most_votes_first():
    """Pot £9. 1 £8 (four voters) on day 2. 2 £4 (two) on day 2 as well: it breaks the pot. 3 has one vote, 4 three."""
    election = choose([8_00, 4_00, 7_00, 9_00], 9_00, ("1", 4), ("2", 2), ("3", 1), ("4", 3))
    outcome = count(election, Rulebook("phragmen"), order=["1", "2", "3", "4"])
    assert outcome.funded == ("1",) and [step.project for step in outcome.steps] == ["1", "2", "4", "3"]


def test_who_bought_twice_has_saved_since_the_second_time():
    """One voter; 1 £1 on day 1, 2 £2 on day 3, 3 £3 on day 6."""
    outcome = count(choose([1_00, 2_00, 3_00], 6_00, ("1 2 3", 1)), Rulebook("phragmen"), LOT)
    assert [step.reason.params for step in outcome.steps] == [{"time": "100"}, {"time": "300"}, {"time": "600"}]
