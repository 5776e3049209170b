"""Somebody reads everything that is published of a round and works out, by linear programming, the range in which each hidden number
lies: a number of people below ten always has ten or more possible values.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from pb.results.rules.groups import LEAST, split, split_of_days
from pb.results.rules.quick_votes import published_bounds
from tests.support.effort import runs
from tests.support.published_numbers import Cell, Told, at_venues, on_paper, on_tablets, told_in, with_card

DAYS = ("2026-05-04", "2026-05-05", "2026-05-06", "2026-05-07", "2026-05-08")
Cells = dict[Cell, int]


def by_chance(chance: random.Random) -> Cells:
    """Ballots by place, channel and day, where people could vote, also where nobody did; "" is home, and votes by post are of no
    day. Some venues have papers, some tablets, some both; some have a second session.
    """
    venues = [f"Venue {n}" for n in range(1, chance.randint(2, 9))]
    most = chance.choice((4, 12, 14, 40))
    cells = {}
    if chance.random() < 0.9:
        cells |= {("", "online", day): chance.randint(0, 2 * most) for day in DAYS}
    if chance.random() < 0.7:
        cells["", "post", ""] = chance.randint(0, most)
    for venue in venues:
        ways = chance.choice((("paper",), ("kiosk",), ("kiosk", "paper")))
        for day in chance.sample(DAYS, chance.choice((1, 1, 2))):
            cells |= {(venue, way, day): chance.choice((0, 1, chance.randint(0, most))) for way in ways}
    return cells


def facts_of(cells: Cells, chance: random.Random) -> dict:
    """As a publication gathers them (``published_facts_of``)."""
    known = {(place or None, way, day or None): n for (place, way, day), n in cells.items()}
    beside: Counter = Counter()
    for (place, way, _day), n in known.items():
        beside[place, way] += n
    found = split(beside)
    days = split_of_days(known, [*DAYS, *([None] if any(cell[2] is None for cell in known) else [])], found)
    groups = {"places": found.places, "channels": found.channels, "days": days}
    told = {
        name: [
            {"names": sorted(member or "" for member in group.members), "ballots": group.ballots} for group in of_kind
        ]
        for name, of_kind in groups.items()
    }
    with_tablets = sum(any((place, "kiosk") in beside for place in group.members) for group in found.places)
    told |= {"ballots": sum(cells.values()), "places_with_tablets": with_tablets}
    reach = [
        {"names": group["names"], "sessions": len(group["names"]), "votes": group["ballots"],
         "heads": chance.choice((None, published_bounds(group["ballots"] + chance.randint(0, 3))))}
        for group in told["places"] if "" not in group["names"]
    ]  # fmt: skip
    return {"turnout": told, "reach": reach, **_beside(cells, chance)}


def _beside(cells: Cells, chance: random.Random) -> dict:
    """What else a publication says of papers, tablets, cards and help."""
    papers, tablets, here, cards = (_sum(cells, of) for of in (on_paper, on_tablets, at_venues, with_card))
    came_back, waits, void = chance.randint(0, 40), chance.randint(0, 2), chance.randint(0, 3)
    out = cards + chance.choice((0, 0, chance.randint(0, 30)))
    facts = {
        "rights": {
            "codes": out + came_back + waits + void, "handed_out": out, "came_back": came_back, "unaccounted": waits,
            "missing": 0, "void": void, "unreleased": 0, "without_vote": chance.randint(0, 3), "spoiled": 0, "taken_away": 0,
            "did_not_count": 0, "cast": sum(cells.values()), "other_codes": min(tablets, chance.choice((0, 0, 1, 5))),
            "other_codes_counted": 0,
        },
        "help": {name: published_bounds(chance.randint(0, here)) for name in ("read_to", "marked_for", "companions")},
    }  # fmt: skip
    facts["rights"]["other_codes_counted"] = facts["rights"]["other_codes"]
    if tablets:
        facts["quick_votes"] = published_bounds(chance.choice((0, tablets, chance.randint(0, tablets))))
    if papers:
        facts["paper_check"] = _checked(papers, chance)
        facts["earlier_checks"] = [
            {**_checked(papers, chance), "because": [], "finding": "more", "more": chance.randint(1, papers)}
        ]
        facts["ruled_papers"] = {
            "not_counted": {"blank": chance.randint(1, 9)},
            "counted_otherwise": {"unclear": chance.randint(1, papers)},
            "set_aside": {},
        }
    return facts


def _checked(papers: int, chance: random.Random) -> dict:
    looked = {"looked": papers, "all": True} if chance.random() < 0.7 else {"looked": 3 * papers, "all": False}
    finding = chance.choice(("confirmed", "unconfirmed", "rate"))
    differ, otherwise = chance.choice((0, chance.randint(0, papers))), chance.choice((0, chance.randint(0, papers)))
    return {"papers": papers, **looked, "differ": differ, "otherwise": otherwise, "finding": finding}


def _sum(cells: Cells, of: Callable[[Cell], bool]) -> int:
    return sum(n for cell, n in cells.items() if of(cell))


class Attack:
    """What a reader knows: everything that is told, where people could vote in which way, and, as from home people vote evenly,
    how many of the votes of days that are told together came from home (``guessed``: the days; none for who does not guess).
    """

    def __init__(self, cells: Cells, told: list[Told], guessed: Sequence[Collection[str]] = ()) -> None:
        self.cells = list(cells)
        self.equal: list[tuple[np.ndarray, int]] = []
        self.at_most: list[tuple[np.ndarray, int]] = []
        for each in told:
            row = self._row(each.of)
            assert (each.least or 0) <= row @ list(cells.values()) <= (each.most or sum(cells.values())), "it is true"
            if each.least == each.most:
                self.equal.append((row, each.least or 0))
            else:
                self.at_most += [(-row, -each.least)] if each.least is not None else []
                self.at_most += [(row, each.most)] if each.most is not None else []
        self.guessed = guessed
        for days in guessed:
            row = self._row(lambda cell, days=days: cell[0] != "" and cell[2] in days)
            self.equal.append((row, int(row @ list(cells.values()))))

    def _row(self, of: Callable[[Cell], bool]) -> np.ndarray:
        return np.array([of(cell) for cell in self.cells], float)

    def bounds(self, of: np.ndarray) -> tuple[float, float]:
        lines = {}
        for name, rows in (("eq", self.equal), ("ub", self.at_most)):
            if rows:
                lines |= {
                    f"A_{name}": csr_matrix(np.array([row for row, _n in rows])),
                    f"b_{name}": [n for _row, n in rows],
                }
        low, high = (linprog(sign * of, method="highs", **lines) for sign in (1, -1))
        assert low.status == high.status == 0, "the truth is a solution"
        return low.fun, -high.fun

    def hidden(self, cells: Cells) -> list[tuple[str, np.ndarray, int]]:
        """Numbers that nobody publishes: each cell, each place in a channel, on a day, each channel on a day; with the truth. Of
        home nothing that was guessed. What is the same sum is there once.
        """
        found = {}
        for parts in (some for size in (1, 2, 3) for some in combinations(range(3), size)):
            for key in sorted(
                {tuple(cell[part] for part in parts) for cell in self.cells if cell[0] or not self.guessed}
            ):
                of = self._row(lambda c, key=key, parts=parts: tuple(c[part] for part in parts) == key)
                found.setdefault(of.tobytes(), (str(key), of, int(of @ list(cells.values()))))
        return list(found.values())


def narrow_in(cells: Cells, chance: random.Random) -> list[tuple]:
    """Hidden numbers of people below ten for which fewer than ten numbers remain."""
    facts, whole = facts_of(cells, chance), sum(cells.values())
    told, found = list(told_in(facts)), []
    days = [group["names"] for group in facts["turnout"]["days"]]
    for guessed in [[], days] if days else [[]]:
        attack = Attack(cells, told, guessed)
        for name, of, truth in attack.hidden(cells):
            if truth < min(LEAST, whole) and not all(of):
                low, high = attack.bounds(of)
                if high - low < min(LEAST, whole + 1) - 1 - 1e-6:
                    found.append((bool(guessed), name, truth, round(low, 3), round(high, 3)))
    return found


@pytest.mark.parametrize("part", range(3))
def test_no_hidden_number_below_ten_is_known_nearer_than_ten(app, part):
    with app.test_request_context():
        for seed in range(part, runs(24, 1000), 3):
            chance = random.Random(seed)
            narrow = narrow_in(by_chance(chance), chance)
            assert narrow == [], (seed, narrow)


def test_the_attack_finds_what_a_careless_table_tells():
    cells = {("Abbey", "kiosk", DAYS[0]): 25, ("Abbey", "paper", DAYS[0]): 0}
    cells |= {("Dean", "kiosk", DAYS[0]): 5, ("Dean", "paper", DAYS[0]): 13}
    parts = [(0, "Abbey", 25), (0, "Dean", 18), (1, "kiosk", 30), (1, "paper", 13)]
    told = [Told(lambda cell, part=part, name=name: cell[part] == name, n, n) for part, name, n in parts]
    [of] = [of for name, of, _truth in Attack(cells, told).hidden(cells) if name == "('Dean', 'kiosk')"]
    assert Attack(cells, told).bounds(of) == (pytest.approx(5), pytest.approx(18))
    none_there = Told(lambda cell: cell[:2] == ("Abbey", "paper"), 0, 0)
    known = Attack(cells, [*told, none_there]).bounds(of)
    assert known == (pytest.approx(5), pytest.approx(5)), "who knows that Abbey had no paper"
    ten = Told(on_tablets, 10, None)
    assert Attack(cells, [told[1], ten]).bounds(of) == (pytest.approx(0), pytest.approx(18))
