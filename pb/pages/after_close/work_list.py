"""The papers that are looked at again, as somebody fetches them: box by box, by their numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from pb.database import db
from pb.paper.models import Bundle
from pb.paper.rules import shown_serial
from pb.results.queries.gap_sentences import place_of_session
from pb.results.queries.paper_checks import PaperToLookAt
from pb.venues.queries import sessions_by_id
from pb.words import Sentence
from pb.words import lazy_gettext as _l


@dataclass(frozen=True)
class BoxToFetch:
    """A box, or the bundle of an opening of post. ``papers``: numbers as they are printed, with the state of each."""

    where: Sentence | str
    papers: list[tuple[str, str]]


def boxes_of(papers: Iterable[PaperToLookAt]) -> list[BoxToFetch]:
    """Each box with papers to fetch, in the order of places; the papers of each by their numbers."""
    by_bundle: dict[int, list[PaperToLookAt]] = {}
    for each in papers:
        by_bundle.setdefault(each.paper.bundle_id, []).append(each)
    bundles = {each.id: each for each in db.session.scalars(select(Bundle).where(Bundle.id.in_(by_bundle)))}
    sessions = sessions_by_id(each.session_id for each in bundles.values() if each.session_id)
    boxes = [
        BoxToFetch(
            place_of_session(sessions[session_id]) if (session_id := bundles[id_].session_id) else _l("Post"),
            [(shown_serial(each.paper.serial), each.state) for each in found],
        )
        for id_, found in sorted(by_bundle.items())
    ]
    return sorted(boxes, key=lambda box: str(box.where))
