"""What somebody has typed last, one paper or a file, for as long as nobody else has typed it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import aliased

from pb.database import db
from pb.paper.models import Bundle, Entry


def last_entry_alone(bundle: Bundle, pass_number: int, account_id: int | None) -> Entry | None:
    """Of the last paper that this person typed in this pass of the bundle; None where somebody else has typed that paper
    too, or its vote is in the box.
    """
    mine = select(Entry).where(
        Entry.bundle_id == bundle.id, Entry.pass_number == pass_number, Entry.typed_by == account_id
    )
    last = db.session.scalar(mine.order_by(Entry.id.desc()).limit(1))
    if last is None or bundle.cast_at is not None:
        return None
    others = select(Entry.id).where(Entry.paper_id == last.paper_id, Entry.id != last.id)
    return None if db.session.scalar(others.limit(1)) else last


def uploaded_alone(bundle: Bundle, pass_number: int, account_id: int | None) -> list[int]:
    """The ids of the papers that this person typed from a file in this pass of the bundle, and nobody else has typed."""
    other = aliased(Entry)
    others = select(other.id).where(other.paper_id == Entry.paper_id, other.id != Entry.id)
    mine = (Entry.bundle_id == bundle.id, Entry.pass_number == pass_number, Entry.typed_by == account_id)
    return list(db.session.scalars(select(Entry.paper_id).where(*mine, Entry.imported.is_(True), ~others.exists())))
