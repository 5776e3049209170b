"""What marks cost: microseconds for a mark, and seconds for `record verify` of a round with 20,000 envelopes.

Processor time of the program (not of PostgreSQL), so that a busy machine says the same.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

#: Gives name, address and folder of one fresh, empty database of each kind.
Databases = Callable[[], Iterator[tuple[str, str, Path]]]

ENVELOPES = 20_000
MARKS = 20_000


def timed(what: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of the processor, and the answer."""
    began = time.process_time()
    answer = what()
    return time.process_time() - began, answer


def _measure(name: str, url: str, folder: Path) -> None:
    """One row of the table."""
    from sqlalchemy import select

    from pb import clock
    from pb.database import db, transaction
    from pb.marks import mark
    from pb.voting import actions, queries
    from pb.voting.actions.cast import cast_each
    from pb.voting.actions.daily_totals import note_days
    from pb.voting.models import VotingRight
    from tests.support.make import Make
    from tests.support.program import program

    with program(url, folder) as app, app.app_context():
        db.create_all()
        make = Make(app)
        round_ = make.voting_round(projects=24, max_choices=5)
        make.cards(round_, ENVELOPES)
        keys, ballot = list(db.session.scalars(select(VotingRight.key))), queries.require_frozen_ballot(round_.id)
        db.session.rollback()
        now, day = clock.now(), clock.today()
        votes = [
            actions.VoteToCast(ballot, key, secrets.token_hex(16), {1: 1}, "online", opened_at=now) for key in keys
        ]
        for start in range(0, len(votes), 500):
            with transaction() as session:
                cast_each(session, votes[start : start + 500])
        values = ("a" * 32, 1, day, None, "online", False, "a" * 32, 1, "b" * 64, "c" * 12, b"d" * 1105)
        a_mark, _ = timed(lambda: [mark("envelope", *values) for _ in range(MARKS)])
        verify, said = timed(lambda: app.test_cli_runner().invoke(args=["record", "verify"]))
        assert said.exit_code == 0, said.output
        with clock.moved(now + timedelta(days=2)):
            noted_in, lines = timed(lambda: note_days(clock.now()))
        assert lines == 1
    print(f"| {name} | {a_mark / MARKS * 1e6:.1f} | {verify:.1f} | {noted_in:.2f} |", flush=True)


def table(databases: Databases, _full: bool) -> list[str]:
    """Print a row for each database; nothing is judged."""
    print(f"{ENVELOPES} envelopes; seconds of the processor of the program (not of PostgreSQL)")
    print("| | µs for a mark | s for record verify | s for noting a day |\n|---|---|---|---|")
    for name, url, folder in databases():
        _measure(name, url, folder)
    return []
