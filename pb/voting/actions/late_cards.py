"""A card that was taken in at a tablet without a network, and comes with its vote: its code is used up when it arrives."""

from __future__ import annotations

from sqlalchemy.orm import Session

from pb.database import transaction
from pb.marked import change_rows
from pb.refusals import Refusal
from pb.voting.actions.cards import exchange, require_unopened_box
from pb.voting.models import Kiosk, VotingRight
from pb.voting.queries.late_cards import card_of_vote, fault_of_card


def take_late_card(round_id: int, right_key: str, kiosk_id: int, sealed: bytes | None) -> str:
    """Exchange the card whose code came ``sealed`` for the opening under ``right_key``, before its vote is looked at: as where
    the next voter begins at a kiosk with a network, the card gives a ballot, and the ballot a vote. The first that arrives is
    taken. Returns why there is no card for this vote (``CARD_FAULTS``), or "".

    In a transaction of its own: a vote that is sent again finds its card taken, and goes in. Refuses once the box is open.
    """
    with transaction() as session:
        session.get(Kiosk, kiosk_id, with_for_update={"of": Kiosk, "key_share": True})  # first, as where a turn begins
        return exchange_for(session, round_id, right_key, sealed)


def exchange_for(session: Session, round_id: int, right_key: str, sealed: bytes | None) -> str:
    """The same as a part of a bigger transaction, which has locked the kiosk."""
    card = card_of_vote(round_id, right_key, sealed)
    require_unopened_box(round_id)
    if (fault := fault_of_card(card)) or card is None:
        return fault
    try:
        exchange(session, card)
    except Refusal:  # it was used or cancelled at this moment
        return fault_of_card(card)
    here = (VotingRight.key == right_key, VotingRight.with_card.is_(None))
    change_rows(session, VotingRight, here, with_card=True)
    return ""
