"""The money of a round as those who look after it read it, and as tables to calculate with."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from flask import render_template
from flask_babel import gettext as _

from pb import clock
from pb.currency import Currency
from pb.pages.lookups import round_with
from pb.pages.money import bp
from pb.pages.results.result_view import Result, published
from pb.projects.models import Project
from pb.projects.queries import applications, standing
from pb.projects.rules.applications import ApplicationStatus
from pb.projects.rules.sentences import BEING_CHANGED
from pb.results.queries.corrections import said_to_be_wrong
from pb.results.queries.currencies import currency_of
from pb.results.queries.elections import pot_names
from pb.rounds.models import Pot, Round
from pb.rounds.rules import phase
from pb.rounds.rules.calendar import BEFORE_THE_FREEZE
from pb.web.access import COORDINATOR, FINANCE, STEERING, open_to
from pb.web.csv_answers import csv_answer
from pb.web.lists import Filter, listing
from pb.words import lazy_gettext as _l

STANDS = {
    ApplicationStatus.WAITING: _l("To be checked"),
    ApplicationStatus.FIX: BEING_CHANGED,
    ApplicationStatus.ELIGIBLE: _l("Eligible"),
    ApplicationStatus.NOT_ELIGIBLE: _l("Not eligible"),
    ApplicationStatus.WITHDRAWN: _l("Withdrawn"),
}


class PotMoney(NamedTuple):
    """A pot, in pence. ``asked``: by the groups that may be on the ballot; ``spent`` and ``left``: None before the result
    is public.
    """

    pot: Pot
    asked: int
    spent: int | None
    left: int | None


class ProjectMoney(NamedTuple):
    """What a group asks for, in pence: in all (``cost``) and for each thing; of an imported round only the first is known.
    ``gets``: None before the result is public, and where it was not counted. ``decided``: by the steering group, not by the count.
    """

    project: Project
    pot: str
    stands: ApplicationStatus
    cost: int
    parts: list[tuple[str, int]]
    gets: int | None
    decided: bool


@bp.get("/rounds/<int:round_id>/money")
@open_to(FINANCE, COORDINATOR, STEERING)
def money(round_id: int):
    """The pots with what was carried over, what each group asks for, and, once the result is public, what it gets."""
    round_, result = round_with(round_id), published(round_id)
    projects = _projects(round_, result)
    return render_template(
        "money/money.html",
        round=round_,
        published=result,
        corrected=said_to_be_wrong(round_.id),
        currency=currency_of(round_),
        pots=_pots(round_, projects, result),
        found=listing(
            projects,
            words=lambda each: (each.project.title, each.project.group_name),
            filters=[Filter("show", _l("Show"), _choices(projects))],
        ),
        stands=STANDS,
        is_over=phase(round_, clock.now()) not in BEFORE_THE_FREEZE,
    )


def _choices(projects: Collection[ProjectMoney]) -> dict[str, Any]:
    """Those with money first, where there are any; then by where they stand."""
    funded = {"funded": (_l("Funded"), lambda each: bool(each.gets))} if any(each.gets for each in projects) else {}
    return funded | {
        str(stands): (words, lambda each, stands=stands: each.stands == stands) for stands, words in STANDS.items()
    }


@bp.get("/rounds/<int:round_id>/money/<any(costs, pots):name>.csv")
@open_to(FINANCE, COORDINATOR, STEERING)
def table(round_id: int, name: str):
    """The pots, or what the money of each group is for, as a CSV file. Nobody's contact details are in it."""
    round_, result = round_with(round_id), published(round_id)
    projects = _projects(round_, result)
    currency = currency_of(round_)
    columns, rows = (
        _costs(projects, currency) if name == "costs" else _of_pots(_pots(round_, projects, result), currency)
    )
    return csv_answer(f"round-{round_id}-{name}.csv", columns, rows)


def _projects(round_: Round, result: Result | None) -> list[ProjectMoney]:
    """What was sent in, as it stands now, and what was counted. What a group has not sent is its own."""
    counted = {result.lines[str(row.number)].project_id: row for row in result.rows} if result else {}
    every = applications(round_.id)
    stands = standing(round_, every)
    pots = {pot.id: pot.name for pot in round_.pots}

    def of(project: Project) -> ProjectMoney:
        row, parts = counted.get(project.id), [(line.what, line.pence) for line in project.cost_lines]
        cost = row.cost if row else project.cost_pence
        return ProjectMoney(
            project,
            pots.get(project.pot_id or 0, ""),
            stands[project.id] if project.sent_at else ApplicationStatus.ELIGIBLE,  # it was on the ballot
            cost,
            parts or [("", cost)],
            row.gets if row else None,
            row is not None and row.decided is not None,
        )

    return [of(project) for project in every if project.sent_at or project.id in counted]


def _pots(round_: Round, projects: Collection[ProjectMoney], result: Result | None) -> list[PotMoney]:
    counted = {pot.name: pot for pot in result.pots} if result else {}
    names, one = pot_names(round_), len(round_.pots) == 1

    def of(pot: Pot) -> PotMoney:
        found = counted.get(names[pot.id])
        asked = sum(
            each.cost
            for each in projects
            if each.stands == ApplicationStatus.ELIGIBLE and (one or each.project.pot_id == pot.id)
        )
        if found is None or result is None:
            return PotMoney(pot, asked, None, None)
        left = result.left(found.outcome)
        return PotMoney(pot, asked, found.outcome.budget - left, left)

    return [of(pot) for pot in round_.pots]


def _of_pots(pots: Collection[PotMoney], currency: Currency) -> tuple[list[str], Iterator[list[Any]]]:
    amounts = [
        *(_("Money of this round"), _("Carried over"), _("In all")),
        *(_("Asked for by eligible groups"), _("Spent"), _("Left over")),
    ]
    columns = [_("Pot"), *(currency.head(words) for words in amounts)]
    return columns, (
        [
            each.pot.name,
            *(_amount(pence, currency) for pence in (each.pot.base_pence, each.pot.carried_pence or 0)),
            *(_amount(pence, currency) for pence in (each.pot.amount_pence, each.asked, each.spent, each.left)),
        ]
        for each in pots
    )


def _costs(projects: Collection[ProjectMoney], currency: Currency) -> tuple[list[str], Iterator[list[Any]]]:
    """A line for each thing the money is for. What the group gets stands on its first line, so that a sum is right."""
    columns = [
        *(_("Project"), _("Group"), _("Pot"), _("Status")),
        *(_("What for"), currency.head(_("Cost")), currency.head(_("Gets in total"))),
    ]
    return columns, (
        [
            *(each.project.title, each.project.group_name, each.pot, str(STANDS[each.stands])),
            *(what, _amount(pence, currency), _amount(None if place else each.gets, currency)),
        ]
        for each in projects
        for place, (what, pence) in enumerate(each.parts)
    )


def _amount(pence: int | None, currency: Currency) -> str:
    """An amount as spreadsheets add it up; "" where there is none."""
    return "" if pence is None else currency.digits(pence)
