"""What a check of the papers has found, in sentences: for those who sign, and for everybody in the published result. Only the
paper part can be checked so, and each sentence says it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pb.counting.risk_limits import highest_rate
from pb.results.rules.paper_checks import CONFIRMED, DIFFERENT, RATE, UNCONFIRMED, UNREADABLE
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

NOT_CHECKED = _l("The paper part: nobody looked at the papers again before the result was signed.")


def check_in_words(known: Mapping[str, Any] | None) -> list[Sentence]:
    """``known``: "papers", whether it was of "all", how many were "looked" at, how many "differ", and the "finding"; None where
    papers came in and were not checked.
    """
    if known is None:
        return [NOT_CHECKED]
    said = _SAID.get(known["finding"])
    return [said(known)] if said else [_looked(known), *_differ(known), *_found(known)]


def _looked(known: Mapping[str, Any]) -> Sentence:
    if known["all"]:
        return _ln(
            "The paper part: two people who had not typed it looked at the one paper again.",
            "The paper part: two people who had not typed them looked at each of the %(num)s papers again.",
            known["papers"],
        )
    return _l(
        "The paper part has %(papers)s papers. Dice chose one of them %(looked)s times, and two people who had not typed them "
        "looked at each that was chosen.",
        papers=f"{known['papers']:,}",
        looked=f"{known['looked']:,}",
    )


def _differ(known: Mapping[str, Any]) -> list[Sentence]:
    if not known["differ"]:
        return [_l("All of them say what was counted.")]
    return [
        _ln(
            "One of them is different from what was counted, or was not found.",
            "%(num)s of them are different from what was counted, or were not found.",
            known["differ"],
        )
    ]


def _found(known: Mapping[str, Any]) -> list[Sentence]:
    if known["finding"] == CONFIRMED and known["all"]:
        return [_l("The paper part confirms the result.")]
    if known["finding"] == CONFIRMED:
        return [
            _l(
                "The paper part confirms the result at a risk of 5 in 100: if papers that were typed wrong had "
                "made the result wrong, there was a chance of at least 95 in 100 that this check would find it."
            )
        ]
    if known["finding"] == UNCONFIRMED:
        return [_l("So the paper part does not confirm the result.")]
    if known["finding"] == RATE and known["all"]:
        return [
            _l(
                "This check cannot say whether the paper part changes the result: the rule of this count does "
                "not allow it."
            )
        ]
    return [
        _l(
            "So, with a chance of 95 in 100, no more than %(rate)s in 1,000 papers of the paper part were typed wrong. This does not "
            "confirm the result itself: the rule of this count does not allow it.",
            rate=highest_rate(known["looked"], known["differ"]),
        )
    ]


_SAID = {
    UNREADABLE: lambda _known: _l(
        "The paper part could not be checked: what was typed from the papers can no longer be read."
    ),
    DIFFERENT: lambda _known: _l(
        "The paper part could not be checked: the paper votes in the ballot box are not the ones that were typed."
    ),
}
