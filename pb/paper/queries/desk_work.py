"""What waits at the paper desk, bundle by bundle: how far its typing is, and who did what of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from sqlalchemy import Select, func, select

from pb.database import db
from pb.paper.models import Bundle, Entry
from pb.paper.queries.of_a_round import bundles_in, strays_in
from pb.paper.queries.papers import PaperStatus, paper_statuses
from pb.paper.rules import PaperState
from pb.paper.rules.papers import PASSES
from pb.voting.queries import FrozenBallot


@dataclass(frozen=True)
class BundleWork:
    """A bundle that is not in the ballot box. ``papers``: without sheets that two people set aside; ``aside``: who proposed
    to set aside those that wait for a second person; ``typed``: how many in each pass, by whom.
    """

    bundle: Bundle
    papers: int
    typed: dict[int, Counter[int]] = field(default_factory=dict)
    aside: list[int] = field(default_factory=list)

    @property
    def is_counted(self) -> bool:
        """Whether two people have counted its papers."""
        return self.bundle.also_counted_by is not None

    def left_in(self, pass_number: int) -> int:
        """How many papers have not been typed in this pass."""
        return max(0, self.papers - self.typed[pass_number].total())

    def to_type_in(self, pass_number: int) -> int:
        """The same without sheets that somebody has proposed to set aside."""
        return max(0, self.left_in(pass_number) - len(self.aside))

    @property
    def is_typed_twice(self) -> bool:
        """Whether each paper was typed in both passes, as far as numbers say it."""
        return self.is_counted and not any(map(self.left_in, PASSES))

    def cannot_type_in(self, pass_number: int) -> frozenset[int]:
        """Who typed every paper of the other pass that there is, so that none is left for them in this one."""
        others = self.typed[3 - pass_number]
        return frozenset(others) if len(others) == 1 and others.total() >= self.papers else frozenset()


def work_on_bundles(round_id: int) -> list[BundleWork]:
    """The bundles of a round that are not in the ballot box, oldest first. Three queries, however many papers."""
    bundles = [each for each in bundles_in(round_id) if each.cast_at is None]
    strays = strays_in(round_id)
    typed = _typed(select(Bundle.id).where(Bundle.round_id == round_id, Bundle.cast_at.is_(None))) if bundles else {}
    return [
        BundleWork(each, each.papers_in_box - strays.agreed[each.id], typed[each.id], strays.waiting.get(each.id, []))
        for each in bundles
    ]


def _typed(bundles: Select[int]) -> dict[int, dict[int, Counter[int]]]:
    found: dict[int, dict[int, Counter[int]]] = defaultdict(lambda: {each: Counter() for each in PASSES})
    what = (Entry.bundle_id, Entry.pass_number, Entry.typed_by)
    query = (
        select(*what, func.count()).where(Entry.bundle_id.in_(bundles), Entry.pass_number.in_(PASSES)).group_by(*what)
    )
    for bundle_id, pass_number, typed_by, n in db.session.execute(query):
        found[bundle_id][pass_number][typed_by] = n
    return found


@dataclass(frozen=True)
class DoubtfulPapers:
    """Of a bundle that was typed twice, the papers that are not settled. ``once``: those that stand in one pass only,
    because somebody typed a wrong number.
    """

    once: list[PaperStatus]
    differ: list[PaperStatus]
    to_rule: list[PaperStatus]
    to_agree: list[PaperStatus]

    @property
    def are_settled(self) -> bool:
        """Whether there are none."""
        return not (self.once or self.differ or self.to_rule or self.to_agree)


def doubtful_papers(ballot: FrozenBallot, work: BundleWork) -> DoubtfulPapers:
    """The same; what was typed is opened for it."""
    found = paper_statuses([work.bundle.id], ballot)[work.bundle.id]
    by_state: dict[PaperState, list[PaperStatus]] = defaultdict(list)
    for each in found:
        by_state[each.state].append(each)
    to_rule = by_state[PaperState.TO_RULE]
    return DoubtfulPapers(
        once=found if len(found) > work.papers else by_state[PaperState.TYPED_ONCE],
        differ=by_state[PaperState.DIFFERS],
        to_rule=[each for each in to_rule if each.ruling is None],
        to_agree=[each for each in to_rule if each.ruling is not None],
    )
