"""Many lines of the record at once, each chained to the one before and marked."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from pb import clock
from pb.database import exclusive_transaction
from pb.marks import mark
from pb.record.models import RecordLine
from pb.record.rules import LINE, LineContent, chained
from pb.web.access import COUNTER
from tests.support.acts import SOMETHING_DONE, THINGS_DONE


def lines(how_many: int, rounds: list[int], people: dict[str, list[int]]) -> None:
    """So many lines behind the newest one."""
    acts = [SOMETHING_DONE, *THINGS_DONE]
    with exclusive_transaction() as session:
        newest = session.execute(
            select(RecordLine.position, RecordLine.hash, RecordLine.totals)
            .order_by(RecordLine.position.desc())
            .limit(1)
        ).one()
        position, previous, rows = newest.position, newest.hash, []
        for n in range(how_many):
            position += 1
            line = LineContent(
                position=position, at=clock.now() + timedelta(milliseconds=n),
                actor_id=people[COUNTER][n % len(people[COUNTER])], role=COUNTER, act=acts[n % len(acts)].name,
                round_id=rounds[n % len(rounds)], facts={"papers": n}, reason_hash=None, previous=previous,
                totals=newest.totals,
            )  # fmt: skip
            previous = chained(line)
            rows.append({**vars(line), "hash": previous, "keyed_mark": mark(LINE, previous)})
        if rows:
            session.connection().execute(RecordLine.__table__.insert(), rows)
