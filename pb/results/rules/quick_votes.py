"""Votes on tablets that were cast sooner than most people can read the titles: what is published of their number.

In tens, so that no smaller number of votes on tablets, or on paper beside them, can be worked out from it.
"""

from __future__ import annotations

from collections.abc import Mapping

from pb.results.rules.groups import LEAST
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

#: Of people: none is told like that too, so that nobody knows of all of a small group that they did not.
FEW = _l("fewer than %(n)s", n=LEAST)


def published_bounds(quick: int) -> dict[str, int]:
    """``least`` and ``most``: between them lies the number of such votes. 0 is kept as it is, and told as few where people are meant."""
    if not quick:
        return {"least": 0, "most": 0}
    tens = quick // LEAST * LEAST
    return {"least": max(1, tens), "most": tens + LEAST - 1}


def bounds_in_words(known: Mapping[str, int] | None) -> Sentence:
    """The bounds of a publication. None: a tablet told none, or a number was changed outside the program, so nobody knows."""
    if known is None:
        return _l("not known, because a tablet did not tell its number or a number was changed outside this website")
    if not known["most"]:
        return _l("none")
    if known["least"] < LEAST:
        return FEW
    return _l("%(least)s to %(most)s", least=known["least"], most=known["most"])


def people_in_words(known: Mapping[str, int]) -> Sentence:
    """The bounds of a number of people."""
    return FEW if known["least"] < LEAST else bounds_in_words(known)


def heads_in_words(difference: Sentence | None, uncounted: int) -> list[Sentence]:
    """What is published of the people who were counted. ``difference``: from the ballots that they were given, in words;
    None: nobody knows. ``uncounted``: sessions at which nobody counted.
    """
    said = [
        _l(
            "Difference between the people counted at the voting sessions and the ballots they were given: %(number)s.",
            number=difference or bounds_in_words(None),
        )
    ]
    if uncounted:
        said.append(
            _ln(
                "At one voting session nobody counted the voters.",
                "At %(num)s voting sessions nobody counted the voters.",
                uncounted,
            )
        )
    return said
