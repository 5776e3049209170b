"""Voting cards are released by a second person; a lost one is replaced, and works until its replacement is released.

So nobody alone ends a card that works: one person makes the new card, another releases it, and that one act ends the old
card and makes the new one valid. Of the two, the database lets one vote (guards of ``CardPack``).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import astuple
from typing import Any

from sqlalchemy.orm import Session

from pb.codes import new_code
from pb.edits import NothingChanged
from pb.letters import tidy
from pb.marked import change_rows
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, STEERING, Actor
from pb.rounds.models import Round
from pb.voting.actions.card_checks import CardIsUsed, noting_the_check
from pb.voting.actions.cards import NewCard, add_pack, require_unopened_box
from pb.voting.models import CardPack, Right
from pb.voting.queries import are_unprinted, cards_in, is_released, right_of_card
from pb.voting.queries.cards import CARD_REISSUED as REISSUED
from pb.voting.queries.cards import (
    lost_card_of,
    may_withdraw,
    pack_of,
    waiting_card_replacements,
    waiting_replacement_of,
)
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
                ended = [each.first for each in others if _cancel_new(act.session, round_id, each.first)]
                act.facts.update({"also_cancelled": ended} if ended else {})
    except LostCardIsUsed as used:
        facts: dict[str, Any] = {"card": used.card_number, "new_card": new}
        with suppress(NothingChanged), acting(by, REPLACEMENT_ENDED, round_id=round_id, **facts) as act:
            _cancel_new(act.session, round_id, new)
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
        raise Refusal(_l("These cards have already been cancelled."))
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
    if change_rows(session, Right, (Right.key == lost.key, Right.status.is_(None)), status="void") == 1:
        return
    session.refresh(lost)
    if lost.status != "void":
        raise LostCardIsUsed(pack.replaces, pack.first)


def _cancel_new(session: Session, round_id: int, card_number: int) -> bool:
    here = (Right.round_id == round_id, Right.card_number == card_number, Right.status.is_(None))
    return change_rows(session, Right, here, status="void") == 1


CARD_CANCELLED = Act("card.voided", _l("cancelled card %(card)s"))


def cancel_card(by: Actor, round_: Round, card_number: int, reason: str) -> None:
    """Cancel a card that does not work yet, because nobody has released it. Refuses without a reason, and a card that
    works: it takes two people to end that one, who replace it.
    """
    with acting(by, CARD_CANCELLED, round_id=round_.id, reason=_said(reason), card=card_number) as act:
        right = _unused(round_.id, card_number)
        if is_released(right):
            raise Refusal(
                _l("This card works, so nobody can cancel it alone."),
                _l("Replace it on the page “Voting cards”. It ends when a second person releases the new card."),
            )
        _void(act.session, right)


CARD_REISSUED = Act(REISSUED, _l("made card %(new_card)s to replace lost card %(card)s"), only=(COORDINATOR,))


def replace_card(by: Actor, round_: Round, card_number: int, reason: str) -> NewCard:
    """A new card for who has lost theirs, in a pack of its own. The lost card works until another person releases the
    new one; a card that nobody has released yet, so that it never worked, is cancelled at once.

    Refuses without a reason, a card for which a new one of the same person waits already (another person may make one
    beside it, or that person could keep the card from ever being replaced; the first to be released ends the others), and
    a card that was used or cancelled: whoever is told so leaves a line in the record.
    """
    with (
        noting_the_check(by, round_, card_number),
        acting(by, CARD_REISSUED, round_id=round_.id, reason=_said(reason), card=card_number) as act,
    ):
        require_unopened_box(round_.id)
        right = _unused(round_.id, card_number)
        if waiting := waiting_replacement_of(round_.id, card_number, made_by=by.account_id):
            raise Refusal(
                _l("Card %(new)s is waiting to replace this card.", new=waiting.first),
                _l("Someone else must release it, or you must withdraw it first."),
            )
        _require_no_replacement(pack_of(right))
        if not is_released(right):
            _void(act.session, right)
        (card,) = add_pack(act.session, by, round_.id, [new_code()], replaces=card_number)
        act.facts["new_card"] = card.number
    return card


def _require_no_replacement(pack: CardPack | None) -> None:
    """A replacement that waits is not replaced itself: the first card, which still works, would be forgotten."""
    if pack is None or pack.replaces is None or pack.released_by is not None:
        return
    lost = right_of_card(pack.round_id, pack.replaces)
    if lost is not None and lost.status != "void":
        raise Refusal(
            _l("This card is waiting to replace card %(card)s, which may still work.", card=pack.replaces),
            _l("Withdraw this one first. Then replace card %(card)s again.", card=pack.replaces),
        )


REPLACEMENT_WITHDRAWN = Act(
    "card.withdrawn", _l("withdrew card %(new_card)s, which was to replace card %(card)s"), only=(COORDINATOR,)
)


def withdraw_replacement(by: Actor, pack: CardPack) -> None:
    """Who made a card in place of a lost one withdraws it before it is released: it is cancelled, and the lost card goes
    on as it was. What the command line made, or somebody who has left, is withdrawn by anybody who may make cards.
    """
    with acting(by, REPLACEMENT_WITHDRAWN, round_id=pack.round_id, card=pack.replaces, new_card=pack.first) as act:
        if pack.replaces is None or pack.released_by is not None:
            raise Refusal(_l("This card has been released, so it can no longer be withdrawn."))
        if not may_withdraw(by.account_id, pack):
            raise Refusal(
                _l("Someone else made this card, so only they can withdraw it."),
                _l("You can release it. If it is lost as well, replace it after that."),
            )
        if not _cancel_new(act.session, pack.round_id, pack.first):
            raise Refusal(_l("This card has already been cancelled."))


def _said(reason: str) -> str:
    if not tidy(reason):
        raise Refusal(_l("Enter a few words about what happened to the card."), status=422)
    return tidy(reason)


def _unused(round_id: int, card_number: int) -> Right:
    right = right_of_card(round_id, card_number)
    if right is None:
        said = _l("There is no card with the number %(number)s in this round.", number=card_number)
        raise Refusal(said, _l("Check the number on the list."))
    if right.status is not None:
        sentence = {
            "void": _l("This card has already been cancelled."),
            "exchanged": _l("This card has been handed in, at a session or by post."),
            "unused": _l("This card came back unused and has been closed."),
        }
        raise CardIsUsed(
            sentence.get(right.status, _l("This card has been used to vote.")), _l("It can no longer be replaced.")
        )
    return right


def _void(session: Session, right: Right) -> None:
    """A card that never worked is cancelled. Nobody can have used it."""
    change_rows(session, Right, (Right.key == right.key, Right.status.is_(None)), status="void")
