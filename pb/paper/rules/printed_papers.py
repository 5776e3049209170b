"""What stands on a printed ballot paper beside its number: on the page to print and in the PDF file alike."""

from __future__ import annotations

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


def words_on(ballot: Ballot, help_phone: str) -> dict[str, Sentence | str]:
    """The words of every paper of this ballot; ``help`` is "" where there is no phone number."""
    return {
        "rule": _rule(ballot.min_choices, ballot.max_choices),
        "limit": _l("If you tick more than %(most)s, we cannot count your paper.", most=ballot.max_choices),
        "how": _l(
            "Fold this paper and put it in the box. If you make a mistake, ask for a new one. Do not write your name on "
            "it."
        ),
        "help": _l("Help: %(phone)s", phone=help_phone) if help_phone else "",
        "paper": _l("Paper"),
        "number": _l("Number"),
        "project": _l("Project"),
        "cost": _l("Cost"),
        "tick": _l("Tick"),
    }


def _rule(least: int, most: int) -> Sentence:
    if least == most:
        return _l("Tick %(count)s.", count=most)
    if least == 0:
        return _l("Tick up to %(most)s.", most=most)
    return _l("Tick %(range)s.", range=number_range(least, most))
