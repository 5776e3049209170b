"""Which venues are near what somebody typed: by postcode and by words, as nobody asks a map.

"Near" is the same first half of a postcode (EH16), then the same letters (EH). Nothing is measured, and the page says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from pb.unicode_text import as_searched

#: So much of what somebody types is read.
LONGEST_PLACE = 100


class VenuePlace(Protocol):
    """What is known of a venue."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def address(self) -> str: ...


class Nearness(IntEnum):
    """How near a venue is. ``NAMED``: it has the words that were typed."""

    NAMED = 0
    SAME_DISTRICT = 1
    SAME_LETTERS = 2
    ELSEWHERE = 3


#: "EH16 5AY", "eh165ay"; and its first half alone, or its letters alone, when it is all that was typed.
_WHOLE = re.compile(r"\b([a-z]{1,2})([0-9][0-9a-z]?)\s*[0-9][a-z]{2}\b")
#: "eh16", "eh 16", and with the beginning of its second half: "eh6 4", "eh6 4a", "eh64a".
_FIRST_HALF = re.compile(r"([a-z]{1,2}) ?([0-9][0-9a-z]?)(?: [0-9][a-z]?|[0-9][a-z])?")
#: Words that say nothing of a place.
_SMALL = frozenset("a an around at by close from in me my near nearby next of on the to".split())


@dataclass(frozen=True)
class VenueSearch:
    """What somebody typed, understood: the ``districts`` that count as near ("eh16") and the words ``looked_for``."""

    districts: frozenset[str]
    looked_for: tuple[str, ...]

    @property
    def letters(self) -> frozenset[str]:
        return frozenset(re.sub(r"[0-9].*", "", district) for district in self.districts)


def districts_in(text: str) -> frozenset[str]:
    """The first halves of the postcodes in a text, in small letters."""
    return frozenset("".join(found) for found in _WHOLE.findall(as_searched(text)))


def asked(typed: str, venues: Iterable[VenuePlace]) -> VenueSearch:
    """What was typed: a postcode, or its first half with or without the beginning of the second; else words, and then what is near
    the venues that have them. Where no venue has all of them, a part between commas will do, or the first words: "Leith,
    Edinburgh" is Leith.
    """
    text = as_searched(typed)
    parts = [part for part in map(_words, text.split(",")) if part]
    if districts := districts_in(text):
        return VenueSearch(districts, ())
    whole = tuple(word for part in parts for word in part)
    if half := _FIRST_HALF.fullmatch(" ".join(whole)):
        return VenueSearch(frozenset({"".join(half.groups())}), ())
    known = list(venues)
    for words in (whole, *parts, *(whole[:end] for end in range(len(whole) - 1, 0, -1))):
        if named := [venue for venue in known if _has(venue, words)]:
            return VenueSearch(frozenset().union(*(districts_in(venue.address) for venue in named)), words)
    return VenueSearch(frozenset(), whole)


def _words(part: str) -> tuple[str, ...]:
    """The words of a part between commas, without those that say nothing, unless it has no others."""
    words = tuple(word for each in part.split() if (word := each.strip(".;:!?()'\"")))
    return tuple(word for word in words if word not in _SMALL) or words


def nearness(venue: VenuePlace, asked: VenueSearch) -> Nearness:
    """How near a venue is to what was asked."""
    if asked.looked_for and _has(venue, asked.looked_for):
        return Nearness.NAMED
    here = districts_in(venue.address)
    if here & asked.districts:
        return Nearness.SAME_DISTRICT
    if {re.sub(r"[0-9].*", "", each) for each in here} & asked.letters:
        return Nearness.SAME_LETTERS
    return Nearness.ELSEWHERE


def _has(venue: VenuePlace, words: tuple[str, ...]) -> bool:
    text = as_searched(f"{venue.name} {venue.kind} {venue.address}")
    return bool(words) and all(re.search(rf"(?<!\w){re.escape(word)}", text) for word in words)
