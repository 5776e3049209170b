"""The count beside pabutools: python -m tests.bench.counting_speed [FOLDER OF .pb FILES] [--without-pabutools]

From parsed ballots to the outcome's JSON with reasons, exact, merging of identical ballots included: ours is the median
of 5 runs, pabutools (with gmpy2) runs once. Processor seconds, so that other work on the machine does not count; both
are one thread.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np

from pb.counting import Election, LotDigits, Rulebook, count, exact, pabulib, rulebook_error
from pb.counting.profile import entries_of
from tests.bench.counting_elections import synthetic, synthetic_file

LOT = LotDigits("bench", "12345678901234567890")
RULES = [Rulebook("most-votes"), Rulebook("equal-shares"), Rulebook("equal-shares-add1"), Rulebook("phragmen")]

# Real files; add-one takes pabutools minutes on the large ones, so there it is left out.
FILES = {
    "Poland_Katowice_2023": False,
    "Poland_Warszawa_2026": False,
    "Poland_Lodz_2022": False,
    "Poland_Wieliczka_2023_Green_Budget": True,
    "Poland_Swiecie_2023": True,
}


def seconds(work) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def unmerged(election: Election):
    """The ballots as if they had just been parsed: one row per voter."""
    (part,) = election.parts
    profile = part.profile
    rows = np.repeat(np.arange(profile.num_distinct), profile.multiplicity)
    entries = entries_of(profile.start, rows)
    start = np.concatenate(([0], np.cumsum(profile.lengths[rows])))
    points = None if profile.points is None else profile.points[entries]
    return part, start, profile.chosen[entries], points, np.ones(len(rows), dtype=np.int64)


def ours(arrays, rulebook: Rulebook, unit: int) -> float:
    part, start, chosen, points, counts = arrays
    budgets = {part.pot: part.budget}

    def work():
        election = Election.from_arrays(
            part.projects, start, chosen, points, counts, part.ballot_type, budgets, unit=unit
        )
        count(election, rulebook, LOT).to_json()

    return statistics.median(seconds(work) for _ in range(5))


def theirs(path: Path, rulebook: Rulebook) -> tuple[float, float]:
    """(parsing, counting) by pabutools; its profile keeps every ballot apart, as its parser makes it."""
    from pabutools.election import Cost_Sat, parse_pabulib
    from pabutools.rules import (
        exhaustion_by_budget_increase,
        greedy_utilitarian_welfare,
        method_of_equal_shares,
        sequential_phragmen,
    )

    parsed = []
    parsing = seconds(lambda: parsed.append(parse_pabulib(str(path))))
    instance, profile = parsed[0]
    work = {
        "most-votes": lambda: greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat),
        "equal-shares": lambda: method_of_equal_shares(instance, profile, sat_class=Cost_Sat),
        "equal-shares-add1": lambda: exhaustion_by_budget_increase(
            instance,
            profile,
            method_of_equal_shares,
            {"sat_class": Cost_Sat},
            exhaustive_stop=False,
            budget_step=profile.num_ballots(),
        ),
        "phragmen": lambda: sequential_phragmen(instance, profile),
    }[rulebook.rule]
    return parsing, seconds(work)


def row(name: str, what: str, our: float, their: float | None) -> None:
    ratio = f"{their:10.2f} {their / our:8.0f} ×" if their is not None else f"{'–':>10}"
    print(f"{name[:34]:34} {what:18} {our:9.3f} {ratio}", flush=True)


def real_file(path: Path, compare: bool, add_one: bool) -> None:
    file = pabulib.read(path)
    arrays = unmerged(file.election)
    parsing = statistics.median(seconds(lambda: pabulib.read(path)) for _ in range(5))
    shown = False
    for rulebook in RULES:
        if rulebook_error(rulebook, file.election.ballot_type) or (
            rulebook.rule == "equal-shares-add1" and not add_one
        ):
            continue
        parse, their = theirs(path, rulebook) if compare else (None, None)
        if not shown:
            row(path.stem, "reading the file", parsing, parse)
            shown = True
        row(path.stem, rulebook.rule, ours(arrays, rulebook, file.election.unit), their)


def synthetic_ones() -> None:
    for ballots, projects in ((100_000, 30), (1_000_000, 30), (1_000_000, 150)):
        name = f"{ballots:,} ballots × {projects}"
        made, start, chosen, counts, budget = synthetic(ballots, projects)
        for rulebook in (RULES[0], RULES[1], RULES[3]):

            def work(rulebook=rulebook):
                count(
                    Election.from_arrays(made, start, chosen, None, counts, "choose", budget), rulebook, LOT
                ).to_json()

            row(name, rulebook.rule, statistics.median(seconds(work) for _ in range(5)), None)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "synthetic.pb"
            synthetic_file(path, ballots, projects)
            row(
                name,
                f"a file of {path.stat().st_size // 10**6} MB",
                statistics.median(seconds(lambda: pabulib.read(path)) for _ in range(3)),
                None,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--without-pabutools", action="store_true")
    parser.add_argument("--only", choices=FILES)
    asked = parser.parse_args()
    print(
        f"Fractions: {exact.BACKEND}. Processor seconds.\n{'election':34} {'what':18} {'ours':>9} "
        f"{'pabutools':>10} {'ratio':>8}"
    )
    if asked.only is None:
        synthetic_ones()
    if asked.folder:
        for name, add_one in FILES.items():
            if asked.only in (None, name):
                real_file(asked.folder / f"{name}.pb", not asked.without_pabutools, add_one)


if __name__ == "__main__":
    main()
