"""What the record and its anchor prove of a key file, whatever the database calls its fingerprint."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from pb import anchor, keystore
from pb.database import db
from pb.marks import check_with
from pb.record.models import RecordLine
from pb.record.queries.lines import content_of
from pb.record.queries.verifying import anchor_fault
from pb.record.rules import GIVEN_UP_NAME, LINE, chained

_LINES = select(RecordLine.__table__).order_by(RecordLine.position.desc())


def key_file_is_noted(name: str) -> bool:
    """Whether the anchor beside it knows the file of the key ``name`` as the one that some database was made with."""
    kept, key = anchor.stored(), keystore.key_in_file(name)
    return kept is not None and key is not None and kept.keys.get(name) == keystore.fingerprint_of(name, key)


def is_proven(name: str) -> bool:
    """Whether the anchor knows the file, and is the anchor of this database: its line is there, and every later one was
    marked with the key "marks" beside it and gives up no key of this name (else the folder is an older copy).
    """
    kept, marks = anchor.stored(), keystore.key_in_file("marks")
    if kept is None or not key_file_is_noted(name) or anchor_fault():
        return False
    later = db.session.connection().execute(_LINES.where(RecordLine.position > kept.position)).all()
    return all(marks is not None and _is_ours(marks, line) and not _gives_up(name, line) for line in later)


def swapped_keys() -> list[str]:
    """Keys on which the database and the file agree, and of which the anchor knows another one that nobody gave up: both
    were changed past the program. Every code that was made with the first one would read as unknown.
    """
    kept = anchor.stored()
    if kept is None:
        return []
    others = [name for name, known in keystore.agreed_fingerprints().items() if kept.keys.get(name, known) != known]
    marks = keystore.key_in_file("marks")
    if not others or marks is None:
        return others
    lines = db.session.connection().execute(_LINES.where(RecordLine.act == GIVEN_UP_NAME)).all()
    return [name for name in others if not any(_gives_up(name, line) and _is_ours(marks, line) for line in lines)]


def marked_the_newest_line(key: bytes) -> bool:
    """Whether this key "marks" marked the newest line of the record."""
    line = db.session.connection().execute(_LINES.limit(1)).first()
    return line is not None and _is_marked(key, line)


def marked_a_line(key: bytes) -> bool:
    """Whether it marked any line, be it an old one."""
    return any(_is_marked(key, line) for line in db.session.connection().execute(_LINES))


def wrote(act: str, round_id: int) -> bool:
    """Whether the record has a line of this act in the round, with the mark of the key "marks" in its folder: neither
    made up nor taken away with the row that the act left.
    """
    marks = keystore.key_in_file("marks")
    lines = _LINES.where(RecordLine.act == act, RecordLine.round_id == round_id)
    return marks is not None and any(_is_ours(marks, line) for line in db.session.connection().execute(lines))


def _is_ours(marks: bytes, line: Any) -> bool:
    return _is_marked(marks, line) and chained(content_of(line)) == line.hash


def _is_marked(marks: bytes, line: Any) -> bool:
    return check_with(marks, line.keyed_mark, LINE, line.hash)


def _gives_up(name: str, line: Any) -> bool:
    return line.act == GIVEN_UP_NAME and name in str(line.facts.get("keys")).split(", ")
