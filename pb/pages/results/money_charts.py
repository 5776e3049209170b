"""The money of a result, turn by turn: what was left, what each project cost, what it gets."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import ngettext

from pb.charts.pictures import Bar, Chart, in_pages
from pb.formats import number
from pb.pages.results.ranked_rows import PotResult, ProjectResult
from pb.pages.results.result_sentences import by_the_count, numbered, of_pot, withdrawn_of
from pb.pages.results.result_view import Result
from pb.pages.results.shown_projects import FILLS, cut_among, left_out, shown


def money_chart(result: Result, pot: PotResult) -> Chart:
    """The money step by step: what was left when each project's turn came, and what it cost. A withdrawn
    project has no turn and is named below.
    """
    money, digits = result.money, result.outcome.money.digits
    turns = zip(pot.rows, pot.outcome.steps, strict=True)
    lines = [(row, step.left_before if row.had_turn else None) for row, step in turns if not row.withdrawn]
    rows = [row for row, _left in lines]
    pictured = shown(rows)
    numbers = {row.number for row in pictured}
    bars = [
        Bar(numbered(row), row.cost, _of_money(result, row, left), FILLS[row.decision], left)
        for row, left in lines
        if row.number in numbers
    ]
    return Chart(
        name=f"money-{result.pots.index(pot) + 1}",
        title=of_pot(
            pot, by_the_count(_money_title(result, pot, sum(row.award > 0 for row in rows)), departed=pot.departed)
        ),
        sentence=by_the_count(_money_sentence(result, pot, _short_of_money(lines)), departed=pot.departed)
        + left_out(rows)
        + withdrawn_of([row for row in pot.rows if row.withdrawn]),
        caption=of_pot(pot, _("Where the money goes")),
        columns=(
            (_("Project"), ""),
            (_("Cost"), "number"),
            (_("Left at its turn"), "number"),
            (_("Gets by the count") if pot.departed else _("Gets"), "number"),
            (_("Spent so far"), "number"),
        ),
        rows=tuple(_cells(row, left, money, _("It had no turn")) for row, left in lines),
        values=tuple(_cells(row, left, digits, "") for row, left in lines),
        pictures=in_pages(
            bars,
            max([pot.outcome.budget, *(bar.value for bar in bars)]),
            cut_among(pot, pictured),
            marks=_("The line marks the money that was left at its turn"),
        ),
    )


def _short_of_money(lines: list[tuple[ProjectResult, int | None]]) -> list[ProjectResult]:
    return [row for row, left in lines if left is not None and row.cost > left]


def _cells(row: ProjectResult, left: int | None, write: Callable[[int], str], no_turn: str) -> tuple[str, ...]:
    """A row of the table, its amounts as ``write`` writes them."""
    at_turn = no_turn if left is None else write(left)
    return numbered(row), write(row.cost), at_turn, write(row.award), write(row.spent_so_far)


def _money_title(result: Result, pot: PotResult, funded: int) -> str:
    spent, budget = result.money(pot.outcome.spent), result.money(pot.outcome.budget)
    if not funded:
        return _("None of the %(budget)s goes to a project", budget=budget)
    projects = ngettext("%(num)s project", "%(num)s projects", funded)
    return _("%(spent)s of %(budget)s goes to %(projects)s", spent=spent, budget=budget, projects=projects)


def _of_money(result: Result, row: ProjectResult, left: int | None) -> str:
    money = result.money
    if left is None:
        return _("costs %(cost)s, not funded", cost=money(row.cost))
    if row.award:
        return _("gets %(award)s, %(left)s was left", award=money(row.award), left=money(left))
    if row.cost > left:
        return _("costs %(cost)s, %(short)s too little was left", cost=money(row.cost), short=money(row.cost - left))
    return _("costs %(cost)s, not funded", cost=money(row.cost))


def _money_sentence(result: Result, pot: PotResult, short: list[ProjectResult]) -> str:
    left = pot.outcome.left
    said = (
        _("%(left)s is left over.", left=result.money(left))
        if left
        else _("All the money is spent.")
        if pot.outcome.budget
        else _("There is no money in this pot.")
    )
    return said + _short_in_words(len(short), sum(row.award > 0 for row in short)) if short else said


def _short_in_words(short: int, in_part: int) -> str:
    """How many projects cost more than was left, and how many of those get a part of their cost."""
    said = " " + ngettext(
        "One project cost more than was left when its turn came.",
        "%(n)s projects cost more than was left when their turn came.",
        short,
        n=number(short),
    )
    if not in_part:
        return said
    if short == 1:
        return said + " " + _("It gets a part of its cost.")
    return (
        said
        + " "
        + ngettext(
            "One of them gets a part of its cost.",
            "%(n)s of them get a part of their cost.",
            in_part,
            n=number(in_part),
        )
    )
