"""Peak memory of one count in a process of its own: python -m tests.bench.counting_memory

The ballots as arrays take part of it: 1,000,000 ballots with 5.5 ticks each are 22 MB of places and 16 MB of bounds and
counts.
"""

from __future__ import annotations

import resource
import subprocess
import sys

from pb.counting import Election, LotDigits, Rulebook, count
from tests.bench.counting_elections import synthetic


def main() -> None:
    if len(sys.argv) == 1:
        for projects in ("30", "150"):
            for rule in ("most-votes", "equal-shares", "phragmen"):
                subprocess.run([sys.executable, "-m", "tests.bench.counting_memory", projects, rule], check=True)
        return
    made, start, chosen, counts, budget = synthetic(1_000_000, int(sys.argv[1]))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    count(
        Election.from_arrays(made, start, chosen, None, counts, "choose", budget),
        Rulebook(sys.argv[2]),
        LotDigits("bench", "12345678901234567890"),
    ).to_json()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"1,000,000 ballots × {sys.argv[1]:4} {sys.argv[2]:14} peak {peak} MB (making the ballots: {before} MB)",
        flush=True,
    )


if __name__ == "__main__":
    main()
