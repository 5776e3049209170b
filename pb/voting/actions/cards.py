"""Voting codes on cards and letters: made, voided, replaced, handed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb.codes import code_hash, new_code, shown
from pb.formats import number
from pb.keystore import forget_cached
from pb.marked import change_rows, insert_rows
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import Actor
from pb.rounds.models import Round
from pb.voting.actions.cast import why_spent
from pb.voting.models import CardPack, Right, random_key
from pb.voting.queries import box_opening_of, cards_in, is_released, right_of_card
from pb.voting.rules.sentences import NOT_RELEASED_YET, PHONE_ABOUT_THE_CARD
from pb.words import lazy_gettext as _l

#: The most cards that can be made at a time.
MOST_CARDS = 20_000


@dataclass(frozen=True)
class Card:
    """A voting code as it is printed. It exists only until it is printed: the database keeps a keyed hash."""

    number: int
    code: str

    @property
    def shown(self) -> str:
        """The code in groups, as people read it."""
        return shown(self.code)


CARDS_ISSUED = Act(
    "cards.issued", _l("made %(cards)s voting cards, with the numbers %(first)s to %(last)s"), takes_long=True
)


def issue_cards(by: Actor, round_: Round, how_many: int) -> list[Card]:
    """Make ``how_many`` voting codes for a round (1 to ``MOST_CARDS``). The codes are returned once and never again."""
    if not 1 <= how_many <= MOST_CARDS:
        raise Refusal(_l("You can make between 1 and %(most)s cards at a time.", most=number(MOST_CARDS)))
    with acting(by, CARDS_ISSUED, round_id=round_.id, cards=how_many) as act:
        _require_closed_box(round_.id)
        cards = _new_cards(act.session, round_.id, how_many)
        act.facts.update(first=cards[0].number, last=cards[-1].number)
        _pack(act.session, by, round_.id, cards)
    return cards


def _new_cards(session: Session, round_id: int, how_many: int) -> list[Card]:
    forget_cached("codes")  # nobody prints twenty thousand codes that another process could not read
    highest = session.scalar(select(func.max(Right.card_number)).where(Right.round_id == round_id)) or 0
    cards = [Card(highest + place, new_code()) for place in range(1, how_many + 1)]
    insert_rows(
        session,
        Right,
        [
            {
                "key": random_key(),
                "round_id": round_id,
                "kind": "code",
                "code_hash": code_hash("voting", card.code),
                "card_number": card.number,
                "assisted": False,
                "again": False,
            }
            for card in cards
        ],
    )
    return cards


def _pack(session: Session, by: Actor, round_id: int, cards: list[Card], replaces: int | None = None) -> None:
    span = {"first": cards[0].number, "last": cards[-1].number}
    session.add(CardPack(round_id=round_id, made_by=by.account_id, replaces=replaces, **span))
    session.flush()


CARDS_RELEASED = Act(
    "cards.released",
    _l("counted and released %(cards)s voting cards, with the numbers %(first)s to %(last)s"),
    people=2,
    shows=lambda pack: (pack, cards_in(pack)),
)


def release_cards(by: Actor, pack: CardPack, counted: int) -> None:
    """Somebody who has not made the cards has counted the printed pack: from now on its codes work.

    Refuses who made them, a second time, and a number that is not how many there are.
    """
    with acting(by, CARDS_RELEASED, round_id=pack.round_id, first=pack.first, last=pack.last, cards=counted) as act:
        if pack.released_by is not None:
            raise Refusal(_l("These cards have already been released."))
        if pack.made_by == by.account_id:
            raise Refusal(_l("You made these cards, so someone else must count and release them."))
        act.require_as_shown(pack)
        if counted != cards_in(pack):
            raise Refusal(
                _l("This does not match the number of cards that were made."),
                _l(
                    "Count them again. If a card is missing, the coordinator must replace it first: it may be in the wrong hands."
                ),
                status=422,
            )
        pack.released_by = by.account_id


CARD_VOIDED = Act("card.voided", _l("cancelled card %(card)s"))


def void_card(by: Actor, round_: Round, card_number: int, reason: str) -> None:
    """Void a lost card by its printed number, so that its code no longer works. Refuses without a reason, and a card
    that was used: whoever is told so leaves a line in the record.
    """
    with (
        _leaving_a_line(by, round_, card_number),
        acting(by, CARD_VOIDED, round_id=round_.id, reason=_said(reason), card=card_number) as act,
    ):
        _void(act.session, round_.id, card_number)


CARD_REISSUED = Act("card.reissued", _l("replaced lost card %(card)s with card %(new_card)s"))


def reissue_card(by: Actor, round_: Round, card_number: int, reason: str) -> Card:
    """A lost card is voided and a new one made for the same voter, in one act. Refuses what ``void_card`` refuses."""
    with (
        _leaving_a_line(by, round_, card_number),
        acting(by, CARD_REISSUED, round_id=round_.id, reason=_said(reason), card=card_number) as act,
    ):
        _require_closed_box(round_.id)
        _void(act.session, round_.id, card_number)
        card = _new_cards(act.session, round_.id, 1)[0]
        act.facts["new_card"] = card.number
        _pack(act.session, by, round_.id, [card], replaces=card_number)
    return card


CARD_LOOKED_AT = Act("card.looked_at", _l("checked whether card %(card)s can still be used"))


@contextmanager
def _leaving_a_line(by: Actor, round_: Round, card_number: int) -> Iterator[None]:
    """Somebody who is told that a card was used knows that a person has voted. The record says that they asked, never
    the answer.
    """
    try:
        yield
    except CardIsUsed:
        with acting(by, CARD_LOOKED_AT, round_id=round_.id, card=card_number):
            pass
        raise


class CardIsUsed(Refusal):
    """A card that somebody asked about has been used, handed in or cancelled."""


def _said(reason: str) -> str:
    if not reason.strip():
        raise Refusal(_l("Enter a few words about what happened to the card."), status=422)
    return reason.strip()


def _void(session: Session, round_id: int, card_number: int) -> None:
    right = right_of_card(round_id, card_number)
    if right is None:
        said = _l("There is no card with the number %(number)s in this round.", number=card_number)
        raise Refusal(said, _l("Check the number on the list."))
    if change_rows(session, Right, (Right.key == right.key, Right.status.is_(None)), status="void") != 1:
        sentence = {
            "void": _l("This card has already been cancelled."),
            "exchanged": _l("This card has been handed in, at a session or by post."),
            "unused": _l("This card came back unused and has been closed."),
        }
        raise CardIsUsed(
            sentence.get(right.status or "", _l("This card has been used to vote.")),
            _l("It can no longer be replaced."),
        )


def _require_closed_box(round_id: int) -> None:
    if box_opening_of(round_id):
        raise Refusal(_l("The ballot box for this round has been opened, so nobody else can be given a vote."))


def exchange(session: Session, right: Right) -> None:
    """A card is handed in for an opening, a paper or a reply envelope: its code is used up. Part of a bigger act."""
    if not is_released(right):
        raise Refusal(NOT_RELEASED_YET, PHONE_ABOUT_THE_CARD)
    if change_rows(session, Right, (Right.key == right.key, Right.status.is_(None)), status="exchanged") != 1:
        session.refresh(right)
        raise Refusal(*why_spent(right))
