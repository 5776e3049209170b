"""A lost card is replaced, or a card that never worked is cancelled. A lost card works until its replacement is released.

So nobody alone ends a card that works: one person makes the new card here, and another releases it (``card_releases``).
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from pb.codes import new_code
from pb.marked import change_rows
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, Actor
from pb.rounds.models import Round
from pb.unicode_text import tidy
from pb.voting.actions.card_checks import CardIsUsed, noting_the_check
from pb.voting.actions.card_releases import cancel_new
from pb.voting.actions.cards import NewCard, add_pack, require_unopened_box
from pb.voting.models import CardPack, VotingRight
from pb.voting.queries import is_released, right_of_card
from pb.voting.queries.cards import CARD_REISSUED as REISSUED
from pb.voting.queries.cards import may_withdraw, pack_of, waiting_replacement_of
from pb.voting.rules.sentences import CARD_IS_CANCELLED, CARD_WORKS, SAY_WHAT_HAPPENED_TO_CARD
from pb.words import lazy_gettext as _l

CARD_REISSUED = Act(REISSUED, _l("made card %(new_card)s to replace lost card %(card)s"), only=(COORDINATOR,))


def replace_card(by: Actor, round_: Round, card_number: int, reason: str) -> NewCard:
    """A new card for who has lost theirs, in a pack of its own. The lost card works until another person releases the
    new one; a card that nobody has released yet, so that it never worked, is cancelled at once.

    Refuses without a reason; a card for which the same person has already made a new one that waits; and a card that
    was used or cancelled (who is told so leaves a line in the record). Another person may make a second new card beside
    one that waits, or its maker could keep the lost card from ever being replaced. The first to be released ends the
    others.
    """
    with (
        noting_the_check(by, round_, card_number),
        acting(by, CARD_REISSUED, round_id=round_.id, reason=_said(reason), card=card_number) as act,
    ):
        require_unopened_box(round_.id)
        right = _unspent(round_.id, card_number)
        if waiting := waiting_replacement_of(round_.id, card_number, made_by=by.account_id):
            raise Refusal(
                _l("Card %(new)s is waiting to replace this card.", new=waiting.first),
                _l("Someone else must release it, or you must withdraw it first."),
            )
        _require_no_replacement(pack_of(right))
        if not is_released(right):
            _cancel(act.session, right)
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
        if not cancel_new(act.session, pack.round_id, pack.first):
            raise Refusal(CARD_IS_CANCELLED)


CARD_CANCELLED = Act("card.voided", _l("cancelled card %(card)s"))


def cancel_card(by: Actor, round_: Round, card_number: int, reason: str) -> None:
    """Cancel a card that does not work yet, because nobody has released it. Refuses without a reason, and a card that
    works: it takes two people to end that one, who replace it.
    """
    with acting(by, CARD_CANCELLED, round_id=round_.id, reason=_said(reason), card=card_number) as act:
        right = _unspent(round_.id, card_number)
        if is_released(right):
            raise Refusal(
                CARD_WORKS,
                _l("Replace it on the page “Voting cards”. It ends when a second person releases the new card."),
            )
        _cancel(act.session, right)


def _said(reason: str) -> str:
    if not tidy(reason):
        raise Refusal(SAY_WHAT_HAPPENED_TO_CARD, status=422)
    return tidy(reason)


def _unspent(round_id: int, card_number: int) -> VotingRight:
    right = right_of_card(round_id, card_number)
    if right is None:
        said = _l("There is no card with the number %(number)s in this round.", number=card_number)
        raise Refusal(said, _l("Check the number on the list."))
    if right.status is not None:
        sentence = {
            "void": CARD_IS_CANCELLED,
            "exchanged": _l("This card has been handed in, at a session or by post."),
            "unused": _l("This card came back unused and has been closed."),
        }
        raise CardIsUsed(
            sentence.get(right.status, _l("This card has been used to vote.")), _l("It can no longer be replaced.")
        )
    return right


def _cancel(session: Session, right: VotingRight) -> None:
    """A card that never worked is cancelled. Nobody can have used it."""
    change_rows(session, VotingRight, (VotingRight.key == right.key, VotingRight.status.is_(None)), status="void")
