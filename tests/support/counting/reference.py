"""The field's reference library, pabutools (GPL, for tests only), asked the same question with the same order for
ties.
"""

from __future__ import annotations

from collections.abc import Sequence

from pabutools.election import (
    Additive_Cardinal_Sat,
    AdditiveSatisfaction,
    ApprovalBallot,
    ApprovalProfile,
    CardinalBallot,
    Cardinality_Sat,
    CardinalProfile,
    Cost_Sat,
    Instance,
    Project,
)
from pabutools.rules import (
    exhaustion_by_budget_increase,
    greedy_utilitarian_welfare,
    method_of_equal_shares,
    sequential_phragmen,
)
from pabutools.tiebreaking import TieBreakingRule

from pb.counting import Election, Rulebook

__all__ = ["winners"]


class Points_Sat(AdditiveSatisfaction):
    """Points times cost, so that pabutools' greedy rule, which divides by the cost, goes by points. It has no such
    rule itself.
    """

    def __init__(self, instance, profile, ballot):
        super().__init__(instance, profile, ballot, lambda *args: args[2].get(args[3], 0) * args[3].cost)


class AsExact(AdditiveSatisfaction):
    """Points as they are, but 0 and not a missing key for a project that the ballot does not name."""

    def __init__(self, instance, profile, ballot):
        super().__init__(instance, profile, ballot, lambda *args: args[2].get(args[3], 0))


def winners(election: Election, rulebook: Rulebook, order: Sequence[str]) -> set[str]:
    """The ids that pabutools funds. `order` is the full order of project ids for ties."""
    (part,) = election.parts
    instance = Instance([Project(p.id, p.cost) for p in part.projects], budget_limit=part.budget)
    ballots = _ballots(part, instance)
    profile = (ApprovalProfile if not part.has_points else CardinalProfile)(ballots)
    position = {id: place for place, id in enumerate(order)}
    ties = TieBreakingRule(lambda _instance, _profile, project: position[project.name])
    if not ballots:
        return set()
    return {project.name for project in _count(instance, profile, rulebook, ties, part)}


def _ballots(part, instance: Instance) -> list:
    projects = [instance.get_project(p.id) for p in part.projects]
    ballots = []
    for chosen, points, count in part.profile.as_tuples():
        for _ in range(count):
            if part.has_points:
                ballots.append(CardinalBallot({projects[i]: value for i, value in zip(chosen, points, strict=True)}))
            else:
                ballots.append(ApprovalBallot(projects[i] for i in chosen))
    return ballots


def _count(instance, profile, rulebook: Rulebook, ties, part):
    if rulebook.rule == "most-votes":
        found = greedy_utilitarian_welfare(
            instance, profile, sat_class=Points_Sat if part.has_points else Cost_Sat, tie_breaking=ties
        )
        return _with_votes(found, part)
    if rulebook.rule == "votes-per-pound":
        sat = Additive_Cardinal_Sat if part.has_points else Cardinality_Sat
        return _with_votes(greedy_utilitarian_welfare(instance, profile, sat_class=sat, tie_breaking=ties), part)
    if rulebook.rule == "phragmen":
        supported = Instance(_with_votes(instance, part), budget_limit=instance.budget_limit)
        return sequential_phragmen(supported, profile, tie_breaking=ties)
    sat = {"cost": Cost_Sat, "number": Cardinality_Sat, "points": AsExact}[rulebook.satisfaction_for(part.ballot_type)]
    settings = {"sat_class": sat, "tie_breaking": ties}
    if rulebook.rule == "equal-shares":
        return method_of_equal_shares(instance, profile, **settings)
    step = profile.num_ballots() * (rulebook.add_one_step or part.unit)
    return exhaustion_by_budget_increase(
        instance,
        profile,
        method_of_equal_shares,
        settings,
        exhaustive_stop=False,
        budget_step=step,
        budget_bound=instance.budget_limit + step + profile.num_ballots() * _enough_for_everything(part),
    )


def _enough_for_everything(part) -> int:
    """A share with which every voter can pay her part of every project: pabutools would go on adding when everything
    is bought.
    """
    most = max(part.profile.points.tolist(), default=1) if part.has_points else 1
    return sum(
        project.cost * most // votes + 1
        for project, votes in zip(part.projects, part.profile.approval_scores, strict=True)
        if votes
    )


def _with_votes(projects, part):
    """Known difference: pabutools funds projects without a single vote when money is left; here nobody's project is
    not funded.
    """
    votes = dict(zip((p.id for p in part.projects), part.profile.approval_scores, strict=True))
    return [project for project in projects if votes[project.name]]
