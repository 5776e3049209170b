"""The same winners as pabutools with exact fractions, given the same order for ties."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from pb.counting import Rulebook, count, pabulib, rulebook_error
from tests.support.counting import reference
from tests.support.counting.elections import random_election
from tests.support.effort import FULL, runs

RULEBOOKS = {
    "most votes": Rulebook("most-votes"),
    "votes per pound": Rulebook("votes-per-pound"),
    "equal shares by cost": Rulebook("equal-shares", satisfaction="cost"),
    "equal shares by number": Rulebook("equal-shares", satisfaction="number"),
    "equal shares": Rulebook("equal-shares"),
    "add-one": Rulebook("equal-shares-add1"),
    "phragmen": Rulebook("phragmen"),
}
ELECTIONS = os.environ.get("PB_ELECTIONS")
FILES = sorted(Path(ELECTIONS).glob("*.pb")) if ELECTIONS else []


def agree(election, rulebook: Rulebook, draw: random.Random) -> bool:
    order = [project.id for project in election.projects]
    draw.shuffle(order)
    return set(count(election, rulebook, order=order).funded) == reference.winners(election, rulebook, order)


@pytest.mark.parametrize(
    "name", ["most votes", "votes per pound", "equal shares by cost", "equal shares by number", "phragmen"]
)
def test_ticks_on_elections_rich_in_ties(name):
    draw = random.Random(name)
    assert all(agree(random_election(draw), RULEBOOKS[name], draw) for _ in range(runs(600, 30_000)))


@pytest.mark.parametrize("ballot_type", ["points", "rank"])
@pytest.mark.parametrize("name", ["most votes", "votes per pound", "equal shares"])
def test_points_and_ranks_on_elections_rich_in_ties(name, ballot_type):
    draw = random.Random(name + ballot_type)
    assert all(agree(random_election(draw, ballot_type), RULEBOOKS[name], draw) for _ in range(runs(600, 30_000) // 2))


@pytest.mark.parametrize("ballot_type", ["choose", "points"])
def test_add_one_on_elections_rich_in_ties(ballot_type):
    draw = random.Random(ballot_type)
    assert all(
        agree(random_election(draw, ballot_type, most=8, projects=5), RULEBOOKS["add-one"], draw)
        for _ in range(runs(100, 3_000))
    )


def files_of(quick: int, full: int) -> list[Path]:
    """The real files of at most so many bytes: pabutools would take too long for larger ones in this run."""
    return [path for path in FILES if path.stat().st_size <= (full if FULL else quick)]


real_elections = pytest.mark.skipif(not FILES, reason="PB_ELECTIONS names no folder of real elections")


@real_elections
@pytest.mark.parametrize(
    "name", ["most votes", "votes per pound", "equal shares by cost", "equal shares by number", "phragmen"]
)
@pytest.mark.parametrize("path", files_of(60_000, 10**9), ids=lambda path: path.stem[:60])
def test_real_elections(path, name):
    """Every file in the long run (five minutes of pabutools); every day those that it counts in a fraction of a
    second.
    """
    election = pabulib.read(path).election
    if rulebook_error(RULEBOOKS[name], election.ballot_type):
        assert name == "phragmen" and election.ballot_type not in ("choose", "budget")
    else:
        assert agree(election, RULEBOOKS[name], random.Random(path.name))


@real_elections
@pytest.mark.parametrize("path", files_of(25_000, 250_000), ids=lambda path: path.stem[:60])
def test_real_elections_by_add_one(path):
    """With a step so large that twenty are enough: pabutools needs as long for each step as for equal shares alone, and
    a step of one unit of the file means hundreds of thousands of steps where a unit is a forint. `test_real_elections`
    has official ones."""
    election = pabulib.read(path).election
    order = [project.id for project in election.projects]
    step = max(sum(election.budgets.values()) // election.ballots // 4, 1)
    while count(election, by_add_one(step), order=order).pots[0].facts["steps_added"] > 20:
        step *= 2
    assert agree(election, by_add_one(step), random.Random(path.name))


def by_add_one(step: int) -> Rulebook:
    return Rulebook("equal-shares-add1", add_one_step=step)
