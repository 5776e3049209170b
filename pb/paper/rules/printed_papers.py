"""What stands on a printed ballot paper beside its number: on the page to print and in the PDF file alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pb.formats import number_range
from pb.words import Sentence
from pb.words import lazy_gettext as _l


class Ballot(Protocol):
    """What the words need to know of a frozen ballot."""

    @property
    def min_choices(self) -> int: ...

    @property
    def max_choices(self) -> int: ...


@dataclass(frozen=True)
class ByPost:
    """Where a paper goes that comes back by post, and until when, in words. ``address``: "" where nobody has set it."""

    address: str
    until: str


def words_on(ballot: Ballot, help_phone: str, post: ByPost | None = None) -> dict[str, Sentence | str]:
    """The words of every paper of this ballot; ``help`` is "" where there is no phone number. ``post``: of a paper that
    comes back by post; no box is near its voter.
    """
    return {
        "rule": _rule(ballot.min_choices, ballot.max_choices),
        "limit": _l("If you tick more than %(most)s, we cannot count your paper.", most=ballot.max_choices),
        "how": _BY_POST if post else _IN_THE_BOX,
        "send": _send(post) if post else "",
        "help": _l("Help: %(phone)s", phone=help_phone) if help_phone else "",
        "paper": _l("Paper"),
        "number": _l("Number"),
        "project": _l("Project"),
        "cost": _l("Cost"),
        "tick": _l("Tick"),
    }


_IN_THE_BOX = _l(
    "Fold this paper and put it in the box. If you make a mistake, ask for a new one. Do not write your name on it."
)
_BY_POST = _l(
    "Fold this paper, put it in the plain envelope and close that. Put it in the reply envelope. Your voting code must be on "
    "the reply envelope, and nowhere else. If you make a mistake, ask for a new paper. Do not write your name on it."
)


def _send(post: ByPost) -> Sentence:
    if not post.address:
        return _l("It must reach us by %(when)s.", when=post.until)
    return _l("It must reach us by %(when)s. Send it to: %(address)s", when=post.until, address=post.address)


def _rule(least: int, most: int) -> Sentence:
    if least == most:
        return _l("Tick %(count)s.", count=most)
    if least == 0:
        return _l("Tick up to %(most)s.", most=most)
    return _l("Tick %(range)s.", range=number_range(least, most))
