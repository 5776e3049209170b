"""What would have funded a project: the smallest number of extra ballots that name only it, all else equal.

For most votes first and votes per pound. In an election counted by points the number is of extra points.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from copy import copy

from pb.counting.outcomes import OutcomeReason
from pb.counting.rules.ranking import STOPPING, Ranking
from pb.counting.rules.trace import TraceStep

__all__ = ["needs"]


def needs(ranking: Ranking, positions: Sequence[int]) -> dict[int, OutcomeReason]:
    """For each project that gets nothing the ``OutcomeReason`` of what it needed: more-ballots, more-points or no-number."""
    order = ranking.order(positions)
    steps = ranking.walk(order)
    funded = {step.project for step in steps if step.award}
    found = {}
    for i, project in enumerate(ranking.election.projects):
        if i in funded:
            continue
        if project.kept_out or _least_money(ranking, i) > ranking.election.budget:
            extra = None
        elif ranking.rulebook.min_support_percent is None:
            extra = _extra(ranking, positions, steps, i)
        else:
            extra = _extra_by_recounting(ranking, positions, i)
        found[i] = _as_reason(ranking, i, extra)
    return found


def _as_reason(ranking: Ranking, i: int, extra: int | None) -> OutcomeReason:
    project, budget = ranking.election.projects[i], ranking.election.budget
    if extra is None:
        return OutcomeReason("no-number", {"withdrawn": project.withdrawn, "cost": project.cost, "budget": budget})
    by_points = ranking.rulebook.support_for(ranking.election.ballot_type) == "points"
    return OutcomeReason("more-points" if by_points else "more-ballots", {"number": extra})


def _least_money(ranking: Ranking, i: int) -> int:
    project = ranking.election.projects[i]
    return project.least if ranking.can_take_part[i] and project.least is not None else project.cost


def _extra(ranking: Ranking, positions: Sequence[int], steps: Sequence[TraceStep], i: int) -> int:
    """The turns are the same whether or not ``i`` was ahead of them, as it took no money: so find the latest turn at
    which enough was left and no rival was funded yet, and count what it takes to have that turn."""
    turns = [step for step in steps if step.project != i]
    rival = next((k for k, step in enumerate(turns) if step.award and step.project in ranking.rivals[i]), len(turns))
    stop = next((k for k, step in enumerate(turns) if ranking.stops and step.code in STOPPING), len(turns))
    # left_before falls from turn to turn: the first turn with too little.
    short = bisect_right(turns, -_least_money(ranking, i), key=lambda step: -step.left_before)
    turn = min(short - 1, rival, stop)
    if short == rival == stop == len(turns):
        left = turns[-1].left_after if turns else ranking.election.budget
        turn = len(turns) if left >= _least_money(ranking, i) else turn
    least = max(ranking.least_support - ranking.support[i], 1)
    if turn >= len(turns):
        return least
    return max(least, _to_pass(ranking, positions, i, turns[turn].project))


def _to_pass(ranking: Ranking, positions: Sequence[int], i: int, other: int) -> int:
    """The smallest number of votes with which ``i`` is placed ahead of ``other``."""
    projects, support = ranking.election.projects, ranking.support
    mine, theirs = (projects[i].cost, projects[other].cost) if ranking.per_pound else (1, 1)
    # (support + x) / mine >= theirs' measure, as whole numbers: the smallest x, and one more if level is not enough.
    level, exactly = divmod(support[other] * mine, theirs)
    wanted = level if exactly == 0 and positions[i] < positions[other] else level + 1
    return wanted - support[i]


def _extra_by_recounting(ranking: Ranking, positions: Sequence[int], i: int) -> int | None:
    """With a minimum in per cent every extra ballot also raises the bar for all: try each number at which anything
    changes. None where the bar is every ballot, and there are some that do not name ``i``.
    """
    for extra in sorted(_turning_points(ranking, positions, i)):
        if any(project == i for project, _ in _with_extra(ranking, i, extra).awards(positions)):
            return extra
    return None


def _turning_points(ranking: Ranking, positions: Sequence[int], i: int) -> set[int]:
    others = [j for j in range(len(ranking.support)) if j != i]
    points: list[int | None] = [1, *(_to_pass(ranking, positions, i, j) for j in others)]
    points += [_until_barred(ranking, j) for j in others]
    points.append(_until(lambda extra: ranking.support[i] + extra >= _bar(ranking, extra)))
    return {max(point, 1) for point in points if point is not None}


def _until_barred(ranking: Ranking, j: int) -> int | None:
    """The smallest number of extra ballots that raises the bar above project ``j``."""
    return _until(lambda extra: _bar(ranking, extra) > ranking.support[j])


def _bar(ranking: Ranking, extra: int) -> int:
    return ranking.rulebook.least_support(ranking.election.profile.num_ballots + extra)


def _until(holds: Callable[[int], bool]) -> int | None:
    """The smallest number from 1 at which ``holds``, which never stops holding again; None if there is none below
    2**40.
    """
    low, high = 0, 1
    while not holds(high):
        low, high = high, high * 2
        if high > 2**40:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _with_extra(ranking: Ranking, i: int, extra: int) -> Ranking:
    """The same count with ``extra`` ballots more for project ``i`` alone."""
    again = copy(ranking)
    again.support = [*ranking.support]
    again.support[i] += extra
    again.least_support = _bar(ranking, extra)
    return again
