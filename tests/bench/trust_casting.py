"""The final POST of casting with marks and with marks turned into nothing, in paired blocks behind the real server."""

from __future__ import annotations

import statistics

from tests.bench.trust_record import Databases
from tests.bench.voting_casting import CONNECTIONS, expect_every_vote, in_turn, prepare
from tests.bench.voting_load import Measured


def _figures(runs: list[Measured]) -> str:
    """Votes a second (median of blocks), p99 in milliseconds, milliseconds of the server's processors for a vote."""
    took = sorted(each for run in runs for each in run.milliseconds)
    speed = statistics.median(each.per_second for each in runs)
    worked = statistics.median(each.processor / len(each.milliseconds) for each in runs)
    return f"{speed:.0f} | {took[min(len(took) - 1, int(0.99 * len(took)))]:.0f} | {worked * 1000:.2f}"


def table(databases: Databases, full: bool) -> list[str]:
    """Print a row without marks and one with them for each database; which votes were not saved."""
    blocks, size = (10, 1_000) if full else (6, 300)
    print(
        f"Casting before marks and after: {blocks} paired blocks of {size} votes, {CONNECTIONS} connections, interleaved"
    )
    print("(ms of the processor: of the server with all its processes, without PostgreSQL itself)")
    print("| database | marks | votes/s | p99 ms | ms of the processor a vote |\n|---|---|---|---|---|")
    wrong = []
    for name, url, folder in databases():
        files = prepare(url, folder, beside="ours", blocks=blocks, size=size)
        after, before, _pages = in_turn(url, folder, "tests.bench.voting_unmarked:app", files, with_readers=False)
        expect_every_vote(url, folder, 2 * (blocks + 1) * size)
        ratios = [one.per_second / other.per_second for one, other in zip(after, before, strict=True)]
        print(f"| {name} | none | {_figures(before)} |\n| {name} | as they are | {_figures(after)} |")
        print(
            f"| {name} | ratio of votes/s: median {statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f}) |"
        )
        wrong += [f"{name}: {error}" for run in (*after, *before) for error in run.errors]
    return wrong
