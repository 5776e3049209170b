"""Totals of tables that change without a line of the record are stamped: with a number that is noted outside of the
database too, beside the anchor.

Each act stamps them, and so does the process beside the server, every few minutes in which one has changed. A total that
was put back with its older rows bears an older stamp. It is never stamped again, so that it stays known as older. A
stamp counts stamps: it tells neither how many rows there are nor when.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from pb import mark_totals
from pb.anchor import Anchor
from pb.mark_totals import MarkTotal, stamp_is_right
from pb.marked import models

log = logging.getLogger("pb")
_TOTALS = MarkTotal.__table__
#: Each act asks these: they are put together once.
_ALL = select(_TOTALS).order_by(_TOTALS.c.table_name)
_OF_THESE = _ALL.where(_TOTALS.c.table_name.in_(bindparam("tables", expanding=True)))
_OF_THESE_LOCKED = _OF_THESE.with_for_update()


def tables() -> list[str]:
    """The tables whose totals are stamped: those that change without acts."""
    return [name for name, model in models().items() if model.outside_acts]


def stamp(session: Session, kept: Anchor | None, *, anew: bool = False) -> int:
    """Give the totals of ``tables`` the next stamp and return it; the caller notes it in the anchor after the commit.

    ``kept``: the anchor. Totals that are older than it, or are gone, are left as they are unless ``anew``: somebody said
    that this database is the right one.
    """
    known = set(kept.stamped) if kept and not anew else set()
    for name in set(tables()) - known:
        mark_totals.begin(session, name)
    rows = _stored(session, tables(), lock=True)
    newest, stamped = _newest(rows, kept), []
    for name in tables():
        row = rows.get(name)
        if row is None or (name in known and not (stamp_is_right(row) and row.as_of >= newest)):
            log.error("the total of the table %s is gone, or an older one: flask record verify says more", name)
        elif mark_totals.total_is_right(row):
            stamped.append(mark_totals.values(name, row.row_count, int(row.total, 16), newest + 1))
    mark_totals.write(session, stamped)
    return newest + 1


def all_noted(session: Session, kept: Anchor | None) -> bool:
    """Whether the anchor knows the newest stamp: not after a crash, or trouble with its folder, between the two."""
    return kept is None or _newest(_stored(session, tables(), lock=False), kept) == kept.stamp


def _newest(rows: dict[str, Any], kept: Anchor | None) -> int:
    """The newest stamp, by the anchor or by a total that got it just before a crash."""
    return max([kept.stamp if kept else 0, *(row.as_of for row in rows.values() if stamp_is_right(row))])


def faults(session: Session, kept: Anchor | None) -> Iterator[tuple[str, dict[str, str | int]]]:
    """Totals that are gone, or older than the anchor knows them."""
    if kept is None or not kept.stamp:
        return
    rows = _stored(session, None, lock=False)
    for name in sorted(set(rows) - set(kept.stamped)):
        if (rows[name].as_of, rows[name].stamp_mark) != (None, None):
            yield "wrong_total", {"name": name}
    rows = {name: rows[name] for name in kept.stamped if name in rows}
    newest = _newest(rows, kept)
    for name in kept.stamped:
        row = rows.get(name)
        if row is None:
            yield "no_total", {"name": name}
        elif not stamp_is_right(row) or row.as_of < newest:
            yield "old_total", {"name": name}


def _stored(session: Session, tables: Sequence[str] | None, *, lock: bool) -> dict[str, Any]:
    query = _ALL if tables is None else _OF_THESE_LOCKED if lock else _OF_THESE
    rows = session.connection().execute(query, {} if tables is None else {"tables": tables})
    return {row.table_name: row for row in rows}
