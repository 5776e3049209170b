"""The result page with 40 projects, 29 venues and 20,000 ballots: time and number of queries.

python -m tests.bench.results_page [ballots]
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import event, insert

from pb import clock
from pb.database import db, exclusive_transaction
from pb.marked import insert_rows
from pb.results import actions
from pb.results.queries.elections import ballots_of, hash_of_ballots
from pb.venues.models import Venue
from pb.voting.models import Ballot, BoxOpening, Choice, Turnout, VotingRight, random_key
from tests.support.make import Make
from tests.support.program import program

PROJECTS, VENUES, TIMES = 40, 29, 200


def main() -> None:
    """Print the table."""
    ballots = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with (
        tempfile.TemporaryDirectory() as folder,
        program(f"sqlite:///{folder}/pb.sqlite", Path(folder)) as app,
        app.app_context(),
    ):
        db.create_all()
        make = Make(app)
        round_ = make.voting_round(projects=PROJECTS)
        with clock.moved(round_.post_closes_at + timedelta(hours=1)):
            fill(round_, ballots)
            began = time.perf_counter()
            make.counted(round_)
            counted = time.perf_counter() - began
            make.signed(round_)
            actions.publish(make.actor("coordinator"), make.fresh(round_))
        address, queries = f"/rounds/{round_.id}/results", []
        first = timed(app, address)
        event.listen(db.engine, "before_cursor_execute", lambda *a: queries.append(a[2]))
        took = sorted(timed(app, address) for _ in range(TIMES))
        each = len(queries) / TIMES
        pack = timed(app, f"{address}/files/everything.zip")
        print(f"{ballots:,} ballots, {PROJECTS} projects, {VENUES} venues, SQLite, {TIMES} pages")
        print(
            f"result page: first {first * 1000:.0f} ms, p50 {took[TIMES // 2] * 1000:.0f} ms, "
            f"p95 {took[int(TIMES * 0.95)] * 1000:.0f} ms, {each:.0f} queries"
        )
        print(f"the lot typed twice and the count: {counted:.2f} s; all files, made at the first request: {pack:.2f} s")


def timed(app, address: str) -> float:
    """Seconds for one page, in a context of its own as a server would have it."""
    from contextvars import Context

    began = time.perf_counter()
    answer = Context().run(lambda: app.test_client().get(address))
    assert answer.status_code == 200, answer.status_code
    answer.get_data()
    return time.perf_counter() - began


def fill(round_, ballots: int) -> None:
    """Ballots and turnout as the opening leaves them."""
    chance, pot = random.Random(1), round_.pots[0].id
    with exclusive_transaction() as session:
        venues = [Venue(name=f"Venue {n}") for n in range(1, VENUES + 1)]
        session.add_all(venues)
        session.flush()
        where = [(None, "online"), (None, "post"), *((v.id, c) for v in venues for c in ("kiosk", "paper"))]
        rows = []
        for _ in range(ballots):
            venue, channel = chance.choice(where)
            picks = chance.sample(range(1, PROJECTS + 1), chance.randint(1, 3))
            rows.append((random_key(), random_key(), venue, channel, picks))
        insert_rows(session, VotingRight, [right(round_.id, r[1], i) for i, r in enumerate(rows, 1)])
        session.execute(
            insert(Turnout),
            [
                {
                    "right_key": r[1],
                    "round_id": round_.id,
                    "cast_on": clock.today(),
                    "venue_id": r[2],
                    "channel": r[3],
                    "assisted": False,
                }
                for r in rows
            ],
        )
        session.execute(insert(Ballot), [{"key": r[0], "round_id": round_.id, "pot_id": pot} for r in rows])
        session.execute(insert(Choice), [{"ballot_key": r[0], "number": n} for r in rows for n in r[4]])
        hash_ = hash_of_ballots(ballots_of(round_.id))
        session.add(
            BoxOpening(
                round_id=round_.id, opened_at=clock.now(), votes=ballots, ballots_hash=hash_, record_head="0" * 64
            )
        )


def right(round_id: int, key: str, number: int) -> dict:
    """A card that was used to vote."""
    return {
        "key": key,
        "round_id": round_id,
        "kind": "code",
        "status": "cast",
        "code_hash": f"{number:064d}",
        "card_number": number,
    }


if __name__ == "__main__":
    main()
