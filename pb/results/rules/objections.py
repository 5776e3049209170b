"""Objections to how a vote was run: for how long somebody can object, and what is said of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

#: How an objection came.
WAYS: dict[str, Sentence] = {
    "form": _l("On the website"),
    "telephone": _l("By telephone"),
    "letter": _l("By letter or email"),
    "person": _l("In person"),
}
#: Staff write down all the others.
WAYS_OF_STAFF = tuple(each for each in WAYS if each != "form")
LONGEST_OBJECTION, LONGEST_SUMMARY, LONGEST_ANSWER, LONGEST_NAME, LONGEST_PHONE = 2000, 300, 2000, 80, 30
#: So many objections to one round on the website; more would be a flood, and each needs two people. What staff write down is
#: not held against it: whoever floods the form keeps nobody's letter out.
MOST_OBJECTIONS = 200
#: So long what somebody wrote is kept, with their name and telephone number, once the result is public.
OBJECTIONS_KEPT = timedelta(days=28)

NO_OBJECTIONS_NOW = _l("Nobody can object to this vote now.")
OBJECTIONS_STAY = _l("An objection stays as it was written down.")
ANSWER_IS_AGREED = _l("Two people have already agreed on this answer.")
NO_SUCH_OBJECTION = _l("There is no objection with this number.")
TIME_STAYS = _l("The time in which people can object to a count stays as it is.")
OBJECTIONS_FIRST = _l("The result is signed when the time for objections is over and each objection is answered.")
ANSWER_THEM = _l("This is done on the page “Objections”.")


def announced(salt: str, ballots_hash: str, outcome_hash: str) -> str:
    """The fingerprint of a count that may be read before its result. The ``salt`` is kept until then: of the hashes alone the
    result of a small vote could be guessed.
    """
    return hashlib.sha256(announced_text(salt, ballots_hash, outcome_hash).encode()).hexdigest()


def announced_text(salt: str, ballots_hash: str, outcome_hash: str) -> str:
    """What that fingerprint is taken of."""
    return f"{salt}:{ballots_hash}:{outcome_hash}"


def objections_in_words(said: Mapping[str, Any]) -> list[Sentence]:
    """How many objections there were, of the facts of a publication, and for how long somebody could object."""
    days, received = said["days"], said["received"]
    first = _ln(
        "Everyone could object to how the vote was run for %(num)s day, before the result was signed.",
        "Everyone could object to how the vote was run for %(num)s days, before the result was signed.",
        days,
    )
    if not received:
        return [first, _l("Nobody did.")]
    return [
        first,
        _ln(
            "One objection came. Two people answered it.",
            "%(num)s objections came. Two people answered each.",
            received,
        ),
    ]
