"""What one ballot gives each project, and by how much a wrong one helps a comparison."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pb.counting.outcomes import Comparison

__all__ = ["given_by", "overstatement"]


def given_by(
    choices: Mapping[int, int], ballot_type: str, *, points: bool, parts: Collection[Collection[int]]
) -> dict[str, int]:
    """The votes or points that a ballot with these choices gives each project, by id: the printed number as text.

    ``points``: whether they are counted, and not how many ballots name a project. ``parts``: the numbers in each pot; the
    first place on a "rank" ballot has as many points as the ballot has places in its pot.
    """
    if not points:
        return {str(number): 1 for number in choices}
    if ballot_type != "rank":
        return {str(number): value for number, value in choices.items()}
    given: dict[str, int] = {}
    for part in parts:
        ranked = sorted((number for number in choices if number in part), key=choices.__getitem__)
        given |= {str(number): len(ranked) - place for place, number in enumerate(ranked)}
    return given


def overstatement(comparison: Comparison, counted: Mapping[str, int], seen: Mapping[str, int]) -> int:
    """By how much a ballot that was counted as one thing and says another helped this comparison; below nothing where it
    hurt. Both as ``given_by`` has them.
    """
    winner, loser = comparison.winner or "", comparison.loser or ""
    gap = counted.get(winner, 0) - counted.get(loser, 0)
    return gap - (seen.get(winner, 0) - seen.get(loser, 0))
