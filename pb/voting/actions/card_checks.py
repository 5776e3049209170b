"""Whoever asks about a lost card may be told that somebody has voted: the record says that they asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, Actor
from pb.rounds.models import Round
from pb.words import lazy_gettext as _l

CARD_CHECKED = Act(
    "card.looked_at", _l("checked whether card %(card)s can still be used"), only=(COORDINATOR,), changes_no_row=True
)


@contextmanager
def noting_the_check(by: Actor, round_: Round, card_number: int) -> Iterator[None]:
    """Somebody who is told that a card was used knows that a person has voted. The record says that they asked, never
    the answer.
    """
    try:
        yield
    except CardIsUsed:
        with acting(by, CARD_CHECKED, round_id=round_.id, card=card_number):
            pass
        raise


class CardIsUsed(Refusal):
    """A card that somebody asked about has been used, handed in or cancelled."""
