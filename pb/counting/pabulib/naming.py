"""Which of the format's rule names a count may honestly carry.

A standard name is used where a reader who knows only the format gets the same winners from it; otherwise the file says
``greedy-custom`` or ``unknown`` and a comment, and always our own name beside it.
"""

from __future__ import annotations

from pb.counting.elections import PotElection
from pb.counting.exact import Exact, Ratio
from pb.counting.outcomes import PotOutcome
from pb.counting.rulebooks import RULES, Rulebook
from pb.counting.rules.completions import EqualShares
from pb.counting.rules.ranking import Ranking
from pb.counting.ties import tie_order

__all__ = ["rule_in_meta"]


def rule_in_meta(part: PotElection, rulebook: Rulebook, result: PotOutcome | None) -> tuple[str, int | None, list[str]]:
    """(rule, min_project_score_threshold or None, comments) for META."""
    if rulebook.rule in ("most-votes", "most-votes-stop"):
        return _most_votes(part, rulebook, result)
    described = [f"The rule is {RULES[rulebook.rule].name}"]
    if rulebook.rule == "votes-per-pound":
        return "greedy-custom", _threshold(part, rulebook), described
    if (
        rulebook.rule in ("equal-shares", "equal-shares-add1")
        and result
        and _as_the_checker_counts(part, rulebook, result)
    ):
        return {"equal-shares": "equalshares", "equal-shares-add1": "equalshares/add1"}[rulebook.rule], None, []
    return "unknown", None, described


def _most_votes(part: PotElection, rulebook: Rulebook, result: PotOutcome | None) -> tuple[str, int | None, list[str]]:
    threshold = _threshold(part, rulebook)
    departs = result and any(step.decision == "part-funded" for step in result.steps)
    if departs or (rulebook.rule == "most-votes-stop" and rulebook.exclusions):
        return (
            "greedy-custom",
            threshold,
            [f"The rule is {RULES[rulebook.rule].name}, with the settings in the __pb_ keys"],
        )
    if rulebook.rule == "most-votes-stop":
        return "greedy-no-skip", threshold, []
    if rulebook.exclusions:
        return "greedy-exclusive", threshold, []
    return ("greedy-threshold" if threshold else "greedy"), threshold, []


def _threshold(part: PotElection, rulebook: Rulebook) -> int | None:
    """The least support as a number, if it keeps anybody out (other readers fund projects without votes)."""
    ranking = Ranking(part, rulebook)
    least = ranking.least_support
    return least if least > 0 and any(support < least for support in ranking.support) else None


def _as_the_checker_counts(part: PotElection, rulebook: Rulebook, result: PotOutcome) -> bool:
    """Whether Pabulib's own definition gives the same winners: satisfaction by cost, whole amounts, no tie, no blank
    ballot, and with add-one each share rounded down to a whole unit before the first step (ours begins with the exact
    share)."""
    amounts = [part.budget, *(project.cost for project in part.projects)]
    if rulebook.satisfaction_for(part.ballot_type) != "cost" or any(amount % part.unit for amount in amounts):
        return False
    if result.ties or part.profile.num_blank or any(project.withdrawn for project in part.projects):
        return False
    if rulebook.rule == "equal-shares" or not part.profile.num_ballots:
        return True
    if rulebook.add_one_step not in (None, part.unit):
        return False
    trace = RoundedShares(part, rulebook).trace(tie_order(part, rulebook.tie_rule, None))
    return not trace.ties and {part.projects[i].id for i, _ in trace.awards} == set(result.funded)


class RoundedShares(EqualShares):
    """Add-one as Pabulib's checker defines it: the shares with which it begins to add are whole units."""

    def share(self, added: int) -> Exact:
        exact = super().share(0)
        if added == 0:
            return exact
        return Ratio(exact // self.add_one_step * self.add_one_step + added * self.add_one_step)
