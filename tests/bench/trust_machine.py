"""Acts of everybody in a round, in whatever order Hypothesis thinks of, each play to the opening of its box."""

from __future__ import annotations

import secrets
import time

from tests.bench.trust_record import Databases

#: Rounds played between two looks at how many acts there were.
ROUNDS = 5


def table(_databases: Databases, full: bool) -> list[str]:
    """Print one row; a play that does not come to its end, or whose sums do not come out, raises."""
    from tests.support.account.machine import plays
    from tests.support.account.stage import in_memory

    wanted, acts, rounds, began = 100_000 if full else 3_000, 0, 0, time.process_time()
    first = secrets.randbelow(2**32)
    with in_memory() as stage:
        while acts < wanted:
            acts += plays(stage, ROUNDS, first + rounds)
            rounds += ROUNDS
    print(f"State machine of everybody in a round, SQLite in memory, fresh plays from seed {first} on")
    print("| acts | rounds, each opened with every vote | s of the processor |\n|---|---|---|")
    print(f"| {acts:,} | {rounds} | {time.process_time() - began:.0f} |", flush=True)
    return []
