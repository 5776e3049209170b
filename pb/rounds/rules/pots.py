"""What the pots of a round may be, and which of them is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from pb.rounds.rules.sentences import ENTER_SIZE_OF_POT
from pb.unicode_text import alike
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: £20 million: more than any small-grants programme, and within what a database column of pence can hold.
MOST_PENCE = 2_000_000_000
MOST_POTS = 8
LONGEST_POT_NAME = 80

#: The money of this round alone, without what was carried over: (name, pence).
PotsAsSet = Sequence[tuple[str, int]]


class PotFault(NamedTuple):
    """What is wrong with a pot: its ``place`` among the pots of the round from 0 on, which of its questions ("name",
    "amount", "least" or "most") was answered wrongly, and what is said about it.
    """

    place: int
    asked: str
    sentence: Sentence


def all_money(pots: PotsAsSet, carried: Sequence[int]) -> list[int]:
    """All the pence of each pot; ``carried``: for each the pence that were left in the round before."""
    return [pence + more for (_name, pence), more in zip_longest(pots, carried[: len(pots)], fillvalue=0)]  # type: ignore[misc]


def pot_faults(pots: PotsAsSet, carried: Sequence[int] = ()) -> list[PotFault]:
    """What is wrong with the names and the money of these pots: every pot that has the first kind of fault there is."""
    if not pots:
        return [PotFault(0, "amount", ENTER_SIZE_OF_POT)]
    amounts = all_money(pots, carried)
    if empty := [PotFault(at, "amount", _no_money(name)) for at, (name, pence) in enumerate(pots) if pence <= 0]:
        return empty
    if sum(amounts) > MOST_PENCE:
        said = _l("This is more money than we can count. Check the amount.")
        return [PotFault(amounts.index(max(amounts)), "amount", said)]
    if len(pots) > MOST_POTS:
        return [PotFault(MOST_POTS, "name", _l("A round can have up to %(most)s pots.", most=MOST_POTS))]
    return [*_without_name_of_their_own(pots)] or [
        PotFault(at, "name", _l("The name of each pot must be %(most)s characters or fewer.", most=LONGEST_POT_NAME))
        for at, (name, _pence) in enumerate(pots)
        if len(alike(name)) > LONGEST_POT_NAME
    ]


def _no_money(name: str) -> Sentence:
    if not name:
        return ENTER_SIZE_OF_POT
    return _l("Enter how much money is in the pot “%(name)s”.", name=name)


def _without_name_of_their_own(pots: PotsAsSet) -> Iterator[PotFault]:
    """Of several pots those without a name, and those that are called as one before them."""
    names = [alike(name) for name, _pence in pots]
    said = _l("If there is more than one pot, give each a different name.")
    for at, name in enumerate(names):
        if len(names) > 1 and (not name or name in names[:at]):
            yield PotFault(at, "name", said)
