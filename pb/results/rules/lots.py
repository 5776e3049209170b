"""The lot as two people type it."""

from __future__ import annotations

import re

from pb.counting import LEAST_DIGITS
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

#: More digits than this are no lot but a mistake.
MOST_DIGITS = 200


def read_digits(typed: str) -> str:
    """What a person typed, without the spaces, commas and line ends between throws."""
    return re.sub(r"[\s,.;-]", "", typed or "")


def digits_error(digits: str) -> Sentence | None:
    """Why these cannot be the digits of a lot, as a sentence; None when they can."""
    if not re.fullmatch(r"[0-9]*", digits):
        return _l("Enter only digits, from 0 to 9. You can put spaces between them.")
    if len(digits) < LEAST_DIGITS:
        return _l("Enter at least %(least)s digits. You have entered %(typed)s.", least=LEAST_DIGITS, typed=len(digits))
    if len(digits) > MOST_DIGITS:
        return _ln(
            "You have entered %(num)s digit. Enter %(most)s or fewer.",
            "You have entered %(num)s digits. Enter %(most)s or fewer.",
            len(digits),
            most=MOST_DIGITS,
        )
    return None


def difference(first: str, second: str) -> Sentence | None:
    """Where two typings differ, as a sentence for both people; None when they agree."""
    if first == second:
        return None
    place = next((n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    if place is None:
        return _ln(
            "One person entered %(num)s digit, the other %(second)s.",
            "One person entered %(num)s digits, the other %(second)s.",
            len(first),
            second=len(second),
        )
    return _l(
        "Digit %(place)s is different. One person entered %(first)s, the other %(second)s.",
        place=place + 1,
        first=first[place],
        second=second[place],
    )


def in_fives(digits: str) -> str:
    """Digits in groups of five, as they are read out."""
    return " ".join(digits[i : i + 5] for i in range(0, len(digits), 5))
