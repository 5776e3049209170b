"""Ballots that were checked instead of cast, so that a tablet which seals something else than it shows is found: what a
publication says of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln


def checks_in_words(known: Mapping[str, int]) -> list[Sentence]:
    """``checked``: ballots; ``tablets``: on which; ``not_shown``: of how many the tablet could not show that it had sealed
    what it said.
    """
    if not known["checked"]:
        return [_l("No ballot on a tablet was checked instead of cast.")]
    on = _ln("one tablet", "%(num)s tablets", known["tablets"])
    said = [
        _ln(
            "To test the tablets, one ballot was checked instead of cast, on %(tablets)s.",
            "To test the tablets, %(num)s ballots were checked instead of cast, on %(tablets)s.",
            known["checked"],
            tablets=on,
        )
    ]
    if known["not_shown"]:
        said.append(
            _ln(
                "For one of them the tablet had not sealed what it said.",
                "For %(num)s of them the tablet had not sealed what it said.",
                known["not_shown"],
            )
        )
    else:
        said.append(_l("Each tablet had sealed what it said."))
    return said
