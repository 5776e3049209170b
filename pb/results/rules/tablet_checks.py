"""Ballots that were checked instead of cast, so that a tablet which seals something else than it shows is found: what a
publication says of them. All of it the tablets have told themselves: one that lies can make itself look bad, and one on
which nobody compared the code proves nothing. So it says no more than that (decision 183).
"""

from __future__ import annotations

from collections.abc import Mapping

from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

_TOLD_BY_THEM = _l(
    "That is what the tablets told us. If it is also what they had shown, is known by the people who checked."
)
_WHY_IT_MAY_BE = _l(
    "A tablet that someone changed does that, and also one that is broken, or one that someone uses to spread distrust. It "
    "says nothing of other tablets."
)


def checks_in_words(known: Mapping[str, int]) -> list[Sentence]:
    """``checked``: ballots; ``tablets``: on which; ``not_shown``: of how many what the tablet told does not fit the envelope
    that it told too; ``not_shown_on``: on how many tablets (results of before do not know).
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
    if not known["not_shown"]:
        return [
            *said,
            _l("Each time the choices that the tablet told us were those that it had sealed."),
            _TOLD_BY_THEM,
        ]
    return [*said, *_not_shown(known["not_shown"], known.get("not_shown_on")), _WHY_IT_MAY_BE]


def _not_shown(ballots: int, tablets: int | None) -> list[Sentence]:
    said = [
        _ln(
            "For one of them the choices that the tablet told us were not those that it had sealed.",
            "For %(num)s of them the choices that the tablet told us were not those that it had sealed.",
            ballots,
        )
    ]
    if ballots > 1 and tablets:
        said.append(_ln("They were all on one tablet.", "They were on %(num)s tablets.", tablets))
    return said
