"""The whole database is marked anew: once, for one that is older than the marks, or when the key is lost for good."""

from __future__ import annotations

from functools import partial

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from pb import anchor, keystore
from pb.database import db
from pb.mark_keeping import mark_everything
from pb.marked import models
from pb.marks import mark
from pb.record.actions import acting
from pb.record.acts import Act
from pb.record.models import RecordLine
from pb.record.rules import MARKS_BEGIN
from pb.roles import Actor
from pb.voting.models import BoxOpening, Envelope, Turnout
from pb.voting.queries.marks import mark_of_what_is_left
from pb.voting.rules.envelopes import ENVELOPE, marked_values
from pb.words import lazy_gettext as _l

MARKS_BEGUN = Act(
    "marks.begun",
    _l("marked every row of the database as it was. Rows: %(rows)s"),
    takes_long=True,
    changes_no_row=True,
)


def are_new_marks_due() -> bool:
    """Whether this database is older than the marks: rows are in it, and neither it nor ``KEYS_DIR`` knows of any mark.

    What somebody with the database alone can do never makes it so: the key and the anchor lie elsewhere. Where these
    are lost as well, every mark would have to be taken out, and then nothing works that needs one.
    """
    kept = anchor.stored()
    if kept is not None:
        return kept.marks_from == 0
    has_lines = db.session.scalar(select(func.count()).select_from(RecordLine)) or 0
    return bool(has_lines) and not keystore.is_there("marks") and not _has_marks()


def _has_marks() -> bool:
    marks = [RecordLine.keyed_mark, Envelope.keyed_mark, *(model.keyed_mark for model in models().values())]
    marked = (select(mark).where(mark.is_not(None)).limit(1) for mark in marks)
    return any(db.session.connection().scalar(query) is not None for query in marked)


def mark_anew(by: Actor) -> None:
    """Mark every row and every vote in a box as it is now. From this line of the record on, all lines are marked."""
    with acting(by, MARKS_BEGUN) as act:
        mark_all(act.session, act.facts)


def mark_all(session: Session, facts: dict) -> None:
    """The same as part of a bigger act; fills in the facts of its line."""
    keystore.forget_cached("marks")
    found = mark_everything(session, first=partial(_mark_what_is_left, session))
    facts.update({MARKS_BEGIN: True, "rows": sum(found.values()) + _mark_envelopes(session)})


def _mark_what_is_left(session: Session) -> None:
    table = BoxOpening.__table__
    for round_id in session.scalars(select(table.c.round_id).where(table.c.left_mark.is_not(None))).all():
        left = mark_of_what_is_left(round_id)
        session.connection().execute(update(table).where(table.c.round_id == round_id).values(left_mark=left))


def _mark_envelopes(session: Session) -> int:
    both = select(Turnout.__table__, Envelope.__table__).join(Envelope, Envelope.right_key == Turnout.right_key)
    turnout, envelope = list(Turnout.__table__.columns), list(Envelope.__table__.columns)
    rows = []
    for row in session.connection().execute(both):
        spent = {column.name: value for column, value in zip(turnout, row, strict=False)}
        put_in = {column.name: value for column, value in zip(envelope, row[len(turnout) :], strict=True)}
        rows.append({"its_key": put_in["right_key"], "its_mark": mark(ENVELOPE, *marked_values(spent, put_in))})
    table = Envelope.__table__
    change = update(table).where(table.c.right_key == bindparam("its_key")).values(keyed_mark=bindparam("its_mark"))
    if rows:
        session.connection().execute(change, rows)
    return len(rows)
