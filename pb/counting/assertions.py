"""Comparisons that prove a result of most votes first, for auditing a sample of the paper against it.

With most votes first, passing over what no longer fits: a set W of projects that fits the pot and holds no two that
exclude each other is the result if and only if every other project, in the tie order, has funded projects ahead of it
with which it would not fit the pot, or one ahead of it that excludes it, or too little support. (Go down the order: as
long as all decisions agree with W, what is funded so far is part of W, so a member of W still fits; and a project
outside W meets the projects named for it already funded.) Among the possible sets the best-supported ones have the
largest smallest margin.
"""

from __future__ import annotations

from collections.abc import Sequence

from pb.counting.outcomes import Comparison, Comparisons
from pb.counting.rules.ranking import STOPPING, Ranking
from pb.counting.rules.trace import TraceStep

__all__ = ["comparisons"]


def comparisons(ranking: Ranking, positions: Sequence[int]) -> Comparisons:
    """The comparisons that the result rests on. Part funding and votes per pound have none: their result depends on
    amounts and on quotients, not on who is ahead of whom."""
    if ranking.per_pound:
        return Comparisons(why_none="per-pound")
    if ranking.rulebook.part_funding:
        return Comparisons(why_none="part-funding")
    steps = ranking.walk(ranking.order(positions))
    funded = [step.project for step in steps if step.award]
    proofs = [_at_least(ranking, i) for i in funded]
    stop = next((d.project for d in steps if ranking.stops and d.code in STOPPING), None)
    if stop is not None:
        proofs += [_between(ranking, "stopped-at", i, stop) for i in funded]
    for step in steps:
        if not step.award and step.project != stop:
            proofs += _against(ranking, step, funded, stop)
    proofs += [
        _below(ranking, i)
        for i in range(len(ranking.support))
        if not ranking.eligible(i) and not ranking.election.projects[i].kept_out
    ]
    return Comparisons(tuple(proofs))


def _against(ranking: Ranking, step: TraceStep, funded: list[int], stop: int | None) -> list[Comparison]:
    """Why this eligible project is not funded."""
    if step.code == "excluded":
        rival = next(i for i in funded if i in ranking.rivals[step.project])
        return [_between(ranking, "excluded-by", rival, step.project)]
    if stop is not None:
        return [_between(ranking, "stopped-at", stop, step.project)]
    return [_between(ranking, "ahead", i, step.project) for i in _in_the_way(ranking, funded, step.project)]


def _in_the_way(ranking: Ranking, funded: list[int], project: int) -> list[int]:
    """Funded projects with which ``project`` does not fit the pot: the best-supported ones, and of those no more than
    needed.

    The last of the best-supported ones has the smallest margin and cannot be spared; of the others the dear ones
    suffice.
    """
    costs = [one.cost for one in ranking.election.projects]
    room = ranking.election.budget - costs[project]
    enough = next(k for k in range(len(funded) + 1) if sum(costs[i] for i in funded[:k]) > room)
    if not enough:
        return []
    *others, last = funded[:enough]
    needed, room = [last], room - costs[last]
    for i in sorted(others, key=lambda i: -costs[i]):
        if room < 0:
            break
        needed.append(i)
        room -= costs[i]
    return sorted(needed, key=funded.index)


def _between(ranking: Ranking, kind: str, winner: int, loser: int) -> Comparison:
    projects = ranking.election.projects
    return Comparison(kind, projects[winner].id, projects[loser].id, ranking.support[winner] - ranking.support[loser])


def _at_least(ranking: Ranking, i: int) -> Comparison:
    least = ranking.least_support
    return Comparison("at-least", ranking.election.projects[i].id, None, ranking.support[i] - least + 1, least)


def _below(ranking: Ranking, i: int) -> Comparison:
    least = ranking.least_support
    return Comparison("below-minimum", None, ranking.election.projects[i].id, least - ranking.support[i], least)
