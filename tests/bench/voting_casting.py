"""How many votes go in: the final POST of casting behind the production server, beside a bare view that writes the
same.

``python -m tests.bench.voting_casting`` prints a table for each database. Both servers run; blocks of votes go to them
in turn (A B A B …) over 32 connections, while somebody opens pages of the program. Only 127.0.0.1 is used.
"""

from __future__ import annotations

import os
import secrets
import statistics
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import func, select

from tests.bench.databases import databases
from tests.bench.voting_load import Measured, measure, request, write
from tests.support.safety.production import SECRET, production

CONNECTIONS = 32
BLOCKS = 6
VOTES = 1_000


def prepare(
    url: str, folder: Path, *, beside: str = "bare", blocks: int = BLOCKS, size: int = VOTES
) -> tuple[list[Path], list[Path]]:
    """A round with rights enough, and files of requests, a file for each block of ``size`` votes and one to get warm: for
    the program, and for what is ``beside`` it: the "bare" view, "ours" again, or "nothing".
    """
    from pb.database import db, transaction
    from pb.marked import insert_rows
    from pb.pages.vote.draft import BallotDraft
    from pb.voting.models import VotingRight
    from tests.support.make import Make
    from tests.support.program import program

    with program(url, folder, SECRET_KEY=SECRET) as app, app.app_context():
        db.create_all()
        round_ = Make(app).voting_round(projects=24, max_choices=5)
        round_id, day = round_.id, round_.voting_opens_at.date().isoformat()
        db.session.rollback()
        sides = 1 if beside == "nothing" else 2
        keys = [secrets.token_hex(16) for _ in range(sides * (blocks + 1) * size)]
        with transaction() as session:
            values = {"round_id": round_id, "kind": "post", "assisted": False, "given_again": False}
            insert_rows(session, VotingRight, [{"key": key, **values} for key in keys])
        page = app.test_client().get("/vote")
        cookie = page.headers["Set-Cookie"].split(";")[0]
        token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]

        def ours(key: str) -> bytes:
            draft = BallotDraft.begin(round_id=round_id, right_key=key, channel="online", declared=True).choosing(
                {1: 1, 5: 1, 9: 1}
            )
            return request("/vote/cast", urlencode({"csrf_token": token, "draft": draft.to_token()}).encode(), cookie)

        def bare(key: str) -> bytes:
            return request("/bare", urlencode({"right": key, "round": round_id, "day": day}).encode())

        files: tuple[list[Path], list[Path]] = ([], [])
        for block in range(blocks + 1):
            for which, make_one in enumerate((ours, bare if beside == "bare" else ours)[:sides]):
                start = (sides * block + which) * size
                requests = [make_one(key) for key in keys[start : start + size]]
                files[which].append(write(folder / f"{which}-{block}", requests))
        return files


@contextmanager
def reading(port: int) -> Iterator[list[float]]:
    """Somebody opens pages one after another meanwhile; milliseconds of each."""
    over, took = threading.Event(), []

    def read() -> None:
        while not over.wait(0.05):
            began = time.perf_counter()
            urllib.request.urlopen(f"http://127.0.0.1:{port}/vote", timeout=30).read()
            took.append((time.perf_counter() - began) * 1000)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield took
    finally:
        over.set()
        reader.join()


def in_turn(
    url: str,
    folder: Path,
    target: str,
    files: tuple[list[Path], list[Path]],
    *,
    with_readers: bool = True,
    a_second: float = 0,
) -> tuple[list[Measured], list[Measured], list[float]]:
    """Send the blocks to the program and to ``target`` in turn, each behind a server of its own: what each block took
    there and there, and milliseconds of pages that are read of the program meanwhile ``with_readers``. Votes come as fast as
    they are answered, or so many ``a_second``.
    """
    with ExitStack() as servers:
        both = [servers.enter_context(production(url, folder, target=each)) for each in ("wsgi:app", target)]
        for server, blocks in zip(both, files, strict=True):
            measure(server.port, CONNECTIONS, blocks[0])  # warm both
        pages = servers.enter_context(reading(both[0].port)) if with_readers else []
        runs: tuple[list[Measured], list[Measured]] = ([], [])
        for pair in zip(files[0][1:], files[1][1:], strict=True):
            for server, block, taken in zip(both, pair, runs, strict=True):
                began = server.processor_seconds()
                measured = measure(server.port, CONNECTIONS, block, a_second)
                taken.append(replace(measured, processor=server.processor_seconds() - began))
    return *runs, pages


def compare(name: str, url: str, folder: Path, *, blocks: int = BLOCKS, size: int = VOTES) -> None:
    """Measure one database and print its table."""
    files = prepare(url, folder, blocks=blocks, size=size)
    *runs, pages = in_turn(url, folder, "tests.bench.voting_bare:app", files)
    print(f"\n{name}: {blocks} blocks of {size} votes each, {CONNECTIONS} connections, interleaved; {load()}")
    print("| | votes/s (median) | blocks | ms of the server's processor a vote | p50 ms | p99 ms | errors |")
    print("|---|---|---|---|---|---|---|")
    for label, results in (("program", runs[0]), ("bare view", runs[1])):
        _row(label, results)
    ratios = [one.per_second / other.per_second for one, other in zip(*runs, strict=True)]
    print(f"ratio: median {statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})")
    if pages:
        print(f"pages read meanwhile: {len(pages)}, p50 {statistics.median(pages):.0f} ms, slowest {max(pages):.0f} ms")
    expect_every_vote(url, folder, 2 * (blocks + 1) * size)


def load() -> str:
    """How busy the machine is, to be said beside each figure of a clock."""
    return f"load of the machine {os.getloadavg()[0]:.1f}"


def _row(label: str, results: list[Measured]) -> None:
    together = Measured(
        1, sorted(sum((each.milliseconds for each in results), [])), sum((each.errors for each in results), [])
    )
    speeds = [round(each.per_second) for each in results]
    figures = f"{together.percentile(0.5):.0f} | {together.percentile(0.99):.0f} | {len(together.errors)}"
    worked = 1000 * statistics.median(each.processor / len(each.milliseconds) for each in results)
    print(f"| {label} | {statistics.median(speeds):.0f} | {', '.join(map(str, speeds))} | {worked:.2f} | {figures} |")


def expect_every_vote(url: str, folder: Path, votes: int) -> None:
    """Whether so many envelopes are in the box."""
    from pb.database import db
    from pb.voting.models import Envelope
    from tests.support.program import program

    with program(url, folder, SECRET_KEY=SECRET) as app, app.app_context():
        found = db.session.scalar(select(func.count()).select_from(Envelope))
    assert found == votes, f"{found} envelopes are in the box"


def main() -> None:
    """SQLite, then PostgreSQL where this machine has it."""
    for name, url, folder in databases():
        compare(name, url, folder)


if __name__ == "__main__":
    main()
