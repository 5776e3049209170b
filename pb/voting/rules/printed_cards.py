"""A voting card as it is printed: the link to its page, the square that holds the link, and its row for the printer.

``page`` is the address of the page on which a code is typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import segno

from pb.words import Sentence
from pb.words import lazy_gettext as _l


class Card(Protocol):
    """A card with its code, which exists only until it is printed."""

    @property
    def number(self) -> int: ...

    @property
    def code(self) -> str: ...

    @property
    def shown(self) -> str: ...


#: The first line of the table for a printer.
COLUMNS = ["card_number", "code", "address"]


def words_on(page: str, help_phone: str) -> dict[str, Sentence | str]:
    """What every card says besides its number, its code and its square; ``help`` is "" where there is no phone number."""
    return {
        "code": _l("Your voting code:"),
        "how": _l(
            "Go to %(address)s, or point your phone’s camera at the square. You can also hand in this card at a voting "
            "session.",
            address=page,
        ),
        "number": _l("Card number"),
        "help": _l("Help: %(phone)s", phone=help_phone) if help_phone else "",
    }


#: Rows of squares in threes: no long runs of one colour.
_MASK = 2


def link(page: str, card: Card) -> str:
    """The code rides in the fragment, so it is in no server's log."""
    return f"{page}#{card.code}"


def square(page: str, card: Card) -> segno.QRCode:
    """The QR code with the link; a sixth of it may be smudged.

    One of the eight masks of the standard, always the same: a reader is told which, and looking for the best one would
    take four times as long for each card.
    """
    return segno.make(link(page, card), error="m", mask=_MASK)


def table(page: str, cards: Iterable[Card]) -> list[list[object]]:
    """A row for each card, under ``COLUMNS``."""
    return [[card.number, card.shown, link(page, card)] for card in cards]
