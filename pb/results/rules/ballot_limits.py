"""What a ballot could hold, as the META of a Pabulib file says it (https://pabulib.org/format)."""

from __future__ import annotations

from typing import Protocol

from pb.voting.rules.ballot_rules import BEST_SCORE


class ChoiceLimits(Protocol):
    """The fewest and most projects that a voter chooses: in a round, or in a pot that says so itself."""

    @property
    def min_choices(self) -> int | None: ...
    @property
    def max_choices(self) -> int | None: ...


class HowToVote(ChoiceLimits, Protocol):
    """A round's settings of its ballot."""

    @property
    def ballot_type(self) -> str: ...
    @property
    def any_number(self) -> bool | None: ...


def ballot_limits(round_: HowToVote, pot: ChoiceLimits, points: int, *, is_only_pot: bool) -> dict[str, str]:
    """META keys for the file of one pot. ``points``: how many a voter shares out, where the ballot has points.

    Where several pots have no numbers of their own, the round's fewest projects can lie in any of them: no ballot has to
    name one of this pot.
    """
    least, most = round_.min_choices, None if round_.any_number else round_.max_choices
    if pot.max_choices is not None:
        least, most = pot.min_choices, pot.max_choices
    elif not is_only_pot:
        least = None
    limits = {"min_length": str(least or ""), "max_length": str(most or "")}
    if round_.ballot_type == "points":
        limits["max_sum_points"] = str(points)
    if round_.ballot_type == "score":
        limits |= {"min_points": "0", "max_points": str(BEST_SCORE), "default_score": "0"}
    return limits
