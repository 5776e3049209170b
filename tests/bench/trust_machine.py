"""Acts of everybody in a round, in whatever order Hypothesis thinks of, each play to the opening of its box."""

from __future__ import annotations

import multiprocessing
import os
import secrets
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed

from tests.bench.trust_record import Databases

#: Rounds played between two looks at how many acts there were.
ROUNDS = 5
#: So many acts are given out at a time; how far it is is told after each, so that a run that is stopped was not for nothing.
PART = 2_500


def table(_databases: Databases, full: bool) -> list[str]:
    """Print one row; a play that does not come to its end, or whose sums do not come out, raises."""
    wanted, first = 100_000 if full else 3_000, secrets.randbelow(2**31)
    parts = [min(PART, wanted - begun) for begun in range(0, wanted, PART)]
    acts = rounds = 0
    spent = 0.0
    # Each in a process of its own: the programs of one process share their clock.
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as pool:
        playing = [pool.submit(_plays, part, first + number * PART) for number, part in enumerate(parts)]
        for done in as_completed(playing):
            more_acts, more_rounds, more_spent = done.result()
            acts, rounds, spent = acts + more_acts, rounds + more_rounds, spent + more_spent
            print(f"{acts:,} acts in {rounds} rounds so far", file=sys.stderr, flush=True)
    print(f"State machine of everybody in a round, SQLite in memory, fresh plays from seed {first} on")
    print("| acts | rounds, each opened with every vote | s of the processors |\n|---|---|---|")
    print(f"| {acts:,} | {rounds} | {spent:.0f} |", flush=True)
    return []


def _plays(wanted: int, first: int) -> tuple[int, int, float]:
    """So many acts at least: how many, in how many rounds, and the seconds of the processor."""
    from tests.support.account.machine import plays
    from tests.support.account.stage import in_memory

    acts, rounds, began = 0, 0, time.process_time()
    with in_memory() as stage:
        while acts < wanted:
            acts += plays(stage, ROUNDS, first + rounds)
            rounds += ROUNDS
    return acts, rounds, time.process_time() - began
