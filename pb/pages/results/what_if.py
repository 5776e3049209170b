"""The same ballots under other rules, for the steering group."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from pb.counting import Alternative, Outcome, alternatives, what_if
from pb.formats import number
from pb.letters import isolated
from pb.pages.results.result_view import Result, Row
from pb.results.queries.elections import ballots_of, election_of
from pb.words import lazy_gettext as _l

RULE_NAMES = {
    "most-votes": _l("Most votes first"),
    "most-votes-stop": _l("Most votes first, stopping at the first project that does not fit"),
    "votes-per-pound": _l("Most votes for each pound"),
    "equal-shares": _l("Equal shares"),
    "equal-shares-add1": _l("Equal shares, adding a little"),
    "equal-shares-add1-greedy": _l("Equal shares, adding a little, then most votes first"),
    "phragmen": _l("Saving up (Phragmén)"),
}


@dataclass(frozen=True)
class Compared:
    """Two tables: the rules side by side, and who would be funded under each."""

    rules: list[tuple[str, ...]]
    columns: list[tuple[str, str]]
    projects: list[tuple[str, ...]]


def compared(result: Result) -> Compared:
    """Count the ballots of a published result again under every rule that goes with them."""
    outcome = result.outcome
    election = election_of(result.round, ballots_of(result.round.id), unit=outcome.unit, currency=outcome.currency)
    columns = what_if(election, alternatives(election, outcome.rulebook), result.lot)
    counted = [column.outcome for column in columns if column.outcome]
    return Compared(
        [_side(result, column) for column in columns],
        [(_("Project"), ""), *((str(RULE_NAMES[each.rule]), "") for each in counted)],
        [(f"{row.number}. {isolated(row.title)}", *(_award(row, each) for each in counted)) for row in result.rows],
    )


def _side(result: Result, column: Alternative) -> tuple[str, ...]:
    name = str(RULE_NAMES[column.rulebook.rule])
    if column.rulebook == result.outcome.rulebook:
        name = _("%(rule)s (the published rule)", rule=name)
    if column.outcome is None:
        return name, _("A lot is needed: projects are level"), "–", "–"
    return name, number(len(column.outcome.funded)), result.money(column.outcome.spent), number(column.voters)


def _award(row: Row, outcome: Outcome) -> str:
    award = outcome.awards.get(str(row.number), 0)
    return _("Yes") if award == row.cost else _("In part") if award else _("No")
