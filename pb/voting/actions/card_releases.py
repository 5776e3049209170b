"""Voting cards are released by a second person: from then on their codes work.

The release of a new card in place of a lost one (``lost_cards``) ends the lost one in the same act. Of the two, the
database lets one vote (guards of ``CardPack``).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import astuple
from typing import Any

from sqlalchemy.orm import Session

from pb.edits import NothingChanged
from pb.marked import change_rows
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, STEERING, Actor
from pb.voting.actions.cards import require_unopened_box
from pb.voting.models import CardPack, VotingRight
from pb.voting.queries import are_unprinted, cards_in, right_of_card
from pb.voting.queries.cards import (
    lost_card_of,
    waiting_card_replacements,
)
from pb.voting.rules.sentences import CARDS_ARE_CANCELLED
from pb.words import lazy_gettext as _l

CARDS_RELEASED = Act(
    "cards.released",
    _l("counted and released %(cards)s voting cards, with the numbers %(first)s to %(last)s"),
    only=(COORDINATOR, STEERING),
    people=2,
    shows=lambda pack: (pack, cards_in(pack), *(astuple(lost) if (lost := lost_card_of(pack)) else ())),
    of_one=_l("counted and released the voting card with the number %(first)s"),
)
REPLACEMENT_ENDED = Act(
    "card.replacement_ended",
    _l("cancelled the new card %(new_card)s, because card %(card)s can no longer be replaced"),
    only=(COORDINATOR, STEERING),
)


def release_cards(by: Actor, pack: CardPack, counted: int) -> None:
    """Somebody who has not made the cards has counted the printed pack: from now on its codes work, and the lost card
    that the pack replaces no longer does.

    Refuses who made them, a second time, a number that is not how many there are, and once the box is open. Where the
    lost card was used meanwhile, the new one is cancelled instead, with a line in the record.
    """
    round_id, new = pack.round_id, pack.first
    try:
        with acting(by, CARDS_RELEASED, round_id=round_id, first=new, last=pack.last, cards=counted) as act:
            _require_releasable(by, pack)
            act.require_as_shown(pack)
            _require_counted(pack, counted)
            pack.released_by = by.account_id
            act.session.flush()  # the lost card ends only where its replacement is released
            if pack.replaces is not None:
                _end_replaced(act.session, pack)
                others = waiting_card_replacements(round_id, pack.replaces)
                ended = [each.first for each in others if cancel_new(act.session, round_id, each.first)]
                act.facts.update({"also_cancelled": ended} if ended else {})
    except LostCardIsUsed as used:
        facts: dict[str, Any] = {"card": used.card_number, "new_card": new}
        with suppress(NothingChanged), acting(by, REPLACEMENT_ENDED, round_id=round_id, **facts) as act:
            cancel_new(act.session, round_id, new)
        raise


def _require_releasable(by: Actor, pack: CardPack) -> None:
    require_unopened_box(pack.round_id)
    if pack.released_by is not None:
        raise Refusal(_l("These cards have already been released."))
    if pack.made_by == by.account_id:
        raise Refusal(_l("You made these cards, so someone else must count and release them."))


def _require_counted(pack: CardPack, counted: int) -> None:
    if are_unprinted(pack):
        raise Refusal(_l("Some of these cards have not been printed yet."), _l("Ask the person who made them."))
    if not cards_in(pack):
        raise Refusal(CARDS_ARE_CANCELLED)
    if counted != cards_in(pack):
        raise Refusal(
            _l("This does not match the number of cards that were made."),
            _l(
                "Count them again. If a card is missing, the coordinator must replace it first: it may be in the wrong hands."
            ),
            status=422,
        )


class LostCardIsUsed(Refusal):
    """Nobody gets a new card for one that has given its vote, or was handed in or counted as unused, while it waited."""

    def __init__(self, card_number: int, new: int) -> None:
        self.card_number = card_number
        super().__init__(
            _l(
                "Card %(card)s was used, handed in or counted as unused before you released card %(new)s.",
                card=card_number,
                new=new,
            ),
            _l("Card %(new)s is cancelled and will never work. Put it with the cards that are not used.", new=new),
        )


def _end_replaced(session: Session, pack: CardPack) -> None:
    """The lost card ends by one UPDATE, which decides between this release and a vote at the same moment. One that was
    cancelled before (it had never worked) stays so.
    """
    assert pack.replaces is not None
    lost = right_of_card(pack.round_id, pack.replaces)
    assert lost is not None
    if (
        change_rows(session, VotingRight, (VotingRight.key == lost.key, VotingRight.status.is_(None)), status="void")
        == 1
    ):
        return
    session.refresh(lost)
    if lost.status != "void":
        raise LostCardIsUsed(pack.replaces, pack.first)


def cancel_new(session: Session, round_id: int, card_number: int) -> bool:
    """Cancel a new card that nobody has released, as part of a bigger act; whether it was there and unused."""
    here = (VotingRight.round_id == round_id, VotingRight.card_number == card_number, VotingRight.status.is_(None))
    return change_rows(session, VotingRight, here, status="void") == 1
