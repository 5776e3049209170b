"""The count: a rulebook applied to an election, pot by pot."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from pb.counting import assertions, needs
from pb.counting.decisive_ties import is_decisive
from pb.counting.elections import Election, PotElection
from pb.counting.outcomes import Comparisons, Offer, Outcome, OutcomeReason, PotOutcome, Step, Tie
from pb.counting.rulebooks import Rulebook, RulebookRefused, rulebook_error
from pb.counting.rules import Rule, for_rulebook
from pb.counting.rules.ranking import Ranking
from pb.counting.rules.trace import SelectionTrace, TraceStep
from pb.counting.ties import LotDigits, tie_order
from pb.words import Sentence
from pb.words import lazy_gettext as _l

__all__ = ["TieNeedsLot", "count"]


class TieNeedsLot(Exception):
    """A decisive tie and no lot. ``projects`` are the ids of the tied projects, ``pot`` is their pot."""

    def __init__(self, projects: Sequence[str], pot: str | None):
        self.projects, self.pot = tuple(projects), pot
        where = f" in pot {pot}" if pot else ""
        super().__init__(
            f"Projects {', '.join(projects)}{where} are level and their order decides the result: a lot is needed."
        )


def count(
    election: Election,
    rulebook: Rulebook,
    lot: LotDigits | None = None,
    *,
    order: Sequence[str] = (),
    declined: Collection[str] = (),
    going_on: Callable[[], None] | None = None,
) -> Outcome:
    """Who is funded, and why.

    order: a full order of project ids for ties, instead of tie rule and lot. declined: projects whose groups turned
    part funding down. going_on: called again and again in a count that can be long; what it raises ends the count. Raises
    ``RulebookRefused`` for a rulebook that does not go with the election, and ``TieNeedsLot`` at a decisive tie when there
    is neither lot nor order.
    """
    if refusal := rulebook_error(rulebook, election.ballot_type, election.pots) or _unknown_projects(
        election, rulebook, order, declined
    ):
        raise RulebookRefused(refusal)
    pots = tuple(_count_pot(part, rulebook, lot, order, declined, going_on) for part in election.parts)
    gone = tuple(project.id for project in election.projects if project.id in declined)
    lot_facts = {"round": lot.round_id, "digits": lot.digits} if lot else None
    return Outcome(
        rulebook, election.ballot_type, pots, election.ballots, election.unit, election.currency, lot_facts, gone
    )


def _unknown_projects(
    election: Election, rulebook: Rulebook, order: Sequence[str], declined: Collection[str]
) -> Sentence | None:
    """Why an order for ties or a rulebook does not fit the projects of an election, or None."""
    known = {project.id for project in election.projects}
    if order and (set(order) != known or len(order) != len(known)):
        return _l("The order for ties must name every project once.")
    if not known.issuperset(id for group in rulebook.exclusions for id in group):
        return _l("The rulebook excludes a project that is not in this election.")
    if not known.issuperset(declined):
        return _l("A project that is said to have declined is not in this election.")
    if declined and not rulebook.part_funding:
        return _l("Only part funding can be declined, and this rulebook has none.")
    return None


def _count_pot(
    election: PotElection,
    rulebook: Rulebook,
    lot: LotDigits | None,
    order: Sequence[str],
    declined: Collection[str],
    going_on: Callable[[], None] | None,
) -> PotOutcome:
    positions = tie_order(election, rulebook.tie_rule, lot, order)
    rule = for_rulebook(election, rulebook, going_on)
    if isinstance(rule, Ranking) and declined:
        rule = Ranking(election, rulebook, declined)
    trace = rule.trace(positions)
    if not (lot or order):
        _refuse_to_guess(election, rulebook, rule, trace, positions)
    ties = tuple(_tie(election, rulebook, lot, order, rule, tie, positions) for tie in trace.ties)
    return PotOutcome(
        election.pot,
        election.budget,
        election.profile.num_ballots,
        election.profile.num_blank,
        _steps(election, rule, trace, positions),
        ties,
        _comparisons(rule, positions),
        _offers(election, rulebook, declined, positions),
        trace.facts,
    )


def _refuse_to_guess(
    election: PotElection, rulebook: Rulebook, rule: Rule, trace: SelectionTrace, positions: Sequence[int]
) -> None:
    for tie in trace.ties:
        for open_tie in _left_open(election, rulebook, tie):
            if _is_decisive(rule, open_tie, positions):
                raise TieNeedsLot([election.projects[i].id for i in open_tie], election.pot)


def _left_open(election: PotElection, rulebook: Rulebook, tie: Sequence[int]) -> list[list[int]]:
    """The parts of a tie that only a lot can decide."""
    if rulebook.tie_rule == "lot":
        return [list(tie)]
    by_cost: dict[int, list[int]] = {}
    for i in tie:
        by_cost.setdefault(election.projects[i].cost, []).append(i)
    return [same_cost for same_cost in by_cost.values() if len(same_cost) > 1]


def _is_decisive(rule: Rule, tie: Sequence[int], positions: Sequence[int]) -> bool:
    if isinstance(rule, Ranking) and rule.all_or_none(tie, positions):
        return False
    return is_decisive(tie, positions, rule.awards)


def _tie(
    election: PotElection,
    rulebook: Rulebook,
    lot: LotDigits | None,
    order: Sequence[str],
    rule: Rule,
    tie: Sequence[int],
    positions: Sequence[int],
) -> Tie:
    tie = sorted(tie, key=positions.__getitem__)
    if order:
        decided_by = "order"
    elif not _left_open(election, rulebook, tie):
        decided_by = "cost"
    else:
        decided_by = "lot" if lot else "nothing"
    return Tie(tuple(election.projects[i].id for i in tie), decided_by, _is_decisive(rule, tie, positions))


def _steps(election: PotElection, rule: Rule, trace: SelectionTrace, positions: Sequence[int]) -> tuple[Step, ...]:
    what_it_took = needs.needs(rule, positions) if isinstance(rule, Ranking) else {}
    tied_with: dict[int, tuple[str, ...]] = {}
    for tie in trace.ties:
        for i in tie:
            ids = {*tied_with.get(i, ()), *(election.projects[j].id for j in tie)}
            tied_with[i] = tuple(sorted(ids))
    return tuple(
        _step(election, step, what_it_took.get(step.project), tied_with.get(step.project, ())) for step in trace.steps
    )


def _step(election: PotElection, step: TraceStep, need: OutcomeReason | None, tied: tuple[str, ...]) -> Step:
    project = election.projects[step.project]
    kind = "not-funded" if not step.award else "funded" if step.award == project.cost else "part-funded"
    return Step(
        project.id,
        kind,
        step.award,
        step.support,
        step.left_before,
        step.left_after,
        OutcomeReason(step.code, step.params),
        need,
        tied,
    )


def _comparisons(rule: Rule, positions: Sequence[int]) -> Comparisons:
    return assertions.comparisons(rule, positions) if isinstance(rule, Ranking) else Comparisons(why_none="rule")


def _offers(
    election: PotElection, rulebook: Rulebook, declined: Collection[str], positions: Sequence[int]
) -> tuple[Offer, ...]:
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
