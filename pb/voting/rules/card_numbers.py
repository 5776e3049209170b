"""Numbers of cards as people write them down: "41-48, 50"."""

from __future__ import annotations

import re

#: So many characters one number, or one span, takes at most, with what parts it from the next.
_LONGEST = len("123456789 to 123456789, ")


class NotNumbers(ValueError):
    """The text is not a list of numbers."""


def read_numbers(typed: str, first: int, last: int) -> list[int]:
    """The numbers in "41-48, 50", sorted; ``[]`` for nothing typed. All must lie within ``first`` to ``last``.

    Commas, spaces and new lines part them; a hyphen, a dash or "to" spans them. Raises ``NotNumbers`` for anything
    else, a span that runs backwards, and a number that comes twice.
    """
    text = " ".join(typed.split())
    if len(text) > _LONGEST * (last - first + 1):  # a span names at least one of them, and each comes once
        raise NotNumbers
    text = re.sub(r" ?(?:[-–—]|\bto\b) ?", "-", text)
    found: list[int] = []
    for part in filter(None, re.split(r"[ ,;]", text)):
        span = re.fullmatch(r"([0-9]{1,9})(?:-([0-9]{1,9}))?", part)
        if span is None:
            raise NotNumbers
        low, high = int(span[1]), int(span[2] or span[1])
        if not first <= low <= high <= last:
            raise NotNumbers
        found += range(low, high + 1)
        if len(found) > last - first + 1:
            raise NotNumbers
    if len(set(found)) != len(found):
        raise NotNumbers
    return sorted(found)


def write_numbers(numbers: list[int]) -> str:
    """Sorted numbers in the shortest form that ``read_numbers`` reads: "41-48, 50"."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], number]
        else:
            spans.append([number])
    return ", ".join("-".join(map(str, span)) for span in spans)
