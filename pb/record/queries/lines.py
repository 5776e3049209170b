"""Reading the record's lines."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, func, select

from pb import clock
from pb.database import db
from pb.record.models import RecordLine
from pb.record.rules import (
    START,
    LineContent,
)
from pb.roles import Actor


def newest_hash() -> str:
    """The hash of the newest line: printed on results and at every close, so that a cut tail can be seen later."""
    return db.session.scalar(select(RecordLine.hash).order_by(RecordLine.position.desc()).limit(1)) or START


def newest() -> tuple[int, str]:
    """Position and hash of the newest line, for a public page: whoever notes them can see later that it is there."""
    found = db.session.execute(
        select(RecordLine.position, RecordLine.hash).order_by(RecordLine.position.desc()).limit(1)
    ).first()
    return (found.position, found.hash) if found else (0, START)


def content_of(line: Any) -> LineContent:
    """What a line says, as plain values: of an object or a row."""
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
        totals=line.totals,
    )


def facts_of(act: str, round_id: int) -> dict[str, Any]:
    """The facts of the newest line of this act in a round; empty when it has not been done."""
    query = select(RecordLine.facts).where(RecordLine.act == act, RecordLine.round_id == round_id)
    return db.session.scalar(query.order_by(RecordLine.position.desc()).limit(1)) or {}


def facts_in(act: str, round_ids: Collection[int]) -> list[dict[str, Any]]:
    """The facts of each line of this act in these rounds, the oldest first."""
    query = select(RecordLine.facts).where(RecordLine.act == act, RecordLine.round_id.in_(round_ids))
    return list(db.session.scalars(query.order_by(RecordLine.position)))


def facts_by(by: Actor, act: str, round_id: int) -> list[dict[str, Any]]:
    """The facts of each line of this act in a round that this person wrote."""
    return [line.facts for line in lines_of_acts(act, round_id=round_id, actor_id=by.account_id)]


def lines_of_acts(*acts: str, **of: int | None) -> list[RecordLine]:
    """The lines of these acts, the oldest first; ``of``: their ``round_id`` or ``actor_id``."""
    lines = select(RecordLine).where(RecordLine.act.in_(acts)).filter_by(**of)
    # (Put in order here: asked for them in order, SQLite reads the whole record.)
    return sorted(db.session.scalars(lines), key=lambda line: line.position)


def seconds_ahead() -> int:
    """How far the newest line is ahead of the clock, which was put back then, or was wrong; 0 within
    ``clock.TOLERANCE``.
    """
    newest = db.session.scalar(select(RecordLine.at).order_by(RecordLine.position.desc()).limit(1))
    if newest is None or newest - clock.now() <= clock.TOLERANCE:
        return 0
    return int((newest - clock.now()).total_seconds())


def length() -> int:
    """How many lines the record has: the position of the newest."""
    return db.session.scalar(select(func.max(RecordLine.position))) or 0


def since(position: int, *, besides: int, most: int) -> tuple[list[RecordLine], int]:
    """What others than the account ``besides`` did after this line: the first ``most`` of these lines, in their order,
    and how many there are in all.
    """
    theirs = (RecordLine.position > position, RecordLine.actor_id.is_distinct_from(besides))
    how_many = db.session.scalar(select(func.count()).select_from(RecordLine).where(*theirs)) or 0
    lines = select(RecordLine).where(*theirs).order_by(RecordLine.position).limit(most)
    return list(db.session.scalars(lines)), how_many


def lines_of(round_id: int | None = None, *, newest: int = 100, before: int | None = None) -> list[RecordLine]:
    """The newest lines, of one round or of all, newest first; those before the line ``before`` where it is named."""
    query = select(RecordLine).order_by(RecordLine.position.desc()).limit(newest)
    if before is not None:
        query = query.where(RecordLine.position < before)
    if round_id is not None:
        query = query.where(RecordLine.round_id == round_id)
    return list(db.session.scalars(query))


def last_of(*acts: str, **facts: int) -> RecordLine | None:
    """The newest line of these acts with these facts, ids by name; ``round_id`` is one of them."""
    lines = _with(acts, {name: [value] for name, value in facts.items()})
    return db.session.scalars(lines.order_by(RecordLine.position.desc()).limit(1)).first()


def lines_with(*acts: str, **facts: Collection[int]) -> list[RecordLine]:
    """Each line of these acts whose facts are among these ids, the oldest first; ``round_id`` may be one of them."""
    return list(db.session.scalars(_with(acts, facts).order_by(RecordLine.position)))


def _with(acts: Collection[str], facts: Mapping[str, Collection[int]]) -> Select[RecordLine]:
    query = select(RecordLine).where(RecordLine.act.in_(acts))
    for name, among in facts.items():
        column = RecordLine.round_id if name == "round_id" else RecordLine.facts[name].as_integer()
        query = query.where(column.in_(among))
    return query
