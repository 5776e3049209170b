"""The memory of each process of the server while votes are cast: whether it stays the same."""

from __future__ import annotations

from pathlib import Path

from tests.bench.voting_casting import CONNECTIONS, expect_every_vote, load, prepare
from tests.bench.voting_load import measure as measure_casts
from tests.support.safety.production import production


def head(casts: int, looks: int) -> str:
    """The head of the table: how many votes were in when the memory was looked at."""
    after = [0, *(casts // looks * (each + 1) for each in range(looks))]
    return f"""MB in memory of each process (the first that started is the one that starts the others), after so many votes
| | {" | ".join(map(str, after))} | errors | load at the end |
|---|{"---|" * (len(after) + 2)}"""


def measure(name: str, url: str, folder: Path, casts: int, looks: int) -> list[dict[int, float]]:
    """Print one line; returns megabytes by process, before the first vote and at each look."""
    size, errors = casts // looks, 0
    files, _none = prepare(url, folder, beside="nothing", blocks=looks - 1, size=size)
    with production(url, folder) as server:
        seen = [server.resident()]
        for file in files:
            errors += len(measure_casts(server.port, CONNECTIONS, file).errors)
            seen.append(server.resident())
    figures = " | ".join(", ".join(f"{each[process]:.0f}" for process in sorted(each)) for each in seen)
    print(f"| {name} | {figures} | {errors} | {load()} |", flush=True)
    expect_every_vote(url, folder, looks * size)
    return seen
