"""The lot as two people type it."""

from __future__ import annotations

import re

from pb.counting import LEAST_DIGITS

#: More digits than this are no lot but a mistake.
MOST_DIGITS = 200


def read_digits(typed: str) -> str:
    """What a person typed, without the spaces, commas and line ends between throws."""
    return re.sub(r"[\s,.;-]", "", typed or "")


def digits_refused(digits: str) -> str | None:
    """Why these cannot be the digits of a lot, as a sentence; None when they can."""
    if not re.fullmatch(r"[0-9]*", digits):
        return "Type digits only: 0 to 9. Spaces between them are fine."
    if len(digits) < LEAST_DIGITS:
        return f"Type at least {LEAST_DIGITS} digits. You have typed {len(digits)}."
    if len(digits) > MOST_DIGITS:
        return f"These are {len(digits)} digits. Type at most {MOST_DIGITS}."
    return None


def difference(first: str, second: str) -> str | None:
    """Where two typings differ, as a sentence for both people; None when they agree."""
    if first == second:
        return None
    place = next((n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    if place is None:
        return f"One person typed {len(first)} digits, the other {len(second)}."
    return f"Digit {place + 1} differs: one person typed {first[place]}, the other {second[place]}."


def in_fives(digits: str) -> str:
    """Digits in groups of five, as they are read out."""
    return " ".join(digits[i : i + 5] for i in range(0, len(digits), 5))
