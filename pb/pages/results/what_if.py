"""The same ballots under other rules, for the steering group: counted ahead by a job, rule by rule, and kept in the
instance folder. A large vote takes minutes under some rules.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from flask_babel import gettext as _

from pb.counting import (
    Alternative,
    Election,
    Outcome,
    Rulebook,
    alternatives,
    share_step,
    voters_with_a_funded_choice,
    what_if,
)
from pb.formats import number
from pb.pages.results.kept import kept_in, made_once
from pb.pages.results.ranked_rows import ProjectResult
from pb.pages.results.result_view import Result
from pb.results.queries.elections import ballots_of, election_of
from pb.rounds.rules.rulebooks import worded_as
from pb.unicode_text import isolated
from pb.words import lazy_gettext as _l

#: Changes when a count under another rule is kept in another way.
_KEPT = 1

RULE_NAMES = {
    "most-votes": _l("Most votes first"),
    "most-votes-stop": _l("Most votes first, stopping at the first project that does not fit"),
    "votes-per-pound": _l("Most votes for each pound"),
    "votes-per-cost": _l("Most votes for what it costs"),
    "equal-shares": _l("Equal shares"),
    "equal-shares-add1": _l("Equal shares, adding a little"),
    "equal-shares-add1-greedy": _l("Equal shares, adding a little, then most votes first"),
    "phragmen": _l("Saving up (Phragmén)"),
}
#: Where points are counted.
RULE_NAMES_BY_POINTS = RULE_NAMES | {
    "most-votes": _l("Most points first"),
    "most-votes-stop": _l("Most points first, stopping at the first project that does not fit"),
    "votes-per-pound": _l("Most points for each pound"),
    "votes-per-cost": _l("Most points for what it costs"),
    "equal-shares-add1-greedy": _l("Equal shares, adding a little, then most points first"),
}


@dataclass(frozen=True)
class RulesCompared:
    """Two tables: the rules side by side, and who would be funded under each."""

    rules: list[tuple[str, ...]]
    columns: list[tuple[str, str]]
    projects: list[tuple[str, ...]]


class OtherCounts:
    """The counts of a published result under every rule that goes with its ballots, the published one first.

    ``going_on``: see ``pb.counting.count``. Rows of the database are read when it is made and at the first count: a job
    ends its transactions on the way.
    """

    def __init__(self, result: Result, going_on: Callable[[], None] | None = None):
        self.result, self._going_on = result, going_on
        self._inputs = result.counted.inputs_hash, result.counted.outcome_hash

    @cached_property
    def _election(self) -> Election:
        outcome = self.result.outcome
        ballots = ballots_of(self.result.round.id)
        return election_of(self.result.round, ballots, unit=outcome.unit, currency=outcome.currency)

    @cached_property
    def rulebooks(self) -> list[Rulebook]:
        """The rulebooks, without a look at the ballots."""
        outcome = self.result.outcome
        step = share_step(outcome.budget, outcome.ballots, outcome.unit)
        return alternatives(outcome.ballot_type, tuple(pot.pot for pot in outcome.pots), outcome.rulebook, step)

    @property
    def there(self) -> int:
        """How many of them are counted."""
        return sum(self._place(rulebook).exists() for rulebook in self.rulebooks)

    def one_by_one(self) -> Iterator[Alternative]:
        """Each in turn: as it was kept, or counted now."""
        for rulebook in self.rulebooks:
            file = made_once(self._place(rulebook), partial(self._counted, rulebook))
            yield _read(rulebook, json.loads(file.read_bytes()))

    def _place(self, rulebook: Rulebook) -> Path:
        content = [_KEPT, *self._inputs, rulebook.as_dict()]
        name = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]
        return kept_in("other-rules") / f"{name}.json"

    def _counted(self, rulebook: Rulebook) -> bytes:
        published = self.result.outcome
        if rulebook == published.rulebook:
            found = Alternative(rulebook, published, voters_with_a_funded_choice(self._election, published))
        else:
            [found] = what_if(self._election, [rulebook], self.result.lot, self._going_on)
        outcome = found.outcome and found.outcome.to_dict()
        return json.dumps({"outcome": outcome, "voters": found.voters, "tied": found.tied}).encode()


def _read(rulebook: Rulebook, kept: dict) -> Alternative:
    outcome = Outcome.from_dict(kept["outcome"]) if kept["outcome"] else None
    return Alternative(rulebook, outcome, kept["voters"], tuple(kept["tied"]))


def counts_compared(counts: OtherCounts) -> RulesCompared:
    """All counts, side by side."""
    result, columns = counts.result, list(counts.one_by_one())
    counted = [column.outcome for column in columns if column.outcome]
    return RulesCompared(
        [_side(result, column) for column in columns],
        [(_("Project"), ""), *((_rule_name(result, each.rule), "") for each in counted)],
        [(f"{row.number}. {isolated(row.title)}", *(_award(row, each) for each in counted)) for row in result.rows],
    )


def _rule_name(result: Result, rule: str) -> str:
    return str((RULE_NAMES_BY_POINTS if result.by_points else RULE_NAMES)[worded_as(rule, result.outcome.money)])


def _side(result: Result, column: Alternative) -> tuple[str, ...]:
    name = _rule_name(result, column.rulebook.rule)
    if column.rulebook == result.outcome.rulebook:
        name = _("%(rule)s (the published rule)", rule=name)
    elif column.rulebook.add_one_step not in (None, result.outcome.unit):
        name = _("%(rule)s (%(step)s at a time)", rule=name, step=result.money(column.rulebook.add_one_step))
    if column.outcome is None:
        return name, _("A lot is needed: projects are level"), "–", "–"
    return name, number(len(column.outcome.funded)), result.money(column.outcome.spent), number(column.voters)


def _award(row: ProjectResult, outcome: Outcome) -> str:
    award = outcome.awards.get(str(row.number), 0)
    return _("Yes") if award == row.cost else _("In part") if award else _("No")
