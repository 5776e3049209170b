"""Reading the record."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from pb.database import db
from pb.record.models import Reason, RecordLine
from pb.record.rules import START, Found, LineContent, verify


def head() -> str:
    """The hash of the newest line: printed on results and at every close, so that a cut tail can be seen later."""
    return db.session.scalar(select(RecordLine.hash).order_by(RecordLine.position.desc()).limit(1)) or START


def check(expected_head: str | None = None) -> Found:
    """Verify the whole record, with a head that was written down elsewhere if there is one."""
    lines = ((_entry(line), line.hash) for line in db.session.scalars(select(RecordLine).order_by(RecordLine.position)))
    reasons = db.session.execute(select(Reason.position, Reason.salt, Reason.text))
    return verify(lines, reasons, expected_head)


def _entry(line: RecordLine) -> LineContent:
    return LineContent(
        position=line.position,
        at=line.at,
        actor_id=line.actor_id,
        role=line.role,
        act=line.act,
        round_id=line.round_id,
        facts=line.facts,
        reason_hash=line.reason_hash,
        previous=line.previous,
    )


def facts_of(act: str, round_id: int) -> dict[str, Any]:
    """The facts of the newest line of this act in a round; empty when it has not been done."""
    query = select(RecordLine.facts).where(RecordLine.act == act, RecordLine.round_id == round_id)
    return db.session.scalar(query.order_by(RecordLine.position.desc()).limit(1)) or {}


def length() -> int:
    """How many lines the record has: the position of the newest."""
    return db.session.scalar(select(func.max(RecordLine.position))) or 0


def since(position: int, *, besides: int, newest: int) -> tuple[list[RecordLine], int]:
    """What others than the account ``besides`` did after this line: the newest lines, newest first, and how many
    there are in all.
    """
    theirs = (RecordLine.position > position, RecordLine.actor_id.is_distinct_from(besides))
    how_many = db.session.scalar(select(func.count()).select_from(RecordLine).where(*theirs)) or 0
    lines = select(RecordLine).where(*theirs).order_by(RecordLine.position.desc()).limit(newest)
    return list(db.session.scalars(lines)), how_many


def lines_of(round_id: int | None = None, *, newest: int = 100, before: int | None = None) -> list[RecordLine]:
    """The newest lines, of one round or of all, newest first; those before the line ``before`` where it is named."""
    query = select(RecordLine).order_by(RecordLine.position.desc()).limit(newest)
    if before is not None:
        query = query.where(RecordLine.position < before)
    if round_id is not None:
        query = query.where(RecordLine.round_id == round_id)
    return list(db.session.scalars(query))
