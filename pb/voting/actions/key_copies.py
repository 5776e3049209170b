"""The copies of a dead key: two people say that they are destroyed."""

from __future__ import annotations

from pb import clock
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, COUNTER, STEERING, Actor
from pb.rounds.models import Round
from pb.voting.models import KeyDestruction
from pb.voting.queries import box_opening_of, key_destruction_of
from pb.voting.rules.sentences import COPIES_ARE_DESTROYED
from pb.words import lazy_gettext as _l

KEY_COPIES_DESTROYED = Act(
    "key_copies.destroyed",
    _l("said that every copy of the ballot box key has been destroyed"),
    only=(COORDINATOR, STEERING, COUNTER),
)


def report_key_copies_destroyed(by: Actor, round_: Round) -> None:
    """The first of two people says that the memory stick and the word sheets are destroyed. Refuses before the
    opening, when the key is still needed, and a second time.
    """
    with acting(by, KEY_COPIES_DESTROYED, round_id=round_.id) as act:
        _require_opened_box(round_)
        if key_destruction_of(round_.id):
            raise Refusal(
                _l("Someone else has just said that the copies of the key are destroyed."),
                _l("Check it yourself, then confirm it."),
            )
        act.session.add(KeyDestruction(round_id=round_.id, reported_by=by.account_id, reported_at=clock.now()))


KEY_COPIES_CONFIRMED = Act(
    "key_copies.confirmed",
    _l("confirmed that every copy of the ballot box key has been destroyed"),
    only=(COORDINATOR, STEERING, COUNTER),
    people=2,
)


def confirm_key_copies_destroyed(by: Actor, round_: Round) -> None:
    """A second person has seen it too. Refuses the first person, and before anybody has said it."""
    with acting(by, KEY_COPIES_CONFIRMED, round_id=round_.id) as act:
        _require_opened_box(round_)
        destruction = key_destruction_of(round_.id)
        if destruction is None:
            raise Refusal(_l("Nobody has said yet that the copies of the key are destroyed."))
        if destruction.agreed_by is not None:
            raise Refusal(COPIES_ARE_DESTROYED)
        if destruction.reported_by == by.account_id:
            raise Refusal(_l("You said this first, so someone else must confirm it."))
        act.require_as_shown(destruction)
        destruction.agreed_by, destruction.agreed_at = by.account_id, clock.now()


def _require_opened_box(round_: Round) -> None:
    if box_opening_of(round_.id) is None or not round_.public_key:  # an imported round never had a key
        raise Refusal(
            _l("The ballot box has not been opened yet, so the copies of its key are still needed."),
            _l("Keep them safe until it has been opened."),
        )
