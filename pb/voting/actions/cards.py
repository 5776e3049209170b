"""Voting codes on cards and letters: made, voided, replaced, handed in."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb.codes import code_hash, new_code
from pb.keystore import forget_cached
from pb.marked import change_rows, insert_rows
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import Actor
from pb.rounds.models import Round
from pb.voting.actions.cast import ALREADY
from pb.voting.models import Right, random_key
from pb.voting.queries import opening_of, right_of_card
from pb.wording import number
from pb.words import lazy_gettext as _l

#: The most cards that can be made at a time.
MOST_CARDS = 20_000


@dataclass(frozen=True)
class Card:
    """A voting code as it is printed. It exists only until it is printed: the database keeps a keyed hash."""

    number: int
    code: str


CARDS_ISSUED = Act("cards.issued", _l("made voting cards"))


def issue_cards(by: Actor, round_: Round, how_many: int) -> list[Card]:
    """Make ``how_many`` voting codes for a round (1 to 20,000). The codes are returned once and never again."""
    if not 1 <= how_many <= MOST_CARDS:
        raise Refusal(_l("You can make between 1 and %(most)s cards at a time.", most=number(MOST_CARDS)))
    with acting(by, CARDS_ISSUED, round_id=round_.id, cards=how_many) as act:
        _insist_box_is_closed(round_.id)
        cards = _new_cards(act.session, round_.id, how_many)
        act.facts.update(first=cards[0].number, last=cards[-1].number)
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


CARD_VOIDED = Act("card.voided", _l("cancelled a lost card"))


def void_card(by: Actor, round_: Round, card_number: int, reason: str) -> None:
    """Void a lost card by its printed number, so that its code no longer works. Refuses a card that was used."""
    with acting(by, CARD_VOIDED, round_id=round_.id, reason=reason, card=card_number) as act:
        _void(act.session, round_.id, card_number)


CARD_REISSUED = Act("card.reissued", _l("replaced a lost card"))


def reissue_card(by: Actor, round_: Round, card_number: int, reason: str) -> Card:
    """A lost card is voided and a new one made for the same voter, in one act."""
    with acting(by, CARD_REISSUED, round_id=round_.id, reason=reason, card=card_number) as act:
        _void(act.session, round_.id, card_number)
        card = _new_cards(act.session, round_.id, 1)[0]
        act.facts["new_card"] = card.number
    return card


def _void(session: Session, round_id: int, card_number: int) -> None:
    right = right_of_card(round_id, card_number)
    if right is None:
        said = _l("There is no card with the number %(number)s in this round.", number=card_number)
        raise Refusal(said, _l("Check the number on the list."))
    if change_rows(session, Right, (Right.key == right.key, Right.status.is_(None)), status="void") != 1:
        sentence = {
            "void": _l("This card has already been cancelled."),
            "exchanged": _l("This card has been handed in at a session."),
        }
        raise Refusal(
            sentence.get(right.status or "", _l("This card has been used to vote.")),
            _l("It can no longer be replaced."),
        )


def _insist_box_is_closed(round_id: int) -> None:
    if opening_of(round_id):
        raise Refusal(_l("The ballot box for this round has been opened, so nobody else can be given a vote."))


def exchange(session: Session, right: Right) -> None:
    """A card is handed in for an opening, a paper or a reply envelope: its code is used up. Part of a bigger act."""
    if change_rows(session, Right, (Right.key == right.key, Right.status.is_(None)), status="exchanged") != 1:
        session.refresh(right)
        raise Refusal(*ALREADY[right.status or "unknown"])
