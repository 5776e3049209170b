"""What takes long: seconds and memory of making cards and of opening a box with as many envelopes, and the longest that
another writer waited meanwhile.

Beside seconds of the clock it prints those of the program's own processor time, which a busy machine does not change
much. Another thread writes all the time, one small act after another, as somebody at a desk would.
"""

from __future__ import annotations

import os
import resource
import secrets
import threading
import time
from collections.abc import Callable, Collection
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any


@dataclass
class Waits:
    """What the other writer met: acts, the longest in seconds, and what failed."""

    acts: int = 0
    longest: float = 0.0
    failed: int = 0


@contextmanager
def somebody_writes(app: Any):
    """For the block another thread does one small act after another."""
    from pb.record.actions import acting
    from tests.support.acts import SOMETHING_DONE
    from tests.support.makers.voting import COMMAND

    waits, over = Waits(), threading.Event()

    def write() -> None:
        with app.app_context():
            while not over.wait(0.05):
                began = time.perf_counter()
                try:
                    with acting(COMMAND, SOMETHING_DONE):
                        pass
                except Exception:
                    waits.failed += 1
                waits.acts += 1
                waits.longest = max(waits.longest, time.perf_counter() - began)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield waits
    finally:
        over.set()
        writer.join()


HEAD = """| | what | s | of the processor | MB at most | longest wait of another writer, s | its acts | failed | load |
|---|---|---|---|---|---|---|---|---|"""


def row(name: str, what: str, app: Any, work: Callable[[], Any]) -> None:
    """Do it, and print one line of the table. The processor time has a little of the other writer in it."""
    with somebody_writes(app) as waits:
        began, spent = time.perf_counter(), time.process_time()
        work()
        seconds, spent = time.perf_counter() - began, time.process_time() - spent
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"| {name} | {what} | {seconds:.1f} | {spent:.1f} | {memory:.0f} | {waits.longest:.2f} | {waits.acts} | "
        f"{waits.failed} | {os.getloadavg()[0]:.1f} |",
        flush=True,
    )


def do(_name: str, _what: str, _app: Any, work: Callable[[], Any]) -> None:
    """Do it, as the next part needs it, and print nothing."""
    work()


def cast_all(round_id: int) -> None:
    """A vote on every right of the round."""
    from sqlalchemy import select

    from pb import clock
    from pb.database import db, transaction
    from pb.voting import actions, queries
    from pb.voting.actions.cast import cast_each
    from pb.voting.models import VotingRight

    keys, ballot = list(db.session.scalars(select(VotingRight.key))), queries.require_frozen_ballot(round_id)
    db.session.rollback()
    votes = [
        actions.VoteToCast(ballot, key, secrets.token_hex(16), dict.fromkeys(range(n % 5 + 1, n % 5 + 6), 1), "online",
                     opened_at=clock.now())
        for n, key in enumerate(keys)
    ]  # fmt: skip
    for start in range(0, len(votes), 500):
        with transaction() as session:
            cast_each(session, votes[start : start + 500])


def measure(name: str, url: str, folder: Path, parts: Collection[str], cards: int) -> None:
    """A line of the table for each of ``parts``: "cards", "opening"."""
    from pb import clock
    from pb.database import db
    from pb.handover import new_pair
    from pb.job_running import run_next
    from pb.rounds.models import Round
    from pb.voting import actions
    from tests.support.make import Make
    from tests.support.makers.voting import COMMAND
    from tests.support.program import program

    with program(url, folder) as app, app.app_context():
        db.create_all()
        make = Make(app)
        round_id = make.voting_round(projects=24, max_choices=5).id
        actions.order_cards(COMMAND, db.session.get_one(Round, round_id), cards, new_pair()[1])
        (row if "cards" in parts else do)(name, f"{cards} cards", app, run_next)
        if "opening" not in parts:
            return
        from pb.jobs import JobPart
        from pb.marked import delete_rows
        from pb.record.actions import acting
        from tests.support.acts import SOMETHING_DONE

        with acting(COMMAND, SOMETHING_DONE) as act:  # as if all had been printed
            delete_rows(act.session, JobPart)
        make.releases(db.session.get_one(Round, round_id))
        cast_all(round_id)
        with clock.moved(clock.now() + timedelta(days=60), everywhere=True):
            round_ = db.session.get_one(Round, round_id)
            row(name, f"{cards} envelopes opened", app, lambda: actions.decrypt_ballot_box(COMMAND, round_))
