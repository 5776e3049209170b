"""What staff pages cost: python -m tests.bench.staff_pages [--a-round] [--part NAME] [--times N] [sqlite|postgresql …]

300 venues, 600 sessions and 500 applications in each round, 40,000 rights, 20,000 envelopes and 5,000 typed papers in each
round that is open or closed, 30,000 lines of the record. With ``--a-round`` 29 venues, 45 sessions, 40 applications and
5,000 lines, and as many rights (20,000 of them cards), envelopes and papers. Each page that staff may open, found from the
list of routes, and the public ones that grow: the slowest address of each, over seven rounds from the first settings to
the published result. Printed: p95 of the answer in milliseconds, those of the processor (the median; a busy machine makes
them up to twice as many), queries, KB. Goals: 200 ms of the processor, and 100 KB.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.databases import databases

#: The goals: milliseconds, and KB of HTML.
MOST_MS, MOST_KB = 200, 100
TIMES = 10


def main(words: Sequence[str]) -> None:
    """Print a table for each database."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.staff_pages")
    parser.add_argument("--part", default="", help="only addresses with this in them")
    parser.add_argument("--times", type=int, default=TIMES, help="how often each is opened")
    parser.add_argument("--a-round", action="store_true", help="the size of one programme, not of a city's")
    parser.add_argument("databases", nargs="*")
    asked = parser.parse_args(words)
    for name, url, folder in databases(asked.databases):
        measure(name, url, folder, asked.part, asked.times, is_a_round=asked.a_round)


def measure(name: str, url: str, folder: Path, part: str, times: int, *, is_a_round: bool = False) -> None:
    """Make the large programme, and open every page of it."""
    from sqlalchemy import text

    from pb.database import db
    from pb.serving import tuned_collector
    from tests.support.large.growing import A_ROUND, Size, grow
    from tests.support.large.walk import addresses_by_rule
    from tests.support.program import program
    from tests.support.stages import stages
    from tests.support.visitor import Visitor

    with program(url, folder) as app, app.app_context():
        db.create_all()
        world = stages(app, rounds=7)
        grow(world, A_ROUND if is_a_round else Size())
        db.session.execute(text("ANALYZE"))
        db.session.commit()
        tuned_collector(app)  # the collector, as wsgi.py sets it
        people = [Visitor(app).signed_in_as(who) for who in (world.me, world.member)]
        print(f"\n{name}; load of the machine {os.getloadavg()[0]:.1f}")
        print("| page | address | p95 ms | of the processor, median | queries | KB | |")
        print("|---|---|---|---|---|---|---|", flush=True)
        over = 0
        for rule, addresses in sorted(addresses_by_rule(world).items()):
            if part in rule and (row := _worst(people, addresses, times)):
                path, milliseconds, worked, queries, kilobytes, is_page = row
                too_much = worked > MOST_MS or (is_page and kilobytes > MOST_KB)
                over += too_much
                print(
                    f"| {rule} | {path} | {milliseconds:.0f} | {worked:.0f} | {queries} | {kilobytes:.0f} | {'OVER' if too_much else ''} |",
                    flush=True,
                )
        print(f"{over} pages over {MOST_MS} ms or {MOST_KB} KB; load of the machine {os.getloadavg()[0]:.1f}")


def _worst(people, addresses: list[str], times: int) -> tuple[str, float, float, int, float, bool] | None:
    from tests.support.large.walk import look

    rows = []
    for path in addresses:
        for person in people:
            if look(person, path).status in (200, 422):
                took, worked_for = [], []
                for _ in range(times):
                    began, busy = time.perf_counter(), time.process_time()
                    last = look(person, path)
                    took.append(time.perf_counter() - began)
                    worked_for.append(time.process_time() - busy)
                slowest = sorted(took)[max(0, round(times * 0.95) - 1)]
                worked = statistics.median(worked_for) * 1000
                rows.append((path, slowest * 1000, worked, len(last.queries), last.size / 1024, last.is_page))
                break
    return max(rows, key=lambda row: max(row[2] / MOST_MS, row[4] / MOST_KB if row[5] else 0), default=None)


if __name__ == "__main__":
    main(sys.argv[1:])
