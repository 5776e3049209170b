"""The count: a rulebook applied to an election, pot by pot."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pb.counting import assertions, needs
from pb.counting.elections import Election, PotElection
from pb.counting.mattering import mattered
from pb.counting.outcomes import Comparisons, Offer, Outcome, PotOutcome, Reason, Step, Tie
from pb.counting.rulebooks import Refused, Rulebook, refused
from pb.counting.rules import for_rulebook
from pb.counting.rules.course import Course, Decision
from pb.counting.rules.ranking import Ranking
from pb.counting.ties import Lot, tie_order
from pb.words import lazy_gettext as _l

__all__ = ["TieNeedsLot", "count"]


class TieNeedsLot(Exception):
    """Projects are level, it matters who comes first, and there is no lot. ``projects`` are their ids, ``pot`` their pot."""

    def __init__(self, projects: Sequence[str], pot: str | None):
        self.projects, self.pot = tuple(projects), pot
        where = f" in pot {pot}" if pot else ""
        super().__init__(
            f"Projects {', '.join(projects)}{where} are level and their order decides the result: a lot is needed."
        )


def count(
    election: Election,
    rulebook: Rulebook,
    lot: Lot | None = None,
    *,
    order: Sequence[str] = (),
    declined: Collection[str] = (),
) -> Outcome:
    """Who is funded, and why.

    order: a full order of project ids for ties, instead of tie rule and lot. declined: projects whose groups turned
    part funding down. Refuses (``Refused``) a rulebook that does not go with the election, and stops (``TieNeedsLot``) at a
    tie that matters when there is neither lot nor order.
    """
    why_not = refused(rulebook, election.ballot_type, election.pots)
    known = {project.id for project in election.projects}
    if order and (set(order) != known or len(order) != len(known)):
        why_not = _l("The order for ties must name every project once.")
    elif not known.issuperset(id for group in rulebook.exclusions for id in group):
        why_not = _l("The rulebook excludes a project that is not in this election.")
    if why_not:
        raise Refused(why_not)
    pots = tuple(_count_pot(part, rulebook, lot, order, declined) for part in election.parts)
    lot_facts = {"round": lot.round_id, "digits": lot.digits} if lot else None
    return Outcome(rulebook, election.ballot_type, pots, election.ballots, election.unit, election.currency, lot_facts)


def _count_pot(election: PotElection, rulebook: Rulebook, lot, order, declined) -> PotOutcome:
    positions = tie_order(election, rulebook.tie_rule, lot, order)
    rule = for_rulebook(election, rulebook)
    if isinstance(rule, Ranking) and declined:
        rule = Ranking(election, rulebook, declined)
    course = rule.course(positions)
    if not (lot or order):
        _refuse_to_guess(election, rulebook, rule, course, positions)
    ties = tuple(_tie(election, rulebook, lot, order, rule, level, positions) for level in course.ties)
    return PotOutcome(
        election.pot,
        election.budget,
        election.ballots.total,
        election.ballots.blank,
        _steps(election, rule, course, positions),
        ties,
        _comparisons(rule, positions),
        _offers(election, rulebook, declined, positions),
        course.facts,
    )


def _refuse_to_guess(election: PotElection, rulebook: Rulebook, rule, course: Course, positions) -> None:
    for level in course.ties:
        for open_tie in _left_open(election, rulebook, level):
            if _mattered(rule, open_tie, positions):
                raise TieNeedsLot([election.projects[i].id for i in open_tie], election.pot)


def _left_open(election: PotElection, rulebook: Rulebook, level: Sequence[int]) -> list[list[int]]:
    """The parts of a tie that only a lot can decide."""
    if rulebook.tie_rule == "lot":
        return [list(level)]
    by_cost: dict[int, list[int]] = {}
    for i in level:
        by_cost.setdefault(election.projects[i].cost, []).append(i)
    return [same_cost for same_cost in by_cost.values() if len(same_cost) > 1]


def _mattered(rule, level: Sequence[int], positions) -> bool:
    if isinstance(rule, Ranking) and rule.all_or_none(level, positions):
        return False
    return mattered(level, positions, rule.awards)


def _tie(election: PotElection, rulebook: Rulebook, lot, order, rule, level: Sequence[int], positions) -> Tie:
    level = sorted(level, key=positions.__getitem__)
    if order:
        decided_by = "order"
    elif not _left_open(election, rulebook, level):
        decided_by = "cost"
    else:
        decided_by = "lot" if lot else "nothing"
    return Tie(tuple(election.projects[i].id for i in level), decided_by, _mattered(rule, level, positions))


def _steps(election: PotElection, rule, course: Course, positions) -> tuple[Step, ...]:
    what_it_took = needs.needs(rule, positions) if isinstance(rule, Ranking) else {}
    levels: dict[int, tuple[str, ...]] = {}
    for level in course.ties:
        for i in level:
            ids = {*levels.get(i, ()), *(election.projects[j].id for j in level)}
            levels[i] = tuple(sorted(ids))
    return tuple(
        _step(election, decision, what_it_took.get(decision.project), levels.get(decision.project, ()))
        for decision in course.decisions
    )


def _step(election: PotElection, decision: Decision, need: Reason | None, tied: tuple[str, ...]) -> Step:
    project = election.projects[decision.project]
    kind = "not-funded" if not decision.award else "funded" if decision.award == project.cost else "part-funded"
    return Step(
        project.id,
        kind,
        decision.award,
        decision.support,
        decision.left_before,
        decision.left_after,
        Reason(decision.code, decision.params),
        need,
        tied,
    )


def _comparisons(rule, positions) -> Comparisons:
    return assertions.comparisons(rule, positions) if isinstance(rule, Ranking) else Comparisons(why_none="rule")


def _offers(election: PotElection, rulebook: Rulebook, declined, positions) -> tuple[Offer, ...]:
    """In which order the remaining money is offered: each time the one before says no, the count goes on without it."""
    if not rulebook.part_funding:
        return ()
    offers: list[Offer] = []
    declined = set(declined)
    while True:
        walked = Ranking(election, rulebook, declined)
        part = next((d for d in walked.walk(walked.order(positions)) if d.code == "part-funded"), None)
        if part is None:
            return tuple(offers)
        offers.append(Offer(election.projects[part.project].id, part.award))
        declined.add(election.projects[part.project].id)
