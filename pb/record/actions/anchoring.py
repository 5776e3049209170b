"""Somebody says that this database is the newest there is: an older copy, one that was put back, or one without anchor."""

from __future__ import annotations

from pb import anchor, mark_stamps
from pb.record.actions.record_lines import ActInProgress, acting
from pb.record.acts import Act
from pb.record.queries import put_back_here
from pb.record.rules import ANCHOR_SET_NAME, PUT_BACK_NAME
from pb.roles import Actor
from pb.words import lazy_gettext as _l

ANCHOR_SET = Act(
    ANCHOR_SET_NAME,
    _l(
        "confirmed that this copy of the data is the right one (line %(before)s was known; tables with older totals: "
        "%(older)s)"
    ),
    changes_no_row=True,
)
COPY_PUT_BACK = Act(
    PUT_BACK_NAME,
    _l(
        "put this copy of the data back from a backup that ends at line %(ends)s and was made: %(made)s (line %(before)s "
        "was known; tables with older totals: %(older)s)"
    ),
    changes_no_row=True,
)


def set_anchor(by: Actor) -> None:
    """An older copy of the database, one that was put back, or one without its anchor, is the right one: this act's line
    is the newest.
    """
    before, put_back = anchor.stored(), put_back_here()
    known = before.position if before else 0
    if put_back is None:
        with acting(by, ANCHOR_SET, before=known) as act:
            _moves_the_anchor(act, before)
        return
    with acting(by, COPY_PUT_BACK, before=known, ends=put_back.line, made=put_back.made) as act:
        _moves_the_anchor(act, before)
    anchor.forget_put_back()


def _moves_the_anchor(act: ActInProgress, before: anchor.Anchor | None) -> None:
    older = mark_stamps.faults(act.session, before)
    act.facts["older"] = ", ".join(sorted({str(facts["name"]) for _what, facts in older})) or "0"
    act.moves_the_anchor = True
