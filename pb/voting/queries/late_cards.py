"""Cards whose codes come sealed from a tablet: the key for them, and what is the matter with one."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select

from pb.codes import Slip, read_code
from pb.database import db
from pb.derived_keys import derived_key
from pb.keystore import KeyIsDead, desk_key, load_key
from pb.voting.models import HeldEnvelope, VotingRight
from pb.voting.queries.cards import is_released
from pb.voting.queries.rights import right_of_code
from pb.voting.rules.card_sealing import code_on_card, key_of_cards, public_half
from pb.voting.rules.envelopes import CARD_FAULTS
from pb.voting.rules.frozen_ballot import FrozenBallot

_PURPOSE = b"pb key for the codes of cards 1"


def public_card_key(ballot: FrozenBallot) -> str:
    """For which the tablets of a round seal the codes of cards, in hex; "" where voters bring none, or voting is long over."""
    try:
        return public_half(_key(ballot.round_id)) if ballot.entitlement == "code" else ""
    except KeyIsDead:
        return ""


def _key(round_id: int) -> ec.EllipticCurvePrivateKey:
    """Made from the round's desk key: it is there from the freeze on, is kept and looked after as that one is, and dies with
    it.
    """
    return key_of_cards(derived_key(load_key(desk_key(round_id)).hex(), _PURPOSE))


def card_of_vote(round_id: int, right_key: str, sealed: bytes | None) -> VotingRight | None:
    """The card whose code came with a vote; None where the code is no card's of this round, or cannot be read."""
    typed = code_on_card(_key(round_id), round_id, right_key, sealed) if sealed else None
    try:
        card = right_of_code(read_code(typed or ""))
    except Slip:
        return None
    return card if card is not None and card.round_id == round_id else None


def fault_of_card(card: VotingRight | None) -> str:
    """Why a card that came late gives no vote (``pb.voting.rules.envelopes.CARD_FAULTS``); "" where it does."""
    if card is None:
        return "no_card"
    if card.status is None:
        return "" if is_released(card) else "unreleased"
    return "card_used" if card.status in ("cast", "exchanged") else "card_void"


def cards_held(kiosk_id: int) -> list[tuple[int | None, str]]:
    """Of the votes of a kiosk that wait because of their cards: the number of each card (None: nobody knows), and what is the
    matter with it now ("": it gives a vote by now). In the order of the numbers.
    """
    query = select(HeldEnvelope).where(HeldEnvelope.kiosk_id == kiosk_id, HeldEnvelope.why.in_(CARD_FAULTS))
    found = [
        (card.card_number if card else None, fault_of_card(card))
        for card in (
            card_of_vote(each.round_id, each.right_key, each.sealed_card) for each in db.session.scalars(query)
        )
    ]
    return sorted(found, key=lambda each: (each[0] or 0, each[1]))
