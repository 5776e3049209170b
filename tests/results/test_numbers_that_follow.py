"""Nothing below ten follows from the published turnout: what a reviewer found, a brute-force reader, and the time it
takes.
"""

from __future__ import annotations

import time
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.results.rules import derivable
from pb.results.rules.derivable import tells_below
from pb.results.rules.groups import LEAST, TurnoutGroup, in_a_row, split, split_of_days

DAYS = ("Mon", "Tue", "Wed")
ballots = st.integers(1, 30)
of_home = st.dictionaries(st.tuples(st.none(), st.just("online"), st.sampled_from(DAYS)), ballots, max_size=3)
of_venues = st.dictionaries(
    st.tuples(st.sampled_from("ABC"), st.sampled_from(["kiosk", "paper"]), st.sampled_from(DAYS)),
    ballots,
    min_size=2,
    max_size=6,
)
rounds = st.tuples(of_home, of_venues).map(lambda parts: parts[0] | parts[1])


def without_days(cells: dict) -> dict:
    sums: dict = {}
    for (place, channel, _day), n in cells.items():
        sums[place, channel] = sums.get((place, channel), 0) + n
    return sums


def follows(cells: dict, views) -> list[tuple]:
    """Every set of cells below ten whose sum is the same in all tables that look like this one once they are
    published.
    """
    order = sorted(cells, key=str)
    rows = [
        [Fraction(cell[view] in group.members) for cell in order]
        for view, groups in enumerate(views)
        for group in groups
    ]
    changes = unseen([[Fraction(1)] * len(order), *rows])
    few = [n for n, cell in enumerate(order) if cells[cell] < LEAST]
    return [
        tuple(order[n] for n in some)
        for size in range(1, min(len(few), len(order) - 1) + 1)
        for some in combinations(few, size)
        if sum(cells[order[n]] for n in some) < LEAST and not any(sum(change[n] for n in some) for change in changes)
    ]


def unseen(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """A basis of what can be added to a table without changing any published sum."""
    pivots: list[int] = []
    for column in range(len(rows[0])):
        row = next((row for row in rows[len(pivots) :] if row[column]), None)
        if row is None:
            continue
        rows.remove(row)
        rows.insert(len(pivots), [value / row[column] for value in row])
        mine = rows[len(pivots)]
        rows = [r if r is mine else [a - r[column] * b for a, b in zip(r, mine, strict=True)] for r in rows]
        pivots.append(column)
    found = []
    for free in set(range(len(rows[0]))) - set(pivots):
        change = [Fraction(0)] * len(rows[0])
        change[free] = Fraction(1)
        for row, pivot in zip(rows, pivots, strict=False):
            change[pivot] = -row[free]
        found.append(change)
    return found


def test_a_day_less_a_venue_is_not_five_people_of_two_other_venues():
    """Monday less Abbey would be the five of the others: no single venue, but a published group on a single day."""
    cells = {
        ("Abbey", "kiosk", "Mon"): 25, ("Dean", "kiosk", "Mon"): 3, ("Leith", "kiosk", "Mon"): 2,
        ("Dean", "kiosk", "Tue"): 6, ("Leith", "kiosk", "Tue"): 7,
    }  # fmt: skip
    beside = split(without_days(cells))
    assert beside.places == (TurnoutGroup(("Abbey",), 25), TurnoutGroup(("Dean", "Leith"), 18))
    assert split_of_days(cells, ["Mon", "Tue"], beside) == ()


def test_a_channel_less_a_venue_is_not_five_people_of_two_other_venues():
    found = split(
        {
            ("Abbey", "kiosk"): 25,
            ("Dean", "kiosk"): 3,
            ("Leith", "kiosk"): 2,
            ("Dean", "paper"): 6,
            ("Leith", "paper"): 7,
        }
    )
    assert found.places == (TurnoutGroup(("Abbey",), 25), TurnoutGroup(("Dean", "Leith"), 18))
    assert found.channels == (TurnoutGroup(("kiosk", "paper"), 43),)


@given(rounds)
def test_a_reader_who_tries_every_set_of_cells_finds_no_number_below_ten(cells):
    beside = split(without_days(cells))
    views = (beside.places, beside.channels)
    assert follows(without_days(cells), views) == []
    assert follows(cells, (*views, split_of_days(cells, DAYS, beside))) == []


@given(rounds)
def test_days_are_left_out_only_where_that_reader_would_find_a_number(cells):
    beside, of_day = (
        split(without_days(cells)),
        {day: sum(n for cell, n in cells.items() if cell[2] == day) for day in DAYS},
    )
    views = (beside.places, beside.channels, in_a_row(of_day))
    members = [[group.members for group in groups] for groups in views]
    assert tells_below(LEAST, members, cells) == bool(follows(cells, views))


@pytest.mark.parametrize(("of_home", "of_cell"), [((8, 60), 40), ((8, 60), 5), ((0, 5), 5), ((0, 5), 2)])
def test_twenty_nine_venues_four_channels_and_fourteen_days_are_judged_quickly(of_home, of_cell):
    """Others wait while a result is published. Seconds of the processor, ten times what it takes on two old ones."""
    random = Random(5)
    cells: dict = {(None, "online", day): random.randint(*of_home) for day in range(14)} | {(None, "post", None): 30}
    cells |= {
        (f"venue {v}", way, day): random.randint(0, of_cell)
        for v in range(29)
        for way in ("kiosk", "paper")
        for day in range(14)
    }
    began = time.process_time()
    found = split_of_days(cells, [*range(14), None], split(without_days(cells)))
    assert time.process_time() - began < 10
    assert len(found) > 2, "days are put together, and not all left out"


def test_what_takes_too_long_to_judge_counts_as_told(monkeypatch):
    cells = {(place, way): 6 for place in range(12) for way in "kp"}
    views = [[(place,) for place in range(12)], [("k",), ("p",)]]
    assert not tells_below(LEAST, views, cells)
    monkeypatch.setattr(derivable, "ADDITIONS", 3)
    assert tells_below(LEAST, views, cells)
