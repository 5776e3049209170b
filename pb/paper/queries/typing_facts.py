"""What is known of papers before they are typed: of one, or of all papers of a file in a constant number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from pb.database import db
from pb.paper.models import Batch, Bundle, Entry, Paper
from pb.paper.queries.movements import rooms_for


class KnownOfPaper(NamedTuple):
    """``is_from_elsewhere``: printed for another place, and none of those that are known to have come; ``typed_in``: the
    bundle in which it was typed in this pass, if it was; ``by_them``: this person has typed it in any pass; ``imported``: one
    of its entries came from a file.
    """

    is_from_elsewhere: bool
    typed_in: int | None
    by_them: bool
    imported: bool


def papers_by_serial(round_id: int, serials: Collection[str]) -> dict[str, Paper]:
    """The papers with these serials, as far as there are any."""
    query = select(Paper).where(Paper.round_id == round_id, Paper.serial.in_(serials))
    return {each.serial: each for each in db.session.scalars(query)}


def known_of_papers(
    account_id: int | None, bundle: Bundle, pass_number: int, papers: Sequence[Paper]
) -> dict[int, KnownOfPaper]:
    """By the id of each paper; those that come from elsewhere take their room one after another."""
    entries: dict[int, list[Any]] = defaultdict(list)
    for entry in db.session.execute(
        select(Entry.paper_id, Entry.pass_number, Entry.bundle_id, Entry.typed_by, Entry.imported).where(
            Entry.paper_id.in_([each.id for each in papers])
        )
    ):
        entries[entry.paper_id].append(entry)
    printed_for = dict(
        db.session.execute(select(Batch.id, Batch.session_id).where(Batch.round_id == bundle.round_id)).all()
    )
    rooms: Counter[int] = rooms_for(bundle)
    found: dict[int, KnownOfPaper] = {}
    for paper in papers:
        its = entries[paper.id]
        is_elsewhere = printed_for[paper.batch_id] != bundle.session_id
        if is_elsewhere and not any(each.bundle_id == bundle.id for each in its):
            rooms[paper.batch_id] -= 1
        found[paper.id] = KnownOfPaper(
            is_from_elsewhere=is_elsewhere and rooms[paper.batch_id] < 0,
            typed_in=next((each.bundle_id for each in its if each.pass_number == pass_number), None),
            by_them=any(each.typed_by == account_id for each in its),
            imported=any(each.imported for each in its),
        )
    return found
