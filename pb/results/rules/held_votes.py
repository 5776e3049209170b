"""Why votes from a tablet wait for two people, in words."""

from __future__ import annotations

from collections.abc import Mapping

from pb.words import Sentence, Written
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

#: By ``pb.voting.rules.envelopes.WHY_HELD``, in its order.
WHY = {
    "stopped": _l("the tablet had been stopped or ended"),
    "late": _l("voting had closed, or the ballot had been closed"),
    "early": _l("no voter could be there yet"),
    "too_many": _l("more votes than ballots that it was given"),
    "cancelled": _l("the session had been cancelled"),
    "used": _l("another vote has the same receipt code"),
    "other_code": _l("without the code of its envelope, or with another one"),
    "no_card": _l("the code that was typed is no card’s of this round"),
    "card_used": _l("the card had already given a vote"),
    "card_void": _l("the card had been cancelled or closed"),
    "unreleased": _l("the card had not been released yet"),
}


def held_in_words(where: Sentence | str, device: str, by_reason: Mapping[str, int]) -> Sentence:
    """``device``: the tablet's name; ``by_reason``: how many votes from it wait."""
    return _ln(
        "%(where)s: one vote from %(device)s waits. Two people must decide about it. Why: %(reasons)s.",
        "%(where)s: %(num)s votes from %(device)s wait. Two people must decide about them. Why: %(reasons)s.",
        sum(by_reason.values()),
        where=where,
        device=device,
        reasons=Written(_reasons, by_reason),
    )


def _reasons(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{words} ({numbers[why]})" for why, words in WHY.items() if numbers.get(why))
