"""Floats never decide, and it makes no difference which implementation of fractions is at work."""

from __future__ import annotations

import os
import random
import runpy
import subprocess
import sys
from fractions import Fraction
from types import SimpleNamespace

import pytest

from pb.counting import Election, Rulebook, count, exact
from pb.counting.rules import voter_budgets
from pb.counting.rules.completions import EqualShares
from pb.counting.ties import tie_order
from tests.support.counting.elections import LOT, choose, projects_of, random_election
from tests.support.effort import runs

PROGRAM = """
import random, sys
from pb.counting import RULES, Rulebook, count, exact, rulebook_error
from tests.support.counting.elections import LOT, random_election
draw = random.Random(7)
print(exact.BACKEND, file=sys.stderr)
for _ in range(int(sys.argv[1])):
    election = random_election(draw, draw.choice(["choose", "points", "rank"]), most=30)
    for rule in RULES:
        if rulebook_error(Rulebook(rule), election.ballot_type) is None:
            sys.stdout.buffer.write(count(election, Rulebook(rule), LOT).to_json())
"""


def outcomes(backend: str) -> tuple[str, bytes]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(runs(60, 1_500))],
        capture_output=True,
        check=True,
        env={**os.environ, "PB_EXACT": backend},
    )
    return done.stderr.decode().strip(), done.stdout


def test_with_gmpy2_and_without_it_the_outcomes_have_the_same_bytes():
    pytest.importorskip("gmpy2", reason="gmpy2 is not installed: there is only one implementation to compare")
    named, fast = outcomes("gmpy2")
    assert named == "gmpy2"
    named, plain = outcomes("fractions")
    assert named == "fractions" and plain == fast and len(plain) > 10_000


def slow_run(election: Election, share: Fraction, positions) -> list[int]:
    """Equal shares by number, voter by voter with fractions."""
    (part,) = election.parts
    voters = [(set(chosen), share) for chosen, _, count in part.profile.as_tuples() for _ in range(count)]
    bought: list[int] = []
    while True:
        offers = []
        for i, project in enumerate(part.projects):
            purses = sorted(left for names, left in voters if i in names)
            if i in bought or sum(purses) < project.cost or not purses:
                continue
            cost, many = Fraction(project.cost), len(purses)
            for purse in purses:
                if purse * many >= cost:
                    offers.append((cost / many, positions[i], i))
                    break
                cost, many = cost - purse, many - 1
        if not offers:
            return bought
        price, _, i = min(offers)
        voters = [(names, left - min(left, price) if i in names else left) for names, left in voters]
        bought.append(i)


@pytest.mark.parametrize("rounding", [2.0**-52, 2.0**-30, 2.0**-10])
def test_equal_shares_decide_alike_however_little_the_floats_are_trusted(rounding, monkeypatch):
    """With a larger error bound more and more comparisons are made exactly; the winners stay the same."""
    monkeypatch.setattr(voter_budgets, "ROUNDING", rounding)
    draw = random.Random("trust")
    for _ in range(runs(60, 3_000)):
        election = random_election(draw, most=40, projects=9)
        if not election.ballots:
            continue
        outcome = count(election, Rulebook("equal-shares", satisfaction="number", tie_rule="lot"), LOT)
        (part,) = election.parts
        expected = slow_run(election, Fraction(part.budget, part.profile.num_ballots), tie_order(part, "lot", LOT))
        assert outcome.funded == tuple(part.projects[i].id for i in expected)


@pytest.mark.parametrize("rule", ["equal-shares", "equal-shares-add1"])
def test_points_are_shared_alike_however_little_the_floats_are_trusted(rule, monkeypatch):
    draw = random.Random("trust in points")
    drawn = [random_election(draw, "points", most=20, projects=6) for _ in range(runs(60, 3_000))]
    trusted = [count(election, Rulebook(rule, tie_rule="lot"), LOT).to_json() for election in drawn]
    monkeypatch.setattr(voter_budgets, "ROUNDING", 2.0**-6)
    assert [count(election, Rulebook(rule, tie_rule="lot"), LOT).to_json() for election in drawn] == trusted


@pytest.mark.parametrize("ballot_type", ["choose", "points"])
def test_the_steps_of_add_one_that_are_passed_over_change_nothing(ballot_type):
    """Counted with every single step, the outcome has the same bytes."""
    draw, passed_over, each = random.Random("steps" + ballot_type), 0, EqualShares._next_that_may_differ
    times = runs(60, 5_000)
    for _ in range(times):
        election = random_election(draw, ballot_type, most=6, projects=4)
        rulebook = Rulebook(
            draw.choice(["equal-shares-add1", "equal-shares-add1-greedy"]), add_one_step=draw.choice([None, 7])
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(EqualShares, "_next_that_may_differ", lambda self, last, added: added + 1)
            slow = count(election, rulebook, LOT).to_json()
        with pytest.MonkeyPatch.context() as patch:
            steps: list[int] = []
            patch.setattr(
                EqualShares,
                "_next_that_may_differ",
                lambda self, *now, steps=steps: steps.append(each(self, *now) - now[1]) or now[1] + steps[-1],
            )
            assert count(election, rulebook, LOT).to_json() == slow
        passed_over += any(step > 1 for step in steps)
    assert passed_over > times / 8


def test_add_one_is_over_at_once_where_one_voter_asks_for_the_moon():
    """Pot £10, voters a and b, £5 each. 1 £4 (a), 2 £50,000,000 (b). The share would grow to that in 49,999,995 steps
    of £1.
    """
    outcome = count(choose([4_00, 50_000_000_00], 10_00, ("1", 1), ("2", 1)), Rulebook("equal-shares-add1"), LOT)
    assert outcome.funded == ("1",) and outcome.pots[0].facts["share"] == "4999999900"


def test_a_long_count_asks_before_each_share_whether_to_go_on():
    """Pot £10, voters a and b. 1 £4 (a), 2 £20 (b). Three shares at least are tried: £5, then £20, which is too much, then £19."""
    election, asked = choose([4_00, 20_00], 10_00, ("1", 1), ("2", 1)), []
    count(election, Rulebook("equal-shares-add1"), LOT, going_on=lambda: asked.append("again"))
    assert len(asked) >= 3

    def stop() -> None:
        raise TimeoutError("somebody else counts")

    with pytest.raises(TimeoutError, match="somebody else counts"):
        count(election, Rulebook("equal-shares-add1"), LOT, going_on=stop)


def test_a_difference_far_below_float64_decides():
    """Votes per pound 1/(10^17) and 1/(10^17 + 1): equal as floats, and the second is dearer."""
    costs = [10**17 + 1, 10**17]
    outcome = count(choose(costs, 10**17 + 1, ("1 2", 1)), Rulebook("votes-per-pound", tie_rule="lot"), LOT)
    assert outcome.funded == ("2",) and outcome.ties == ()


def test_a_moment_that_is_earlier_by_less_than_float64_can_tell_decides():
    """Phragmén: the voter of 2 has saved 10^17 pence one moment before that of 1 has saved 10^17 + 1."""
    outcome = count(choose([10**17 + 1, 10**17], 10**17 + 1, ("1", 1), ("2", 1)), Rulebook("phragmen"), LOT)
    assert outcome.funded == ("2",) and outcome.ties == ()


def test_add_one_passes_over_no_step_at_which_a_price_may_still_fall():
    """Pot £28, four voters, £7 each; by number. 1 £4 (x), 2 £10 (x y), 3 £6 (z), 4 £50 (w). At £7: 1 for £4; x has £3
    left for 2, so y pays £7 and 3 (£6) comes before it. At £8 x has £4 and y pays £6: 2 and 3 are level. At £9 each of
    x and y pays £5: 2 is before 3. At £50 4 could be bought, for £70 in all: so £49 stands."""
    election = choose([4_00, 10_00, 6_00, 50_00], 28_00, ("1 2", 1), ("2", 1), ("3", 1), ("4", 1))
    outcome = count(election, Rulebook("equal-shares-add1", satisfaction="number"), LOT)
    assert outcome.funded == ("1", "2", "3") and outcome.pots[0].facts["share"] == "4900"
    assert [(tie.projects, tie.decided_by, tie.mattered) for tie in outcome.ties] == [(("3", "2"), "cost", False)]


def test_a_purse_that_holds_exactly_the_price_is_enough():
    """Three voters with £10/3 each can buy a project of £10: with floats 3 × 3.33… may fall short."""
    election = Election.of(projects_of([10_00]), [(["1"], 3)], "choose", 10_00)
    assert count(election, Rulebook("equal-shares"), LOT).funded == ("1",)
    assert count(election, Rulebook("phragmen"), LOT).funded == ("1",)


def test_decimals_are_rounded_from_the_exact_number():
    assert [
        exact.decimal(exact.Ratio(a, b)) for a, b in ((1, 3), (2, 3), (5, 1), (1, 20000), (0, 7), (-1, 3), (20001, 2))
    ] == ["0.3333", "0.6667", "5", "0.0001", "0", "-0.3333", "10000.5"]


@pytest.mark.parametrize("asked", ["gmpy2", "fractions", None])
@pytest.mark.parametrize("installed", [True, False])
def test_gmpy2_is_used_where_it_is_installed_and_nobody_asks_for_the_standard_fractions(asked, installed, monkeypatch):
    monkeypatch.delenv("PB_EXACT", raising=False)
    if asked:
        monkeypatch.setenv("PB_EXACT", asked)
    monkeypatch.setitem(sys.modules, "gmpy2", SimpleNamespace(mpq=object) if installed else None)
    found = runpy.run_path(exact.__file__)
    expected = ("gmpy2", object) if installed and asked != "fractions" else ("fractions", Fraction)
    assert (found["BACKEND"], found["Ratio"]) == expected
