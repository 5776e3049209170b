"""Whether the record, every row and the anchor are as the program wrote them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlalchemy import bindparam, func, select

from pb import anchor, keystore, mark_stamps, mark_totals, marks, schema
from pb.database import db
from pb.durable import NotDurable
from pb.marked import MARK, Marked, mark_is_right, models, tables_of_acts
from pb.record.models import Reason, RecordLine
from pb.record.queries.lines import content_of
from pb.record.rules import (
    ANCHOR_SET_NAME,
    LINE,
    MARKS_BEGIN,
    PUT_BACK_NAME,
    ChainFound,
    chained,
    fault_in_words,
    fault_of_anchor,
    fault_of_put_back,
    faults_of_marks,
    verify,
)


@dataclass(frozen=True)
class OlderCopy:
    """A database that was put back from a backup: its record ended at ``line``, written ``at``, and line ``known`` had
    been written (that same line where only votes, which have none, may be missing). ``said_at``: when somebody said that
    there is no newer one; None while nobody has. ``made``: when the backup was made, where that is known.
    """

    line: int
    at: datetime | None
    known: int
    said_at: datetime | None
    made: datetime | None = None


def verify_record(expected_head: str | None = None) -> ChainFound:
    """Verify the whole record, with a head that was written down elsewhere if there is one."""
    lines = (
        (content_of(line), line.hash) for line in db.session.scalars(select(RecordLine).order_by(RecordLine.position))
    )
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
    """The schema, every marked row, every total, and what the rooms say of theirs: the faults, as sentences.

    ``kept``: the anchor as it was before anything was read of the database, where somebody else may be writing.
    """
    stamps = partial(_faults_of_stamps, kept or anchor.stored())
    parts: list[Callable[[], Iterable[str]]] = [_faults_of_keys, _faults_of_rows, stamps, *_parts]
    made = faults_found(lambda: filter(None, [schema.fault(db.session.connection())]))
    return [*made, *(said for look in parts for said in faults_found(look))]


def faults_found(look: Callable[[], Iterable[str]]) -> list[str]:
    """The faults that ``look`` finds; that it cannot even read what is there is one as well. Without the right keys
    nothing can be told: that is raised (``KeyLost``), and says nothing of the database; so is another programme's database.
    """
    try:
        return list(look())
    except (keystore.KeyLost, NotDurable):
        db.session.rollback()
        raise
    except Exception as damaged:
        db.session.rollback()
        return [fault_in_words("damaged", kind=type(damaged).__name__)]


def _faults_of_keys() -> Iterator[str]:
    yield from (fault_in_words(what, **facts) for what, facts in keystore.faults())


def _faults_of_rows() -> Iterator[str]:
    found: dict[str, list[str | None]] = {}
    for name, model in models().items():
        yield from faults_found(partial(faults_of_table, model, found.setdefault(name, [])))
    yield from (fault_in_words(what, **facts) for what, facts in mark_totals.faults(db.session(), found))
    line = db.session.execute(select(RecordLine.totals).order_by(RecordLine.position.desc()).limit(1)).first()
    if line and line.totals and line.totals != mark_totals.hash_of_totals(db.session(), tables_of_acts()):
        yield fault_in_words("totals")


def _faults_of_stamps(kept: anchor.Anchor | None, *, is_older_copy: bool = False) -> Iterator[str]:
    found = mark_stamps.faults(db.session(), kept)
    older: list[str] = []
    for what, facts in found:
        if what == "old_total":
            older.append(str(facts["name"]))
        else:
            yield fault_in_words(what, **facts)
    if older:
        what = "older_with_it" if is_older_copy else "old_totals" if len(older) > 1 else "old_total"
        yield fault_in_words(what, name=older[0], names=", ".join(older))


def _faults_of_marks() -> list[str]:
    query = select(RecordLine.position, RecordLine.hash, RecordLine.keyed_mark, RecordLine.facts)
    return list(
        faults_of_marks(
            (position, marks.is_mark_of(mark, LINE, hash_), bool(facts.get(MARKS_BEGIN)))
            for position, hash_, mark, facts in db.session.execute(query.order_by(RecordLine.position))
        )
    )


#: Each act asks these: they are put together once.
_HIGHEST = select(func.max(RecordLine.position))
_HASH_OF = select(RecordLine.hash).where(RecordLine.position == bindparam("position"))


def anchor_fault() -> str | None:
    """What is wrong between the record and its anchor in ``KEYS_DIR``, with what to do, as one line; None when they
    agree. A backup that was put back is wrong until somebody says that there is no newer one.
    """
    newest = db.session.scalar(_HIGHEST) or 0
    fault_of_lines = fault_of_anchor(
        anchor.stored(),
        newest,
        lambda position: db.session.scalar(_HASH_OF, {"position": position}),
        is_there=anchor.file().exists(),
    )
    put_back = put_back_here()
    return fault_of_lines or (fault_of_put_back(put_back.line, put_back.made) if put_back else None)


def put_back_here() -> anchor.RestoredBackup | None:
    """The backup that was put into this database, until the record has a line about it."""
    return anchor.put_back(db.engine.url.render_as_string())


def what_an_anchor_would_bless() -> list[str]:
    """What differs between this database and the anchor, as sentences: the newest line, and totals that are gone or older
    (in an older copy most are).
    """
    of_lines = anchor_fault()
    return [*filter(None, [of_lines]), *_faults_of_stamps(anchor.stored(), is_older_copy=bool(of_lines))]


def totals_of_newest() -> str | None:
    """The hash of totals in the newest line, where the program wrote this line and the anchor knows no other."""
    line = db.session.scalars(select(RecordLine).order_by(RecordLine.position.desc()).limit(1)).first()
    if line is None or anchor_fault() or not marks.is_mark_of(line.keyed_mark, LINE, line.hash):
        return None
    return line.totals if chained(content_of(line)) == line.hash else None


def older_copy() -> OlderCopy | None:
    """The older copy of the database that is in use, and whether somebody has said that it is the newest there is; None
    where nothing that was written is missing.
    """
    newest = db.session.execute(_NEWEST.limit(1)).first()
    noted = anchor.stored()
    if noted and (not newest or newest.position < noted.position):
        return OlderCopy(newest.position if newest else 0, newest.at if newest else None, noted.position, None)
    here = put_back_here()
    set_ = db.session.execute(_NEWEST.where(RecordLine.act.in_((ANCHOR_SET_NAME, PUT_BACK_NAME))).limit(1)).first()
    if here and newest:
        return OlderCopy(newest.position, newest.at, newest.position, None, _moment(here.made))
    if not set_ or (set_.facts["before"] < set_.position and "ends" not in set_.facts):
        return None
    before = db.session.execute(_NEWEST.where(RecordLine.position < set_.position).limit(1)).first()
    known = max(set_.facts["before"], set_.position - 1)
    made = _moment(set_.facts.get("made"))
    return OlderCopy(set_.position - 1, before.at if before else None, known, set_.at, made)


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


_NEWEST = select(RecordLine.position, RecordLine.at, RecordLine.facts).order_by(RecordLine.position.desc())


def faults_of_table(model: type[Marked], marks_found: list[str | None]) -> Iterator[str]:
    """Rows of one marked table with a wrong mark, as one sentence; puts the marks of all its rows into ``marks_found``."""
    wrong = 0
    for row in db.session.connection().execute(select(model.__table__)).mappings():
        marks_found.append(row[MARK])
        wrong += not mark_is_right(model, row)
    if wrong:
        yield fault_in_words("marks", name=model.__table__.name, wrong=wrong)
