"""What a small machine can do: python -m tests.bench.running [--only cards|opening|casting|memory …] [sqlite|postgresql …]

One table for each part, with the load of the machine beside what was measured with a clock: 20,000 cards and 20,000
envelopes while somebody else writes; casting beside a bare view in ten pairs of blocks; the memory of each process of the
server over 50,000 casts. All of it takes half an hour on two cores with nothing else to do.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench import running_long, running_memory, voting_casting
from tests.bench.databases import NAMES, databases

PARTS = ("cards", "opening", "casting", "memory")


@dataclass(frozen=True)
class Sizes:
    """How much of each: ``blocks`` pairs of ``votes``; ``casts`` for the memory, which is looked at ``looks`` times."""

    cards: int = 20_000
    blocks: int = 10
    votes: int = 1_000
    casts: int = 50_000
    looks: int = 5


def main(words: Sequence[str], sizes: Sizes | None = None) -> None:
    """Print the tables that are asked for; all of them where none is."""
    asked, sizes = _asked(words), sizes or Sizes()
    if long := {"cards", "opening"} & set(asked.only):
        print(running_long.HEAD, flush=True)
        for name, url, folder in databases(asked.databases):
            running_long.measure(name, url, folder, long, sizes.cards)
    if "casting" in asked.only:
        for name, url, folder in databases(asked.databases):
            voting_casting.compare(name, url, folder, blocks=sizes.blocks, size=sizes.votes)
    if "memory" in asked.only:
        print(running_memory.head(sizes.casts, sizes.looks), flush=True)
        for name, url, folder in databases(asked.databases):
            running_memory.measure(name, url, folder, sizes.casts, sizes.looks)


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.running")
    parser.add_argument("--only", action="append", choices=PARTS, help="one part; may be said again for another")
    parser.add_argument("databases", nargs="*", help="sqlite, postgresql")
    asked = parser.parse_args(words)
    if wrong := set(asked.databases) - set(NAMES):
        parser.error(f"no such database: {', '.join(sorted(wrong))}")
    asked.only = asked.only or PARTS
    return asked


if __name__ == "__main__":
    main(sys.argv[1:])
