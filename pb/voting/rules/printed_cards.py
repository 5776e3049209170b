"""A voting card as it is printed: the link to its page, the square that holds the link, dates and places, and its row for
the printer.

``page`` is the address of the page on which a code is typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import segno

from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln


class CardToPrint(Protocol):
    """A card with its code, which exists only until it is printed."""

    @property
    def number(self) -> int: ...

    @property
    def code(self) -> str: ...

    @property
    def shown(self) -> str: ...


#: The first line of the table for a printer.
COLUMNS = ["card_number", "code", "address"]


def words_on_card(page: str, help_phone: str, *, sessions: bool = True) -> dict[str, Sentence | str]:
    """What every card says besides its number, its code and its square; ``help`` is "" where there is no phone number.
    ``sessions``: whether the round has any, or may still get some.
    """
    how = _l(
        "Go to %(address)s, or point your phone’s camera at the square. You can also hand in this card at a voting session.",
        address=page,
    )
    at_home = _l("Go to %(address)s, or point your phone’s camera at the square.", address=page)
    return {
        "code": _l("Your voting code:"),
        "how": how if sessions else at_home,
        "number": _l("Card number"),
        "help": _l("Help: %(phone)s", phone=help_phone) if help_phone else "",
    }


#: So many times and places are on a card at most: one line each. Where they take more, fewer fit.
MOST_PLACES = 4


@dataclass(frozen=True)
class CardDates:
    """The dates of a vote in words, as they are when a card is printed. ``online`` and ``post``: until when; "" once that is
    over. ``places``: when and where people can vote in person, those that matter most first; ``others``: how many more.
    ``page``: the address that has all of them.
    """

    online: str
    post: str
    places: tuple[str, ...]
    others: int
    printed: str
    page: str


def has_sessions(vote: CardDates | None) -> bool:
    """Whether a card can be handed in at a session: before the freeze some may still be planned."""
    return vote is None or bool(vote.places)


def dates_on(vote: CardDates | None, help_phone: str, most: int = MOST_PLACES) -> dict[str, Any]:
    """What a card says of when and where: ``until``; the ``places`` under their ``title``; and ``notes``, of which the one at
    n is true where n places fit on the card, ``most`` of them at most. Nothing before the freeze: until then dates can change.
    """
    if vote is None:
        return {"until": [], "title": "", "places": [], "notes": [""]}
    until = []
    if vote.online:
        until.append(_l("Vote online by %(when)s.", when=vote.online))
    if vote.post:
        until.append(_l("A vote by post must reach us by %(when)s.", when=vote.post))
    known, places = len(vote.places) + vote.others, vote.places[:most]
    return {
        "until": until,
        "title": _l("Vote in person:") if known else "",
        "places": list(places),
        "notes": [_note(vote, known - shown, help_phone) for shown in range(len(places) + 1)],
    }


def _note(vote: CardDates, left_out: int, help_phone: str) -> str:
    """How many times and places are not on the card, where they are, and how old all this is."""
    more = _ln("There is %(num)s more time and place.", "There are %(num)s more times and places.", left_out)
    where = _l("See %(page)s, or phone us.", page=vote.page) if help_phone else _l("See %(page)s.", page=vote.page)
    printed = _l(
        "This was right on %(day)s, when the card was printed. Look or ask before you set out.", day=vote.printed
    )
    return " ".join(str(each) for each in ((more, where) if left_out else (where,))) + " " + str(printed)


#: Rows of squares in threes: no long runs of one colour.
_MASK = 2


def link(page: str, card: CardToPrint) -> str:
    """The code rides in the fragment, so it is in no server's log."""
    return f"{page}#{card.code}"


def square(page: str, card: CardToPrint) -> segno.QRCode:
    """The QR code with the link; a sixth of it may be smudged.

    One of the eight masks of the standard, always the same: a reader is told which, and looking for the best one would
    take four times as long for each card.
    """
    return segno.make(link(page, card), error="m", mask=_MASK)


def table(page: str, cards: Iterable[CardToPrint]) -> list[list[object]]:
    """A row for each card, under ``COLUMNS``."""
    return [[card.number, card.shown, link(page, card)] for card in cards]
