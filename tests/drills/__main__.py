"""Run the drills and print what became of every acknowledged vote: python -m tests.drills [--only NAME] [--database KIND]

The exit status is 1 if a vote was lost, or the program did not do what it should. What this machine cannot play is said.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator

from tests.drills.drills import DRILLS, Row, run
from tests.drills.seconds import Stopwatch, worked
from tests.drills.small_disk import NotHere
from tests.support import run as test_run
from tests.support.postgres import NoServer

KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
HEAD = "| drill | database | acknowledged | found | lost | cast again | seconds without service | what was seen |"


def line(row: Row) -> str:
    """A row of the table."""
    figures = f"{row.acknowledged} | {row.found} | {row.lost} | {row.again} | {row.seconds:.1f}"
    return f"| {row.drill} | {KINDS[row.kind]} | {figures} | {row.saw} |"


def play(names: list[str], kinds: list[str]) -> Iterator[Row]:
    """Play them one after another and print the table meanwhile."""
    print(f"{HEAD}\n|---|---|---:|---:|---:|---:|---:|---|", flush=True)
    for name in names:
        for kind in kinds:
            try:
                row = run(DRILLS[name], kind)
            except (NotHere, NoServer) as reason:
                print(f"| {name} | {KINDS[kind]} | NOT RUN HERE: {reason} |||||||", flush=True)
                continue
            print(line(row), flush=True)
            yield row


def main(arguments: list[str]) -> int:
    """The exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.drills", description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", choices=list(DRILLS), help="this drill; may be said more than once")
    parser.add_argument("--database", action="append", choices=list(KINDS), help="on this database alone")
    asked, watch = parser.parse_args(arguments), Stopwatch()
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))  # what was started is ended then too
    test_run.begin()
    try:
        rows = list(play(asked.only or list(DRILLS), asked.database or list(KINDS)))
    finally:
        test_run.end()
    for row in rows:
        for fault in row.faults:
            print(f"FAULT in {row.drill} on {KINDS[row.kind]}: {fault}")
    acknowledged, lost = (sum(getattr(row, what) for row in rows) for what in ("acknowledged", "lost"))
    print(
        f"{len(rows)} drills, {acknowledged} votes acknowledged, {lost} lost; {watch.running:.0f} seconds ({worked():.0f} of a processor)."
    )
    return 0 if rows and all(row.is_well for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
