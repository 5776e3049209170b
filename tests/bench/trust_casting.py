"""The final POST of casting with marks and with marks turned into nothing, in paired blocks behind the real server: as fast as
votes are answered, and at the pace that was promised.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from tests.bench.trust_record import Databases
from tests.bench.voting_casting import CONNECTIONS, expect_every_vote, in_turn, load, prepare
from tests.bench.voting_load import Measured

#: Votes a second at which 99 of 100 are to be answered within a quarter of a second.
PACE = 50


def _figures(runs: list[Measured]) -> str:
    """Votes a second (median of blocks), p50 and p99 in milliseconds, milliseconds of the server's processors for a vote."""
    took = sorted(each for run in runs for each in run.milliseconds)
    speed = statistics.median(each.per_second for each in runs)
    worked = statistics.median(each.processor / len(each.milliseconds) for each in runs)
    at = [took[min(len(took) - 1, int(share * len(took)))] for share in (0.5, 0.99)]
    return f"{speed:.0f} | {at[0]:.0f} | {at[1]:.0f} | {worked * 1000:.2f}"


def table(databases: Databases, full: bool) -> list[str]:
    """Print a row without marks and one with them for each database and pace; which votes were not saved."""
    blocks, size = (10, 1_000) if full else (6, 300)
    print(
        f"Casting before marks and after: {blocks} paired blocks of {size} votes, {CONNECTIONS} connections, interleaved"
    )
    print("(ms of the processor: of the server with all its processes, without PostgreSQL itself)")
    print("| database, pace, load of the machine | marks | votes/s | p50 ms | p99 ms | ms of the processor a vote |")
    print("|---|---|---|---|---|---|")
    wrong = []
    for name, url, folder in databases():
        files = prepare(url, folder, beside="ours", blocks=2 * blocks + 1, size=size)
        for pace, which in ((0, slice(None, blocks + 1)), (PACE, slice(blocks + 1, None))):
            runs = _rows(
                f"{name}, {f'{pace} a second' if pace else 'as fast as it goes'}", url, folder, files, which, pace
            )
            wrong += [f"{name}: {error}" for run in runs for error in run.errors]
        expect_every_vote(url, folder, 2 * (2 * blocks + 2) * size)
    return wrong


def _rows(
    what: str, url: str, folder: Path, files: tuple[list[Path], list[Path]], which: slice, pace: float
) -> list[Measured]:
    """Print the rows of one database and pace; the runs with marks and without."""
    some = (files[0][which], files[1][which])
    unmarked = "tests.bench.voting_unmarked:app"
    after, before, _pages = in_turn(url, folder, unmarked, some, with_readers=False, a_second=pace)
    print(f"| {what}, {load()} | none | {_figures(before)} |\n| | as they are | {_figures(after)} |")
    if not pace:
        ratios = [one.per_second / other.per_second for one, other in zip(after, before, strict=True)]
        print(f"| | ratio of votes/s: median {statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f}) |")
    sys.stdout.flush()
    return [*after, *before]
