"""Turns at a kiosk that are shorter than a voter can read. They prove nothing; many of them are worth a question."""

from __future__ import annotations

from collections.abc import Iterable

#: Words a minute that adults read silently, on average: M. Brysbaert, "How many words do we read per minute? A review
#: and meta-analysis of reading rate", Journal of Memory and Language 109 (2019), 104047: 238 for non-fiction in English.
WORDS_A_MINUTE = 238
#: Seconds. However short the ballot is: who may vote is confirmed, choices are ticked, looked at and cast.
LEAST = 15


def shortest_turn(titles: Iterable[str]) -> float:
    """Seconds that it takes to read the titles on the ballot once, from its opening to the cast.

    Only the titles: many voters know what they want and read no more. So this is a floor, not a usual turn.
    """
    words = sum(len(title.split()) for title in titles)
    return max(LEAST, words * 60 / WORDS_A_MINUTE)


def is_short(seconds: float, titles: Iterable[str]) -> bool:
    """Whether a vote was cast sooner than that."""
    return seconds < shortest_turn(titles)


def more_than_possible(turns: int, seconds: float, titles: Iterable[str]) -> int:
    """How many of ``turns`` that began one after the other within so many seconds, and became votes, must have been short:
    the last may only just have begun.
    """
    return max(0, turns - 1 - int(max(0, seconds) // shortest_turn(titles)))
