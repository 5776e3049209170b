"""The lot, typed by two people separately."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.edits import NothingChanged
from pb.marked import delete_rows
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.results.models import Lot, LotEntry
from pb.results.rules.lots import difference, digits_error, read_digits
from pb.results.rules.sentences import LOT_ONLY_ONCE
from pb.roles import COORDINATOR, COUNTER, STEERING, Actor
from pb.rounds.models import Round
from pb.voting.queries import box_opening_of
from pb.words import Sentence
from pb.words import lazy_gettext as _l


@dataclass(frozen=True)
class LotTyped:
    """What came of it: "waiting" for a second person, "drawn", or "differs" (with the sentence that names where)."""

    state: str
    sentence: Sentence | str = ""


LOT_TYPED = Act(
    "lot.typed", _l("entered the digits of the lot"), only=(COORDINATOR, STEERING, COUNTER), people=2, impartial=True
)


def type_lot(by: Actor, round_: Round, typed: str) -> LotTyped:
    """Somebody types the digits that were drawn in public (at least 20).

    The first person's digits wait for a second, different person. If the two agree the lot is drawn, once and for all;
    if they differ both typings are put away and both type again. Refuses before the box is open and after the draw.
    """
    digits = read_digits(typed)
    if sentence := digits_error(digits):
        raise Refusal(sentence, status=422)
    with acting(by, LOT_TYPED, round_id=round_.id) as act:
        box_opening = box_opening_of(round_.id)
        if box_opening is None:
            raise Refusal(_l("The ballot box has not been opened yet. You can draw the lot after it is opened."))
        if act.session.get(Lot, round_.id):
            raise Refusal(LOT_ONLY_ONCE)
        act.require_as_shown(box_opening)
        other = act.session.scalar(
            select(LotEntry).where(LotEntry.round_id == round_.id, LotEntry.typed_by != by.account_id)
        )
        own = LotEntry.round_id == round_.id, LotEntry.typed_by == by.account_id
        if other is None and digits == act.session.scalar(select(LotEntry.digits).where(*own)):
            raise NothingChanged
        delete_rows(act.session, LotEntry, *own)
        entry = LotEntry(round_id=round_.id, typed_by=by.account_id, digits=digits, typed_at=clock.now())
        act.session.add(entry)
        typed_now = LotTyped("waiting") if other is None else _together(act.session, round_, other, entry)
        act.facts.update(state=typed_now.state, digits=len(digits))
        if typed_now.state == "drawn":
            act.facts["lot"] = digits
    return typed_now


def _together(session: Session, round_: Round, first: LotEntry, second: LotEntry) -> LotTyped:
    """Two people have typed: draw the lot, or put both typings away."""
    session.flush()
    if sentence := difference(first.digits, second.digits):
        session.delete(first)
        session.delete(second)
        return LotTyped("differs", sentence)
    session.add(
        Lot(
            round_id=round_.id,
            digits=second.digits,
            typed_by=first.typed_by,
            also_typed_by=second.typed_by,
            drawn_at=clock.now(),
        )
    )
    return LotTyped("drawn")
