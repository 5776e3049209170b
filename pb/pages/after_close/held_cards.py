"""What those who decide about a tablet's votes read of the cards that came with them."""

from __future__ import annotations

from flask_babel import gettext as _

from pb.results.rules.held_votes import WHY
from pb.voting.queries import cards_held


def said_of_cards(kiosk_id: int) -> list[tuple[str, str]]:
    """Of each vote that waits because of its card: which card, and what is the matter with it now."""
    return [
        (
            _("A card that nobody knows") if number is None else _("Card %(number)s", number=number),
            str(WHY[fault]) if fault else _("the card works now"),
        )
        for number, fault in cards_held(kiosk_id)
    ]
