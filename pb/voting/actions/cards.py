"""Voting codes on cards and letters: made, voided, replaced, handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb.codes import code_hash, new_code, shown
from pb.database import db
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
from pb.voting.queries import are_unprinted, box_opening_of, cards_in, is_released, right_of_card
from pb.voting.queries.cards import CARD_REISSUED as REISSUED
from pb.voting.queries.cards import lost_card_of
from pb.voting.rules.sentences import NOT_RELEASED_YET, PHONE_ABOUT_THE_CARD
from pb.words import lazy_gettext as _l

#: The most cards that can be made at a time.
MOST_CARDS = 20_000
#: So many are made while their maker waits for the page; more are a job (``pb.voting.actions.card_orders``).
MOST_AT_ONCE = 200


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
    require_a_number_of_cards(how_many)
    return issue_codes(by, round_.id, [new_code() for _ in range(how_many)])


def issue_codes(
    by: Actor,
    round_id: int,
    codes: list[str],
    also: Callable[[Session, list[Card]], None] = lambda _session, _cards: None,
) -> list[Card]:
    """Make cards with these fresh codes. ``also`` happens in the same act, or neither does."""
    with acting(by, CARDS_ISSUED, round_id=round_id, cards=len(codes)) as act:
        cards = _add_pack(act.session, by, round_id, codes)
        act.facts.update(first=cards[0].number, last=cards[-1].number)
        also(act.session, cards)
    return cards


def cards_to_come(round_: Round, how_many: int) -> list[Card]:
    """``how_many`` cards with fresh codes and the next numbers of the round, to be printed before they are made."""
    require_closed_box(round_.id)
    return numbered([new_code() for _ in range(how_many)], after=_highest(db.session(), round_.id))


def issue_as_printed(by: Actor, round_: Round, printed: list[Card], give: Callable[[], None]) -> None:
    """Make the cards that were printed; ``give`` hands over what they are printed in, in the same act, or neither is
    done. Refuses where somebody made other cards since.
    """

    def as_printed(_session: Session, made: list[Card]) -> None:
        if made != printed:
            raise Refusal(_l("Somebody made cards at the same moment, so these were not made."), _l("Try again."))
        give()

    issue_codes(by, round_.id, [card.code for card in printed], as_printed)


def require_a_number_of_cards(how_many: int) -> None:
    """Refuse a number of cards that nobody makes at a time."""
    if not 1 <= how_many <= MOST_CARDS:
        raise Refusal(_l("You can make between 1 and %(most)s cards at a time.", most=number(MOST_CARDS)))


def _add_pack(session: Session, by: Actor, round_id: int, codes: list[str], replaces: int | None = None) -> list[Card]:
    """Cards with these codes, under the next numbers of the round, as a pack. Refuses once the ballot box is open."""
    require_closed_box(round_id)
    forget_cached("codes")  # nobody prints twenty thousand codes that another process could not read
    cards = numbered(codes, after=_highest(session, round_id))
    insert_rows(session, Right, [_row_of(round_id, card) for card in cards])
    span = {"first": cards[0].number, "last": cards[-1].number}
    session.add(CardPack(round_id=round_id, made_by=by.account_id, replaces=replaces, **span))
    session.flush()
    return cards


def numbered(codes: list[str], after: int) -> list[Card]:
    """Cards with these codes, and the numbers that follow ``after``."""
    return [Card(card_number, code) for card_number, code in enumerate(codes, start=after + 1)]


def _highest(session: Session, round_id: int) -> int:
    return session.scalar(select(func.max(Right.card_number)).where(Right.round_id == round_id)) or 0


def _row_of(round_id: int, card: Card) -> dict[str, Any]:
    return {
        "key": random_key(),
        "round_id": round_id,
        "kind": "code",
        "code_hash": code_hash("voting", card.code),
        "card_number": card.number,
        "assisted": False,
        "again": False,
    }


CARDS_RELEASED = Act(
    "cards.released",
    _l("counted and released %(cards)s voting cards, with the numbers %(first)s to %(last)s"),
    people=2,
    shows=lambda pack: (pack, cards_in(pack), *(astuple(lost) if (lost := lost_card_of(pack)) else ())),
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
        if are_unprinted(pack):
            raise Refusal(_l("Some of these cards have not been printed yet."), _l("Ask the person who made them."))
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


CARD_REISSUED = Act(REISSUED, _l("replaced lost card %(card)s with card %(new_card)s"))


def reissue_card(by: Actor, round_: Round, card_number: int, reason: str) -> Card:
    """A lost card is voided and a new one made for the same voter, in one act. Refuses what ``void_card`` refuses."""
    with (
        _leaving_a_line(by, round_, card_number),
        acting(by, CARD_REISSUED, round_id=round_.id, reason=_said(reason), card=card_number) as act,
    ):
        require_closed_box(round_.id)
        _void(act.session, round_.id, card_number)
        (card,) = _add_pack(act.session, by, round_.id, [new_code()], replaces=card_number)
        act.facts["new_card"] = card.number
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


def require_closed_box(round_id: int) -> None:
    """Refuse to give anybody a vote once the box is open."""
    if box_opening_of(round_id):
        raise Refusal(_l("The ballot box for this round has been opened, so nobody else can be given a vote."))


def exchange(session: Session, right: Right) -> None:
    """A card is handed in for an opening, a paper or a reply envelope: its code is used up. Part of a bigger act."""
    if not is_released(right):
        raise Refusal(NOT_RELEASED_YET, PHONE_ABOUT_THE_CARD)
    if change_rows(session, Right, (Right.key == right.key, Right.status.is_(None)), status="exchanged") != 1:
        session.refresh(right)
        raise Refusal(*why_spent(right))
