"""Where the papers of a round lie: printed for a place, and moved since. A constant number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from pb.database import db
from pb.paper.models import Batch, Bundle, Entry, Movement, Paper
from pb.plain_rows import plain_rows
from pb.read_once import read_once

#: A place of papers: a voting session by its id, or the office.
Place = int | None


@dataclass
class BatchWhereabouts:
    """Papers printed together: how many, and how many of them were typed in bundles of the post."""

    batch: Batch
    printed: int
    typed_by_post: int


def batches_in(round_id: int) -> list[BatchWhereabouts]:
    """The batches of a round, oldest first."""
    printed = papers_in_batches(round_id)
    typed = select(Paper.batch_id, func.count(Entry.paper_id.distinct())).join(Entry, Entry.paper_id == Paper.id)
    typed = typed.join(Bundle, Bundle.id == Entry.bundle_id).where(
        Bundle.round_id == round_id, Bundle.session_id.is_(None)
    )
    by_post = dict(db.session.execute(typed.group_by(Paper.batch_id)).all())
    return [BatchWhereabouts(each, printed.get(each.id, 0), by_post.get(each.id, 0)) for each in _batches(round_id)]


@read_once
def papers_in_batches(round_id: int) -> dict[int, int]:
    """How many papers each batch of a round has, by its id: counted once for a page."""
    here = select(Batch.id).where(Batch.round_id == round_id)  # an index has the batches of papers, and not their round
    numbers = select(Paper.batch_id, func.count()).where(Paper.batch_id.in_(here))
    return dict(db.session.execute(numbers.group_by(Paper.batch_id)).all())


@read_once
def printed_for(round_id: int) -> Counter[tuple[Place, int]]:
    """How many papers were printed for each place, batch by batch: {(place, batch id): papers}."""
    papers = papers_in_batches(round_id)
    return Counter({(each.session_id, each.id): papers[each.id] for each in _batches(round_id) if each.id in papers})


@read_once
def _batches(round_id: int) -> list[Batch]:
    return plain_rows(db.session(), Batch, select(Batch).where(Batch.round_id == round_id).order_by(Batch.id))


@read_once
def movements_in(round_id: int) -> list[Movement]:
    """What was written down of a round's papers, oldest first."""
    query = select(Movement).where(Movement.round_id == round_id).order_by(Movement.id)
    return plain_rows(db.session(), Movement, query)


def held(round_id: int) -> Counter[tuple[Place, int]]:
    """How many papers of each batch lie at each place, used ones included: {(place, batch id): papers}."""
    found = Counter(printed_for(round_id))
    move(found, movements_in(round_id))
    return found


def move(found: Counter[tuple[Place, int]], movements: Iterable[Movement]) -> None:
    """Take papers from where they were to where they went."""
    for each in movements:
        if not each.found_later or each.agreed_by is not None:
            found[each.from_session_id, each.batch_id] -= each.papers
            found[each.to_session_id, each.batch_id] += each.papers


def papers_at(round_id: int) -> Counter[Place]:
    """How many papers lie at each place that has some."""
    found: Counter[Place] = Counter()
    for (place, _batch), papers in held(round_id).items():
        found[place] += papers
    return +found


def lent_in(sessions: Select[int] | Sequence[int]) -> Counter[int]:
    """How many blank papers came to these sessions, as their accounts count them."""
    return _lent(Movement.to_session_id, Movement.to_account, sessions)


def lent_out(sessions: Select[int] | Sequence[int]) -> Counter[int]:
    """How many went from them elsewhere."""
    return _lent(Movement.from_session_id, Movement.from_account, sessions)


def _lent(place: Any, counted: Any, sessions: Select[int] | Sequence[int]) -> Counter[int]:
    query = select(place, func.sum(Movement.papers)).where(place.in_(sessions), counted).group_by(place)
    return Counter(dict(db.session.execute(query).all()))


def room_for(bundle: Bundle, paper: Paper) -> int:
    """How many more papers of this one's batch can be in the bundle's box by what is known of where papers went. Asked of a
    paper that was printed for another place.
    """
    here = (Movement.batch_id == paper.batch_id, Movement.to_session_id.is_not_distinct_from(bundle.session_id))
    came = select(func.coalesce(func.sum(Movement.papers), 0)).where(*here, Movement.counts)
    typed = _typed_elsewhere(bundle.round_id).where(
        Bundle.session_id.is_not_distinct_from(bundle.session_id),
        Paper.batch_id == paper.batch_id,
        Paper.id != paper.id,
    )
    there = sum(papers for _place, _batch, papers in db.session.execute(typed))
    return (db.session.scalar(came) or 0) - there


def rooms_for(bundle: Bundle) -> Counter[int]:
    """The same for every batch that papers came from or were typed of: how many more can be in the bundle's box; below 0
    where more were typed than are known to have come.
    """
    came = select(Movement.batch_id, func.sum(Movement.papers)).where(
        Movement.round_id == bundle.round_id,
        Movement.to_session_id.is_not_distinct_from(bundle.session_id),
        Movement.counts,
    )
    found = Counter({batch: int(papers) for batch, papers in db.session.execute(came.group_by(Movement.batch_id))})
    here = Bundle.session_id.is_not_distinct_from(bundle.session_id)
    for _place, batch, papers in db.session.execute(_typed_elsewhere(bundle.round_id).where(here)):
        found[batch] -= papers
    return found


@read_once
def unexplained(round_id: int) -> Counter[tuple[Place, int]]:
    """Papers that were typed at a place for which they were not printed, beyond those that are known to have gone there:
    {(place, batch id): papers}.
    """
    found = Counter({(place, batch): papers for place, batch, papers in db.session.execute(_typed_elsewhere(round_id))})
    if not found:
        return found
    for each in movements_in(round_id):
        if not each.found_later or each.agreed_by is not None:
            found[each.to_session_id, each.batch_id] -= each.papers
    return +found


def _typed_elsewhere(round_id: int) -> Select[int | None, int, int]:
    """By place and batch: papers that were typed where they were not printed for."""
    query = select(Bundle.session_id, Paper.batch_id, func.count(Entry.paper_id.distinct()))
    query = query.join(Entry, Entry.bundle_id == Bundle.id).join(Paper, Paper.id == Entry.paper_id)
    query = query.join(Batch, Batch.id == Paper.batch_id)
    elsewhere = Batch.session_id.is_distinct_from(Bundle.session_id)
    return query.where(Bundle.round_id == round_id, elsewhere).group_by(Bundle.session_id, Paper.batch_id)


def waiting_movements(round_id: int) -> list[Movement]:
    """What one person has said afterwards, and nobody has agreed to."""
    here = (Movement.round_id == round_id, Movement.found_later, Movement.agreed_by.is_(None))
    return list(db.session.scalars(select(Movement).where(*here).order_by(Movement.id)))


class ToExplain(NamedTuple):
    """Papers of one batch that were typed where they were not printed for. ``said_by``: who has said how they came, all of
    them; None where nobody has.
    """

    papers: int
    said_by: int | None


def to_explain(round_id: int) -> dict[Place, dict[int, ToExplain]]:
    """What two people have to explain, by place and batch."""
    found: dict[Place, dict[int, ToExplain]] = {}
    missing = unexplained(round_id)
    said = {(each.to_session_id, each.batch_id): each for each in waiting_movements(round_id)} if missing else {}
    for (place, batch), papers in missing.items():
        waiting = said.get((place, batch))
        fits = waiting is not None and waiting.papers == papers
        found.setdefault(place, {})[batch] = ToExplain(papers, waiting.recorded_by if waiting and fits else None)
    return found
