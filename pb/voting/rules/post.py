"""Votes that go out by post: how somebody asked, why a reply envelope stays unopened, and the number on an envelope."""

from __future__ import annotations

import re
from datetime import timedelta

from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: How somebody asked for a postal vote.
WAYS: dict[str, Sentence] = {
    "telephone": _l("By telephone"),
    "letter": _l("By letter or email"),
    "person": _l("In person, or someone asked for them"),
    "form": _l("On our website"),
    "list": _l("On a list"),
}
#: Of these, what staff choose from: the others the program knows by itself.
TOLD_TO_STAFF = ("telephone", "letter", "person")
#: Why a reply envelope is put aside and never opened.
UNOPENED: dict[str, Sentence] = {
    "late": _l("It came too late"),
    "used": _l("Its code or number has already been used"),
    "cancelled": _l("Its card was cancelled or closed"),
    "unknown": _l("It has no code or number that we know"),
    "open": _l("It was open or torn when it came"),
}
#: So many postal votes go to one address in a round: more people than that vote at a session, where a team is there.
MOST_TO_ONE_ADDRESS = 4
#: So long names and addresses are kept once the last post is in.
ADDRESSES_KEPT = timedelta(days=14)
LONGEST_NAME, LONGEST_ADDRESS = 80, 300
#: So many requests from the website wait at most until staff read them.
MOST_WAITING = 500
LIMIT_IS_REACHED = _l("No more postal votes can go to this address in this round.")
ONLY_SO_MANY = _l("Plan a voting session there, so that people can vote in person.")
_TYPED = re.compile(r"([0-9]{1,6}) ?[-–]? ?([0-9])")


class NotANumber(ValueError):
    """What was typed has a wrong check digit."""


def number_on_envelope(number: int) -> str:
    """A card's number as it stands on a reply envelope: "17-4". The digit after the hyphen finds slips of the key."""
    return f"{number}-{_check_digit(number)}"


def read_number_on_envelope(typed: str) -> int | None:
    """The card's number; None for what does not look like one. Raises ``NotANumber`` where its last digit does not fit."""
    found = _TYPED.fullmatch(" ".join(typed.split()))
    if found is None:
        return None
    number = int(found[1])
    if _check_digit(number) != int(found[2]):
        raise NotANumber
    return number


def _check_digit(number: int) -> int:
    """ISO 7064, MOD 11,10: finds every single wrong digit, and nearly every two that changed places."""
    carry = 10
    for digit in str(number):
        carry = ((carry + int(digit)) % 10 or 10) * 2 % 11
    return (11 - carry) % 10
