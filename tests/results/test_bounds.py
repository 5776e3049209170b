"""What a reader can bound from published sums: the judge of the program beside the linear program of scipy, and its edges."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import linprog

from pb.results.rules import bounds
from pb.results.rules.bounds import known_nearer_than
from pb.results.rules.derivable import tells_below
from pb.results.rules.groups import LEAST, TurnoutGroup, split, split_of_days
from tests.support.effort import runs


def table_by_chance(chance: random.Random) -> tuple[list, dict]:
    """Groups of places, channels and days, and cells: some places had no tablet, and each was open on a day or two."""
    cells = {}
    for place in range(chance.randint(2, 5)):
        for day in chance.sample(range(3), chance.randint(1, 2)):
            for way in chance.sample("kp", chance.randint(1, 2)):
                cells[place, way, day] = chance.choice((0, 1, chance.randint(0, 20)))
    return [_in_groups(sorted({cell[part] for cell in cells}), chance) for part in range(3)], cells


def _in_groups(members: list, chance: random.Random) -> list[tuple]:
    cut = chance.randint(1, 2)
    return [tuple(members[:cut]), *_in_groups(members[cut:], chance)] if members else []


def known_by_scipy(views: list, cells: dict) -> bool:
    order = list(cells)
    numbers = {name: [n for n, cell in enumerate(order) if name == tuple(cell[p] for p in parts)]
               for size in (1, 2, 3) for parts in combinations(range(3), size)
               for name in {tuple(cell[p] for p in parts) for cell in order}}  # fmt: skip
    group_of = [{member: n for n, group in enumerate(groups) for member in group} for groups in views]
    keys = [tuple(of[member] for of, member in zip(group_of, cell, strict=True)) for cell in order]
    for size in (1, 2, 3):
        for parts in combinations(range(3), size):
            for name in {tuple(key[p] for p in parts) for key in keys}:
                numbers["together", parts, name] = [
                    n for n, key in enumerate(keys) if name == tuple(key[p] for p in parts)
                ]
    sums = [[float(cell[view] in group) for cell in order] for view, groups in enumerate(views) for group in groups]
    right = [
        sum(cells[cell] for cell in order if cell[view] in group)
        for view, groups in enumerate(views)
        for group in groups
    ]
    for members in numbers.values():
        if len(members) == len(order) or sum(cells[order[n]] for n in members) >= LEAST:
            continue
        of = np.array([float(n in members) for n in range(len(order))])
        low, high = (linprog(sign * of, A_eq=sums, b_eq=right, method="highs").fun for sign in (1, -1))
        if -high - low < LEAST - 1e-6:
            return True
    return False


def test_it_finds_what_scipy_finds():
    found = {True: 0, False: 0}
    for seed in range(runs(60, 2000)):
        views, cells = table_by_chance(random.Random(seed))
        if sum(cells.values()) >= LEAST:
            known = known_nearer_than(LEAST, views, cells)
            assert known == known_by_scipy(views, cells), seed
            assert known or not tells_below(LEAST, views, cells), seed
            found[known] += 1
    assert min(found.values()) >= 5, "it decides"


def test_eight_to_ten_is_as_good_as_nine():
    """Abbey 9 and Dean 9 on Monday are 18; Dean and Leith together 10, Abbey and Mill together 10."""
    cells = {("Abbey", "Mon"): 9, ("Dean", "Mon"): 9, ("Leith", "Tue"): 1, ("Mill", "Tue"): 1}
    views = [[("Abbey", "Mill"), ("Dean", "Leith")], [("Mon",), ("Tue",)]]
    assert known_nearer_than(LEAST, views, cells)
    assert not known_nearer_than(LEAST, [views[0], [("Mon", "Tue")]], cells)


def test_days_are_put_together_where_a_venue_could_be_bounded():
    cells = {(None, "online", day): 30 for day in range(4)}
    cells |= {("Abbey", "paper", 0): 16, ("Dean", "paper", 0): 2, ("Leith", "paper", 1): 9, ("Mill", "paper", 1): 3}
    by_place: dict = {}
    for (place, way, _day), n in cells.items():
        by_place[place, way] = by_place.get((place, way), 0) + n
    beside = split(by_place)
    assert TurnoutGroup(("Abbey",), 16) in beside.places
    days = [group.members for group in split_of_days(cells, range(4), beside)]
    assert days and not any(group in ((0,), (1,)) for group in days)


@pytest.mark.parametrize("cells", [{}, {("A",): 9}, {("A",): 4, ("B",): 5}])
def test_a_whole_round_below_ten_is_published_anyhow(cells):
    assert not known_nearer_than(LEAST, [[("A",), ("B",)]], cells)


def test_what_takes_too_long_to_judge_counts_as_known(monkeypatch):
    cells = {(place, way): 6 for place in range(12) for way in "kp"}
    views = [[(place,) for place in range(12)], [("k",), ("p",)]]
    assert not known_nearer_than(LEAST, views, cells)
    monkeypatch.setattr(bounds, "STEPS", 3)
    assert known_nearer_than(LEAST, views, cells)
