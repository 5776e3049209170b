"""How far the bundles on the desk are, in numbers. A bundle is looked into again only when a row of it has changed: each
typed paper has to be unsealed to be compared, and of two hundred bundles that would take seconds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, type_coerce
from sqlalchemy.types import NullType
from sqlalchemy.util import LRUCache

from pb.database import db
from pb.keystore import desk_key, load_key
from pb.paper.models import Bundle, Entry, Ruling
from pb.paper.queries.of_a_round import strays_in
from pb.paper.queries.papers import PaperStatus, paper_statuses
from pb.paper.rules import PaperState
from pb.voting.queries import FrozenBallot, withdrawn_numbers


@dataclass(frozen=True)
class BundleOnDesk:
    """A bundle in numbers: ``papers`` that were typed at all, ``typed`` in the first and in the second pass, ``due`` for a
    third look or a ruling, ``settled``; and ``strays`` that two people have set aside.
    """

    papers: int = 0
    typed: tuple[int, int] = (0, 0)
    due: int = 0
    settled: int = 0
    strays: int = 0


#: What was found of a bundle, by its id and a hash of every row that it was found in, marks and all: a row that was
#: changed past the program is another row, and is looked at. Numbers only, nothing that was typed.
_known: LRUCache[tuple[str, int, str], BundleOnDesk] = LRUCache(2_000)


def on_desk(bundles: Iterable[Bundle], ballot: FrozenBallot) -> dict[int, BundleOnDesk]:
    """The same of these bundles, by their ids."""
    ids = [bundle.id for bundle in bundles]
    if not ids:
        return {}
    strays, rows = strays_in(ballot.round_id).agreed, _rows(ids)
    rests_on = (load_key(desk_key(ballot.round_id)), ballot.public_key, sorted(withdrawn_numbers(ballot)))
    url = str(db.engine.url)
    keys = {id_: (url, id_, _hash(rests_on, strays[id_], rows[id_])) for id_ in ids}
    new = [id_ for id_, key in keys.items() if key not in _known]
    for id_, statuses in paper_statuses(new, ballot).items() if new else ():
        _known[keys[id_]] = _in_numbers(statuses, strays[id_])
    return {id_: _known[key] for id_, key in keys.items()}


def _in_numbers(statuses: Sequence[PaperStatus], strays: int) -> BundleOnDesk:
    first, second = (sum(any(e.pass_number == n for e in each.entries) for each in statuses) for n in (1, 2))
    return BundleOnDesk(
        papers=len(statuses),
        typed=(first, second),
        due=sum(each.state in (PaperState.DIFFERS, PaperState.TO_RULE) for each in statuses),
        settled=sum(each.state == PaperState.SETTLED for each in statuses),
        strays=strays,
    )


def _rows(ids: Sequence[int]) -> dict[int, list[Any]]:
    """Every column of them as the database has it: they are only compared, so no moment is made of a text first."""
    found: dict[int, list[Any]] = {id_: [] for id_ in ids}
    for table in (Entry.__table__, Ruling.__table__):
        as_it_lies = [type_coerce(column, NullType()) for column in table.columns]
        of_these = select(table.c.bundle_id, *as_it_lies).where(table.c.bundle_id.in_(ids))
        for bundle_id, *row in db.session.execute(of_these.order_by(*table.primary_key)).all():
            found[bundle_id].append(row)
    return found


def _hash(*rests_on: Any) -> str:
    return hashlib.sha256(repr(rests_on).encode()).hexdigest()
