"""What a check of the papers has found, in sentences: for those who sign, and for everybody in the published result. Only the
paper part can be checked so, and each sentence says it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pb.counting.risk_limits import highest_rate
from pb.results.rules.paper_checks import ALL, CONFIRMED, DIFFERENT, NOT_ENDED, RATE, UNCONFIRMED, UNREADABLE
from pb.results.rules.told_apart import PAPER, told_apart
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

#: The kind of a decision that ends another.
UNDO = "undo"

_LOOKED_AT_ALL = _l("The paper part: two people who had not typed them looked at each of the papers again.")
_LOOKED_AT_SOME = _l(
    "The paper part: dice chose papers, and two people who had not typed them looked at each that was chosen."
)
_SOME_DIFFER = _l("Some of them are different from what was counted, or were not found.")
_SOME_OTHERWISE = _l("On some papers, someone first saw something else than what two people saw in the end.")
NOT_CHECKED = _l("The paper part: nobody looked at the papers again before the result was signed.")


def checks_of_papers_in_words(facts: Mapping[str, Any]) -> list[Sentence]:
    """What a check found and what came of those before it: of the facts of a publication, or of what will be in one."""
    exact = told_apart(facts, PAPER)
    said = check_in_words(facts["paper_check"], exact=exact) if "paper_check" in facts else []
    if version := facts.get("check_of_version"):
        said.append(_l("The paper part was looked at for version %(version)s of this result.", version=version))
    return said + earlier_checks_in_words(facts.get("earlier_checks", ()), exact=exact)


def check_in_words(known: Mapping[str, Any] | None, *, exact: bool = True) -> list[Sentence]:
    """``known``: "papers", whether it was of "all", how many were "looked" at, how many "differ", and the "finding"; since a
    later version on how many papers somebody saw something "otherwise", and how often people looked "again". None where papers came
    in and were not checked. ``exact``: whether turnout tells how many voted on paper; else no number of papers is told here.
    """
    if known is None:
        return [NOT_CHECKED]
    said = _SAID.get(known["finding"])
    if said:
        return [said(known)]
    if not exact:
        return [
            _LOOKED_AT_ALL if known["all"] else _LOOKED_AT_SOME,
            *_without_number(known),
            *_found(known, exact=False),
        ]
    return [_looked(known), *_differ(known), *_otherwise(known), *_found(known)]


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


def _without_number(known: Mapping[str, Any]) -> list[Sentence]:
    """What differs, where a number would tell how many papers there were at least."""
    said = [_SOME_DIFFER] if known.get("differ") else _differ({"differ": 0})
    return [*said, _SOME_OTHERWISE] if known.get("otherwise") or known.get("again") else said


def _otherwise(known: Mapping[str, Any]) -> list[Sentence]:
    """Where the two who saw the same were not the only ones who looked, or not at once of one mind."""
    said = []
    if papers := known.get("otherwise"):
        said.append(
            _ln(
                "On one paper, someone first saw something else than what two people saw in the end.",
                "On %(num)s papers, someone first saw something else than what two people saw in the end.",
                papers,
            )
        )
    if sights := known.get("again"):
        said.append(
            _ln(
                "One more look was needed than two for each paper.",
                "%(num)s more looks were needed than two for each paper.",
                sights,
            )
        )
    return said


def _found(known: Mapping[str, Any], *, exact: bool = True) -> list[Sentence]:
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
    if not exact:
        return [_l("This does not confirm the result itself: the rule of this count does not allow it.")]
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


def earlier_checks_in_words(known: Sequence[Mapping[str, Any]], *, exact: bool = True) -> list[Sentence]:
    """What came of each check that was begun for an earlier count, and why the votes were counted again."""
    said: list[Sentence] = []
    for number, each in enumerate(known, start=1):
        said.append(
            _l(
                "Check %(number)s of the papers came before this one: %(end)s",
                number=number,
                end=_ENDS.get(each["finding"], _more if exact else _more_without_number)(each),
            )
        )
        if exact:
            said += (_differ(each) if each.get("differ") else []) + _otherwise(each)
        else:
            said += _without_number(each)[0 if each.get("differ") else 1 :]
        said.append(_why_again(each["because"]))
    return said


def _more(known: Mapping[str, Any]) -> Sentence:
    return _ln(
        "one more paper had to be looked at, and it was not ended.",
        "%(num)s more papers had to be looked at, and it was not ended.",
        known.get("more", 0),
    )


def _more_without_number(_known: Mapping[str, Any]) -> Sentence:
    return _l("more papers had to be looked at, and it was not ended.")


def _why_again(because: Sequence[Sequence[Any]]) -> Sentence:
    if not because:
        return _l("Then the votes were counted again, and another check was begun.")
    kind, number = because[0]
    if kind == UNDO:
        return _l(
            "Then the votes were counted again, because project %(number)s was put back on the ballot, and another check "
            "was begun.",
            number=number,
        )
    return _l(
        "Then the votes were counted again, because project %(number)s was withdrawn, and another check was begun.",
        number=number,
    )


_ENDS = {
    CONFIRMED: lambda _known: _l("it confirmed the result of its count."),
    UNCONFIRMED: lambda _known: _l("it did not confirm the result of its count."),
    RATE: lambda _known: _l("it said only how often papers were typed wrong."),
    ALL: lambda _known: _l("all the papers had to be looked at, and it was not ended."),
    NOT_ENDED: lambda _known: _l("it was not ended."),
    UNREADABLE: lambda _known: _l("what was typed from the papers could no longer be read."),
    DIFFERENT: lambda _known: _l("the paper votes in the ballot box were not the ones that were typed."),
}
