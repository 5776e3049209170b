"""Papers about which two people decided, by reason: what a publication says of them. Numbers of the whole round, as of spoiled
papers: no place, and nothing of what stood on them.
"""

from __future__ import annotations

from collections.abc import Mapping

from pb.words import Sentence, Written
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

#: By the reason of the ruling, in the order of the list.
REASONS = {
    "blank": _l("nothing was marked"),
    "too_many": _l("too many marks"),
    "too_few": _l("too few marks"),
    "unclear": _l("not clear what was meant"),
    "torn": _l("torn, or could not be read"),
    "not_ours": _l("not one of our papers"),
    "typed_wrong": _l("typed wrongly by two people"),
}


def ruled_papers_in_words(known: Mapping[str, Mapping[str, int]], *, exact: bool = True) -> list[Sentence]:
    """``known``: how many papers were ``not_counted``, and how many ``counted_otherwise`` than they were typed, by
    reason; and sheets that were ``set_aside``. ``exact``: whether turnout tells how many voted on paper; else there is no number
    of papers that count.
    """
    refused, otherwise = known["not_counted"], known["counted_otherwise"]
    said = []
    if not (refused or otherwise):
        said.append(_l("Every paper in the session boxes and envelopes counts as two people typed it."))
    if refused:
        said.append(
            _ln(
                "One paper did not count: %(reasons)s.",
                "%(num)s papers did not count: %(reasons)s.",
                sum(refused.values()),
                reasons=Written(_by_reason, refused),
            )
        )
    if otherwise and not exact:
        said.append(
            _l(
                "Some papers count as two people decided when they looked at them together: %(reasons)s.",
                reasons=Written(_reasons, otherwise),
            )
        )
    elif otherwise:
        said.append(
            _ln(
                "One paper counts as two people decided when they looked at it together: %(reasons)s.",
                "%(num)s papers count as two people decided when they looked at them together: %(reasons)s.",
                sum(otherwise.values()),
                reasons=Written(_by_reason, otherwise),
            )
        )
    if sheets := known["set_aside"].get("sheets"):
        said.append(
            _ln(
                "One sheet was set aside by two people: it was not a ballot paper, or an envelope that was empty or held more.",
                "%(num)s sheets were set aside by two people: they were not ballot papers, or envelopes that were empty or "
                "held more.",
                sheets,
            )
        )
    return said


def _reasons(numbers: Mapping[str, int]) -> str:
    return ", ".join(str(words) for reason, words in REASONS.items() if numbers.get(reason))


def _by_reason(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{words} ({numbers[reason]})" for reason, words in REASONS.items() if numbers.get(reason))
