"""The same winners as pabutools with exact fractions, given the same order for ties."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from pb.counting import Rulebook, count, pabulib, refused
from tests.counting import reference
from tests.counting.making import random_election
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


@pytest.mark.parametrize("name", ["most votes", "votes per pound", "equal shares by cost", "equal shares by number", "phragmen"])
def test_ticks_on_3000_elections_rich_in_ties(name):
    draw = random.Random(name)
    assert all(agree(random_election(draw), RULEBOOKS[name], draw) for _ in range(runs(3_000, 30_000)))


@pytest.mark.parametrize("ballot_type", ["points", "rank"])
@pytest.mark.parametrize("name", ["most votes", "votes per pound", "equal shares"])
def test_points_and_ranks_on_3000_elections_rich_in_ties(name, ballot_type):
    draw = random.Random(name + ballot_type)
    assert all(agree(random_election(draw, ballot_type), RULEBOOKS[name], draw) for _ in range(runs(3_000, 30_000) // 2))


@pytest.mark.parametrize("ballot_type", ["choose", "points"])
def test_add_one_on_elections_rich_in_ties(ballot_type):
    draw = random.Random(ballot_type)
    assert all(agree(random_election(draw, ballot_type, most=8, projects=5), RULEBOOKS["add-one"], draw)
               for _ in range(runs(300, 3_000)))


@pytest.mark.skipif(not FILES, reason="PB_ELECTIONS names no folder of real elections")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:60])
def test_real_elections(path):
    """Every file and rule in the long run; every day those that pabutools counts in about a second."""
    election = pabulib.read(path).election
    draw = random.Random(path.name)
    order = [project.id for project in election.projects]
    draw.shuffle(order)
    for name in ("most votes", "votes per pound", "equal shares by cost", "equal shares by number", "phragmen"):
        rulebook = RULEBOOKS[name]
        if refused(rulebook, election.ballot_type) is None and (FULL or election.ballots * len(election.projects) < 20_000):
            assert set(count(election, rulebook, order=order).funded) == reference.winners(election, rulebook, order), name
