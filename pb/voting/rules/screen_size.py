"""How large the screen of a kiosk shows things: pixels of CSS to a metre, measured with a card of a known size.

A page cannot know it: "96 pixels to an inch" is true of few screens. Letters and buttons of a kiosk are set in
millimetres, which the script of its screens makes of this number (``static/js/screen-size``).
"""

from __future__ import annotations

from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: Width and height in millimetres of bank cards, driving licences and plastic bus passes (ISO/IEC 7810, ID-1).
CARD_MM = (85.60, 53.98)
#: Pixels to a metre. The coarsest screen that there can be at a table is a television of 32 inches with 1920 pixels across
#: (2,720); the finest tablets have 264 pixels to an inch, and show them one by one only where somebody has set them so
#: (10,400). What is beyond was measured with something that is no such card.
LEAST, MOST = 2_400, 11_000
#: So large is the card drawn at first: smaller than on all screens but the coarsest, so that nobody takes it as it stands.
DRAWN_AT_FIRST = 3_200


def screen_error(px_per_metre: int) -> Sentence | None:
    """Why no screen can have been measured so; None when one can."""
    if LEAST <= px_per_metre <= MOST:
        return None
    return _l("Press “Larger” or “Smaller” until the drawing is the same size as your card.")
