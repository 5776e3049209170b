"""Which numbers of one way of voting a result may tell: where turnout tells that way only together with another, no other sentence
of it tells that way's number either.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from pb.results.rules.groups import LEAST
from pb.results.rules.quick_votes import bounds_in_words, people_in_words
from pb.results.rules.seals_and_help import help_in_words
from pb.words import Sentence
from pb.words import lazy_gettext as _l

PAPER = frozenset({"paper", "post"})
TABLETS = frozenset({"kiosk"})
HOME = frozenset({""})


def told_apart(facts: Mapping[str, Any], ways: Collection[str], split: str = "channels") -> bool:
    """Whether the turnout of a publication tells how many voted in these ways (or ``split`` "places": there) and in no other.
    Before there is one: yes, as those who read it then know the numbers.
    """
    if "turnout" not in facts:
        return True
    groups = [set(group["names"]) for group in (facts["turnout"] or {}).get(split, [])]
    return all(group <= set(ways) for group in groups if group & set(ways))


def quick_in_words(facts: Mapping[str, Any]) -> Sentence:
    """How many votes on tablets were very quick, of the facts of a publication."""
    known = facts["quick_votes"]
    if known is None:
        return bounds_in_words(known)
    turnout = facts.get("turnout") or {}
    together = sum(group["ballots"] for group in turnout.get("channels", []) if TABLETS & {*group["names"]})
    # Where one group of places alone had tablets, all of them were cast there.
    places = turnout.get("places_with_tablets", 0)
    return _at_least_in_words(known, together if places > 1 else 0, exact=told_apart(facts, TABLETS))


def help_in_words_of(facts: Mapping[str, Any]) -> Sentence:
    """How many voters had help at venues, of the facts of a publication."""
    exact, whole = told_apart(facts, HOME, "places"), (facts.get("turnout") or {}).get("ballots", 0)
    return help_in_words(
        {name: _at_least_in_words(bounds, whole, exact=exact) for name, bounds in facts["help"].items()}
    )


def _at_least_in_words(known: Mapping[str, int], together: int, *, exact: bool) -> Sentence:
    """``known``: the bounds of a number of people, no more than voted in one way. From ten on it is told in tens where turnout
    tells that way (``exact``), else only where it leaves the others open that are told ``together`` with it.
    """
    if known["least"] < LEAST or exact:
        return people_in_words(known)
    if together < 2 * LEAST:
        return _l("not told, so that nobody can be identified")
    return _l("%(n)s or more", n=LEAST)
