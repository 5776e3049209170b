"""Whose words stand in a ballot text: who wrote any of them does not check it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

#: So many words in a row that were there before are still the words of who wrote them. Fewer are found in any two texts:
#: a text that somebody writes anew, in their own words, is theirs alone.
WORDS_IN_A_ROW = 3

#: A word of a text: the field in which it stands, and the word. A picture or a sound is a word as well.
Word = tuple[str, str]


def words_of(said: Mapping[str, Any]) -> list[Word]:
    """The words of a ballot text, field by field. ``said``: its fields by name, None for what it has not."""
    return [(field, word) for field, value in said.items() if value is not None for word in str(value).split()]


def writers_now(
    before: Sequence[Word], theirs: Mapping[int, Sequence[int]], now: Sequence[Word], by: int
) -> dict[int, list[int]]:
    """Whose words stand after ``by`` has changed a text, by the places of the words in ``now``. ``theirs``: whose stood
    ``before``. A field that is as it was stays whose it was, however short it is.
    """
    wrote = {place: who for who, places in theirs.items() for place in places}
    found: dict[int, list[int]] = {}
    kept = _kept(before, now)
    for place in range(len(now)):
        who = wrote.get(kept[place], by) if place in kept else by
        found.setdefault(who, []).append(place)
    return found


def _kept(before: Sequence[Word], now: Sequence[Word]) -> dict[int, int]:
    """Which words were kept: the place of each now, and where it stood before."""
    old, new = _by_field(before), _by_field(now)
    found: dict[int, int] = {}
    for field, places in new.items():
        earlier = old.get(field, [])
        was, is_now = [before[each] for each in earlier], [now[each] for each in places]
        for block in SequenceMatcher(None, was, is_now, autojunk=False).get_matching_blocks():
            if block.size >= WORDS_IN_A_ROW or was == is_now:
                found |= {places[block.b + n]: earlier[block.a + n] for n in range(block.size)}
    return found


def _by_field(words: Sequence[Word]) -> dict[str, list[int]]:
    """The places of the words of each field."""
    return {
        field: [place for place, _word in placed]
        for field, placed in groupby(enumerate(words), key=lambda each: each[1][0])
    }
