"""Patterns of choices. An unusual one works as a signature: who was told to make it can show in the published ballots
that they did, and a vote can be bought.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pb.results.rules.groups import LEAST

Pattern = TypeVar("Pattern", bound=Hashable)


@dataclass(frozen=True)
class UnusualBallots:
    """``ballots`` in all, filled in in ``patterns`` different ways; so many ballots are ``unique``, so many
    ``withheld`` from the published files.
    """

    ballots: int
    patterns: int
    unique: int
    withheld: int = 0


def withheld(times: Mapping[Pattern, int], least_alike: int | None, least: int = LEAST) -> frozenset[Pattern]:
    """The patterns of one pot that are not published: those made on fewer than ``least_alike`` ballots (None: none).

    ``times``: on how many ballots each pattern was made. What is withheld is published as a sum, and everybody can work
    that sum out anyway, as the votes less the published ballots. So it is of at least ``least`` ballots: where fewer
    would be withheld, the next rarest patterns are withheld too.
    """
    rarest_first = sorted(times, key=lambda pattern: (times[pattern], str(pattern)))
    kept: list[Pattern] = []
    ballots = 0
    for pattern in rarest_first:
        if times[pattern] >= (least_alike or 0) and not 0 < ballots < least:
            break
        kept.append(pattern)
        ballots += times[pattern]
    return frozenset(kept)


def unusual_ballots(pots: Iterable[Mapping[Pattern, int]], least_alike: int | None = None) -> UnusualBallots:
    """The numbers of all pots together; a voter has a ballot in each."""
    each = list(pots)
    return UnusualBallots(
        ballots=sum(sum(times.values()) for times in each),
        patterns=sum(len(times) for times in each),
        unique=sum(n == 1 for times in each for n in times.values()),
        withheld=sum(times[pattern] for times in each for pattern in withheld(times, least_alike)),
    )
