"""Somebody reads every published file of a round and works out, by linear programming, between which two numbers each hidden
number must lie: of no number of people below ten do the bounds come nearer to each other than ten.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections import Counter
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from pb.pages.results.files import csv_bytes
from pb.pages.results.tables import of_turnout, of_venues
from pb.pages.results.turnout_charts import channels_in_words, days_in_words, places_in_words, turnout_charts
from pb.results.rules.groups import LEAST, split, split_of_days
from tests.support.effort import runs

DAYS = ("2026-05-04", "2026-05-05", "2026-05-06")
AT_HOME, AT_VENUES = ("online", "post"), ("kiosk", "paper")


def by_chance(chance: random.Random) -> dict:
    """Ballots by place, channel and day; "" is home, and votes by post are of no day."""
    venues = [f"Venue {n}" for n in range(1, chance.randint(2, 6))]
    most = chance.choice((4, 12, 40))
    cells = {("", "online", day): chance.randint(0, 3 * most) for day in DAYS}
    cells["", "post", ""] = chance.randint(0, most)
    for venue in venues:
        [day] = chance.sample(DAYS, 1)
        for way in AT_VENUES:
            cells[venue, way, day] = chance.choice((0, 1, chance.randint(0, most)))
    return {cell: n for cell, n in cells.items() if n or cell[1] == "paper"}


def facts_of(cells: dict) -> dict:
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
    return {"turnout": {"ballots": sum(cells.values()), **told}}


def numbers_in_files(facts: dict) -> list[tuple[int, frozenset, int]]:
    """Every number that a reader finds: (which part of a cell, its values, ballots). All files must say the same."""
    result = SimpleNamespace(facts=facts)
    lines = {(row["split"], row["group"]): int(row["votes"]) for row in rows_of(of_turnout(result))}
    told = json.loads(json.dumps(facts["turnout"]))
    kinds = (
        ("places", "place", places_in_words),
        ("channels", "way of voting", channels_in_words),
        ("days", "day", days_in_words),
    )
    found = []
    for part, (name, kind, words) in enumerate(kinds):
        for group in told[name]:
            assert lines.pop((kind, words(group["names"]))) == group["ballots"]
            found.append((part, frozenset(group["names"]), group["ballots"]))
    assert not lines, "the file has no other group"
    venues = of_venues(result)
    for row in rows_of(venues) if venues else []:
        assert (int(row["votes_together"]), True) in [
            (n, row["venue"] in names) for part, names, n in found if part == 0
        ]
    in_charts = {
        value for chart in turnout_charts(told) for row in chart.values for value in row if isinstance(value, int)
    }
    assert in_charts <= {n for _part, _names, n in found}
    return found


def rows_of(table) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_bytes(table.header, table.rows).decode("utf-8-sig"), newline="")))


class Attack:
    """What a reader knows: the numbers of the files, and who can vote in which way."""

    def __init__(self, cells: dict, numbers: list, whole: int) -> None:
        places = sorted({cell[0] for cell in cells} - {""})
        days = [*DAYS, ""] if any(cell[2] == "" for cell in cells) else list(DAYS)
        ways = {cell[1] for cell in cells}  # a way in which nobody could vote is no secret
        possible = [*product([""], AT_HOME, days), *product(places, AT_VENUES, DAYS)]
        self.cells = [cell for cell in possible if cell[1] in ways]
        self.rows = [np.ones(len(self.cells))]
        self.rows += [np.array([cell[part] in names for cell in self.cells], float) for part, names, _n in numbers]
        self.sums = [whole, *(n for _part, _names, n in numbers)]
        self._guess_what_came_from_home(cells, [names for part, names, _n in numbers if part == 2])

    def _guess_what_came_from_home(self, cells: dict, days: list[frozenset]) -> None:
        """From home people vote evenly: so they know how many did on the days that are told together, and who did not."""
        for names in days:
            self.rows.append(np.array([cell[0] != "" and cell[2] in names for cell in self.cells], float))
            self.sums.append(sum(n for cell, n in cells.items() if cell[0] != "" and cell[2] in names))

    def bounds(self, of: np.ndarray) -> tuple[float, float]:
        equal = csr_matrix(np.array(self.rows))
        low, high = (linprog(sign * of, A_eq=equal, b_eq=self.sums, method="highs") for sign in (1, -1))
        assert low.status == high.status == 0, "the truth is a solution"
        return low.fun, -high.fun

    def hidden(self, cells: dict) -> list[tuple[str, np.ndarray, int]]:
        """Numbers that nobody publishes: each cell, each place in a channel, on a day, each channel on a day; with the truth."""
        found = []
        for parts in ((0, 1, 2), (0, 1), (0, 2), (1, 2), (0,), (1,), (2,)):
            for key in sorted({tuple(cell[part] for part in parts) for cell in self.cells}):
                of = np.array([tuple(cell[part] for part in parts) == key for cell in self.cells], float)
                truth = sum(n for cell, n in cells.items() if tuple(cell[part] for part in parts) == key)
                found.append((str(key), of, truth))
        return found


@pytest.mark.parametrize("part", range(3))
def test_no_hidden_number_below_ten_is_known_nearer_than_ten(app, part):
    with app.test_request_context():
        for seed in range(part, runs(24, 1000), 3):
            narrow = narrow_in(by_chance(random.Random(seed)))
            assert narrow == [], (seed, narrow)


def narrow_in(cells: dict) -> list[tuple]:
    """Hidden numbers of people below ten that are known nearer than ten."""
    facts = facts_of(cells)
    whole = facts["turnout"]["ballots"]
    attack = Attack(cells, numbers_in_files(facts), whole)
    # On which days a place had a session stands on the calendar: that nobody voted there on another is no secret.
    held = {(place, way, day) for place, _way, day in cells for way in AT_VENUES}
    found = []
    for name, of, truth in attack.hidden(cells):
        if truth < min(LEAST, whole) and not _of_home(name) and any(of[[cell in held for cell in attack.cells]]):
            low, high = attack.bounds(of)
            if high - low < min(LEAST, whole) - 1e-6:
                found.append((name, truth, round(low, 3), round(high, 3)))
    return found


def _of_home(name: str) -> bool:
    """Those were guessed, from nothing that was published."""
    return name.startswith("('',") or "'online'" in name or "'post'" in name


def test_the_attack_finds_what_a_careless_table_tells():
    cells = {("Abbey", "kiosk", DAYS[0]): 25, ("Dean", "kiosk", DAYS[0]): 5, ("Dean", "paper", DAYS[0]): 13}
    numbers = [(0, frozenset({"Abbey"}), 25), (0, frozenset({"Dean"}), 18), (1, frozenset({"kiosk"}), 30)]
    numbers += [(1, frozenset({"paper"}), 13), (0, frozenset({""}), 0)]
    attack = Attack(cells, numbers, 43)
    [(of, truth)] = [(of, truth) for name, of, truth in attack.hidden(cells) if name == "('Dean', 'kiosk')"]
    low, high = attack.bounds(of)
    assert low <= truth <= high and high - low == pytest.approx(13)
    attack.rows.append(np.array([cell[:2] == ("Abbey", "paper") for cell in attack.cells], float))
    attack.sums.append(0)
    assert attack.bounds(of) == (pytest.approx(5), pytest.approx(5)), "who knows that Abbey had no paper"
