"""What is said where a text was typed that cannot be printed letter for letter. Nobody is stopped: on screens the letters are
those of the reader's device.
"""

from __future__ import annotations

from flask import flash

from pb.fonts import letter_named, letters_without_font
from pb.words import Sentence
from pb.words import lazy_gettext as _l


def letters_note(*texts: str) -> Sentence | None:
    """The note for somebody who typed ``texts``; None where every letter can be printed."""
    if not (letters := letters_without_font(*texts)):
        return None
    return _l(
        "Our fonts have no picture of these letters or signs: %(letters)s. On paper and in charts, the name is "
        "shown instead. Change them, or ask the person who looks after the server to add a font.",
        letters=", ".join(letter_named(each) for each in letters[:_MOST]),
    )


#: So many are named: a whole title in an alphabet without a font is told by its first letters.
_MOST = 8


def tell_of_letters(*texts: str) -> None:
    """The same above the next page, after something was saved."""
    if note := letters_note(*texts):
        flash(str(note), "info")
