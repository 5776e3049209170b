"""Reading the record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import func, select

from pb import anchor, clock, keystore, mark_stamps, mark_totals, marks
from pb.database import db
from pb.marked import MARK, Marked, is_right, models, tables_of_acts
from pb.record.models import Reason, RecordLine
from pb.record.rules import (
    ANCHOR_SET_NAME,
    LINE,
    MARKS_BEGIN,
    START,
    Found,
    LineContent,
    chained,
    fault,
    fault_of_anchor,
    faults_of_marks,
    verify,
)
from pb.roles import Actor


@dataclass(frozen=True)
class OlderCopy:
    """A database that was put back from a backup: its record ended at ``line``, written ``at``, and line ``known`` had
    been written. ``said_at``: when somebody said that there is no newer one; None while nobody has.
    """

    line: int
    at: datetime | None
    known: int
    said_at: datetime | None


def newest_hash() -> str:
    """The hash of the newest line: printed on results and at every close, so that a cut tail can be seen later."""
    return db.session.scalar(select(RecordLine.hash).order_by(RecordLine.position.desc()).limit(1)) or START


def check(expected_head: str | None = None) -> Found:
    """Verify the whole record, with a head that was written down elsewhere if there is one."""
    lines = ((_entry(line), line.hash) for line in db.session.scalars(select(RecordLine).order_by(RecordLine.position)))
    reasons = db.session.execute(select(Reason.position, Reason.salt, Reason.text))
    found = verify(lines, reasons, expected_head)
    more = (*_faults_of_marks(), *filter(None, [anchor_fault()]))
    return replace(found, faults=(*found.faults, *more))


_parts: list[Callable[[], Iterable[str]]] = []


def part_of_verifying(look: Callable[[], Iterable[str]]) -> Callable[[], Iterable[str]]:
    """Rooms further up have ``flask record verify`` look at what they keep; they yield sentences about faults."""
    _parts.append(look)
    return look


def check_everything(kept: anchor.Anchor | None = None) -> list[str]:
    """Every marked row, every total, and what the rooms say of theirs: the faults, as sentences.

    ``kept``: the anchor as it was before anything was read of the database, where somebody else may be writing.
    """
    stamps = partial(_faults_of_stamps, kept or anchor.stored())
    parts: list[Callable[[], Iterable[str]]] = [_faults_of_keys, _faults_of_rows, stamps, *_parts]
    return [said for look in parts for said in told(look)]


def told(look: Callable[[], Iterable[str]]) -> list[str]:
    """The faults that ``look`` finds; that it cannot even read what is there is one as well."""
    try:
        return list(look())
    except Exception as damaged:
        db.session.rollback()
        return [fault("damaged", kind=type(damaged).__name__)]


def _faults_of_keys() -> Iterator[str]:
    yield from (fault(what, **facts) for what, facts in keystore.faults())


def _faults_of_rows() -> Iterator[str]:
    found: dict[str, list[str | None]] = {}
    for name, model in models().items():
        yield from told(partial(faults_of_table, model, found.setdefault(name, [])))
    yield from (fault(what, **facts) for what, facts in mark_totals.faults(db.session(), found))
    line = db.session.execute(select(RecordLine.totals).order_by(RecordLine.position.desc()).limit(1)).first()
    if line and line.totals and line.totals != mark_totals.hash_of_totals(db.session(), tables_of_acts()):
        yield fault("totals")


def _faults_of_stamps(kept: anchor.Anchor | None) -> Iterator[str]:
    yield from (fault(what, **facts) for what, facts in mark_stamps.faults(db.session(), kept))


def _faults_of_marks() -> list[str]:
    query = select(RecordLine.position, RecordLine.hash, RecordLine.keyed_mark, RecordLine.facts)
    return list(
        faults_of_marks(
            (position, marks.check(mark, LINE, hash_), bool(facts.get(MARKS_BEGIN)))
            for position, hash_, mark, facts in db.session.execute(query.order_by(RecordLine.position))
        )
    )


def anchor_fault() -> str | None:
    """What is wrong between the record and its anchor in ``KEYS_DIR``, with what to do, as one line; None when they
    agree.
    """
    newest = db.session.scalar(select(func.max(RecordLine.position))) or 0
    return fault_of_anchor(
        anchor.stored(),
        newest,
        lambda position: db.session.scalar(select(RecordLine.hash).where(RecordLine.position == position)),
    )


def totals_of_newest() -> str | None:
    """The hash of totals in the newest line, where the program wrote this line and the anchor knows no other."""
    line = db.session.scalars(select(RecordLine).order_by(RecordLine.position.desc()).limit(1)).first()
    if line is None or anchor_fault() or not marks.check(line.keyed_mark, LINE, line.hash):
        return None
    return line.totals if chained(_entry(line)) == line.hash else None


def older_copy() -> OlderCopy | None:
    """The older copy of the database that is in use, and whether somebody has said that it is the newest there is; None
    where nothing that was written is missing.
    """
    newest = db.session.execute(_NEWEST.limit(1)).first()
    noted = anchor.stored()
    if noted and (not newest or newest.position < noted.position):
        return OlderCopy(newest.position if newest else 0, newest.at if newest else None, noted.position, None)
    set_ = db.session.execute(_NEWEST.where(RecordLine.act == ANCHOR_SET_NAME).limit(1)).first()
    if not set_ or set_.facts["before"] < set_.position:
        return None
    before = db.session.execute(_NEWEST.where(RecordLine.position < set_.position).limit(1)).first()
    at = before.at if before else None
    return OlderCopy(set_.position - 1, at, set_.facts["before"], set_.at)


_NEWEST = select(RecordLine.position, RecordLine.at, RecordLine.facts).order_by(RecordLine.position.desc())


def faults_of_table(model: type[Marked], marks_found: list[str | None]) -> Iterator[str]:
    """Rows of one marked table with a wrong mark, as one sentence; puts the marks of all its rows into ``marks_found``."""
    wrong = 0
    for row in db.session.connection().execute(select(model.__table__)).mappings():
        marks_found.append(row[MARK])
        wrong += not is_right(model, row)
    if wrong:
        yield fault("marks", name=model.__table__.name, wrong=wrong)


def newest() -> tuple[int, str]:
    """Position and hash of the newest line, for a public page: whoever notes them can see later that it is there."""
    found = db.session.execute(
        select(RecordLine.position, RecordLine.hash).order_by(RecordLine.position.desc()).limit(1)
    ).first()
    return (found.position, found.hash) if found else (0, START)


def marks_of_lines() -> Iterator[tuple[str, str | None]]:
    """Hash and mark of each line, the newest first."""
    lines = select(RecordLine.hash, RecordLine.keyed_mark).order_by(RecordLine.position.desc())
    return ((hash_, mark) for hash_, mark in db.session.connection().execute(lines))


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
    return list(db.session.scalars(lines.order_by(RecordLine.position)))


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
