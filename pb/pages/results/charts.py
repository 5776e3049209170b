"""Charts of a result: each a finding in words, a picture and a table, all made from the same rows."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import ngettext

from pb.charts.pictures import FORMS, NOT_FUNDED, Bar, Chart, Picture, finding, in_pages
from pb.formats import number
from pb.pages.results.choice_charts import choices_named, chosen_together, nearly_won
from pb.pages.results.choices_kept import choices_of
from pb.pages.results.earlier_rounds import earlier_rounds
from pb.pages.results.result_sentences import DECISIONS, few, funded_of, numbered, of_pot, votes_or_points
from pb.pages.results.result_view import PotResult, ProjectResult, Result
from pb.pages.results.turnout_charts import turnout_charts

_FILLS = {"funded": "full", "part-funded": "part", "not-funded": "empty"}


def charts_of(result: Result) -> list[Chart]:
    """The charts of a result, in the order of the page. Those of which the round knows nothing are left out."""
    choices = choices_of(result)
    found: list[Chart | None] = []
    for pot in result.pots:
        used = choices.get(pot.name or "")
        found += [_votes(result, pot), _money(result, pot), nearly_won(result, pot)]
        found += [choices_named(result, pot, used), chosen_together(result, pot, used)] if used else []
    found += [earlier_rounds(result), *turnout_charts(result.facts.get("turnout") or {})]
    return [chart.told for chart in found if chart]


def votes_in_words(result: Result, support: int) -> str:
    """ "214 votes" or "214 points"."""
    return votes_or_points(support, points=result.by_points)


def cut_words(pot: PotResult) -> str:
    """What is written on the line below which projects were not funded in full."""
    assert pot.cut is not None
    short = {
        "does-not-fit",
        "after-stop",
        "costs-more-than-pot",
        "supporters-short",
        "still-saving",
        "stopped-here",
        "part-funded",
    }
    if pot.rows[pot.cut].reason not in short:
        return _("The projects below this line could not be funded.")
    if any(row.decision == "funded" for row in pot.rows[pot.cut :]):
        return _("The money ran short here. Below this line, only projects that still fitted were funded.")
    if any(row.decision == "part-funded" for row in pot.rows[pot.cut :]):
        return _("Below this line there was not enough money to pay for a whole project.")
    return _("Below this line there was not enough money.")


def _shown(pot: PotResult) -> list[ProjectResult]:
    """The projects of a picture, in the order of the count: the funded ones and the next ten."""
    others = [row for row in pot.rows if not row.award][:NOT_FUNDED]
    return sorted([*(row for row in pot.rows if row.award), *others], key=lambda row: row.place)


def _left_out(pot: PotResult) -> str:
    """Said where a picture does not show every project; else nothing."""
    left_out = len(pot.rows) - len(_shown(pot))
    if not left_out:
        return ""
    return " " + ngettext(
        "The picture leaves one project out, that the table has.",
        "The picture leaves %(n)s projects out, that the table has.",
        left_out,
        n=number(left_out),
    )


def _cut(pot: PotResult) -> tuple[int, str] | None:
    return (pot.cut, cut_words(pot)) if pot.cut else None  # those above it are all funded, and shown


def _votes(result: Result, pot: PotResult) -> Chart:
    most = max((row.support for row in pot.rows), default=0)
    bars = [
        Bar(
            numbered(row),
            row.support,
            f"{number(row.support)} · {str(DECISIONS[row.decision]).lower()}",
            _FILLS[row.decision],
        )
        for row in _shown(pot)
    ]
    minimum = result.outcome.rulebook.least_support(pot.outcome.ballots)
    least = (minimum, _("%(votes)s needed", votes=votes_in_words(result, minimum))) if 1 < minimum <= most else None
    return Chart(
        name=f"votes-{result.pots.index(pot) + 1}",
        title=of_pot(pot, _votes_title(result, pot, most)),
        sentence=_votes_sentence(result, pot, minimum) + _left_out(pot),
        caption=of_pot(pot, _("Points for each project") if result.by_points else _("Votes for each project")),
        columns=(
            (_("Project"), ""),
            (_("Points") if result.by_points else _("Votes"), "number"),
            (_("Result"), ""),
        ),
        rows=tuple((numbered(row), number(row.support), str(DECISIONS[row.decision])) for row in pot.rows),
        values=tuple((numbered(row), row.support, str(DECISIONS[row.decision])) for row in pot.rows),
        pictures=in_pages(bars, most, _cut(pot), least),
    )


def _votes_title(result: Result, pot: PotResult, most: int) -> str:
    first = [row for row in pot.rows if row.support == most]
    if not most:
        return _("No project got a point") if result.by_points else _("No project got a vote")
    by_number = (
        _("Project %(number)s", number=first[0].number)
        if len(first) == 1
        else _("%(n)s projects", n=number(len(first)))
    )
    return finding(_most(result, pot, few(first), most), _most(result, pot, by_number, most))


def _most(result: Result, pot: PotResult, names: str, most: int) -> str:
    if result.by_points:
        return _("%(names)s had the most points: %(points)s", names=names, points=number(most))
    return ngettext(
        "%(names)s had the most votes: %(votes)s of %(ballots)s ballot",
        "%(names)s had the most votes: %(votes)s of %(ballots)s ballots",
        pot.outcome.ballots,
        names=names,
        votes=number(most),
        ballots=number(pot.outcome.ballots),
    )


def _votes_sentence(result: Result, pot: PotResult, minimum: int) -> str:
    """What the drawing shows: how many are funded, how many votes were needed, and who was nearest on either side."""
    funded = [row for row in pot.rows if row.award]
    missed = [row for row in pot.rows if not row.award]
    said = funded_of(len(funded), len(pot.rows))
    if minimum > 1:
        said += " " + _("A project needed at least %(least)s.", least=votes_in_words(result, minimum))
    if len({row.support for row in funded}) > 1:  # who is level with all is not compared with itself
        said += " " + _those_with(result, funded, min(row.support for row in funded), "least")
    if missed and (most := max(row.support for row in missed)):
        said += " " + _those_with(result, missed, most, "most")
    return said


def _those_with(result: Result, rows: list[ProjectResult], support: int, which: str) -> str:
    """The project, or the projects that are level, with the fewest or the most votes of these."""
    level = [row for row in rows if row.support == support]
    words = {
        ("least", False): _("Of the funded projects, %(name)s has the fewest: %(votes)s."),
        ("most", False): _("Of the projects not funded, %(name)s has the most: %(votes)s."),
        ("least", True): _("Of the funded projects, %(name)s have the fewest: %(votes)s each."),
        ("most", True): _("Of the projects not funded, %(name)s have the most: %(votes)s each."),
    }[which, len(level) > 1]
    return words % {"name": few(level), "votes": votes_in_words(result, support)}


def _money(result: Result, pot: PotResult) -> Chart:
    """The money step by step: what was left when each project's turn came, and what it cost."""
    money, digits = result.money, result.outcome.money.digits
    lines = list(zip(pot.rows, (step.left_before for step in pot.outcome.steps), strict=True))
    shown = {row.number for row in _shown(pot)}
    funded = [row for row in pot.rows if row.award]
    bars = [
        Bar(numbered(row), row.cost, _of_money(result, row, left), _FILLS[row.decision], left)
        for row, left in lines
        if row.number in shown
    ]
    return Chart(
        name=f"money-{result.pots.index(pot) + 1}",
        title=of_pot(pot, _money_title(result, pot, len(funded))),
        sentence=_money_sentence(result, pot, sum(not row.award and row.cost > left for row, left in lines)),
        caption=of_pot(pot, _("Where the money goes")),
        columns=(
            (_("Project"), ""),
            (_("Cost"), "number"),
            (_("Left at its turn"), "number"),
            (_("Gets"), "number"),
            (_("Spent so far"), "number"),
        ),
        rows=tuple(
            (numbered(row), money(row.cost), money(left), money(row.award), money(row.spent_so_far))
            for row, left in lines
        ),
        values=tuple(
            (numbered(row), digits(row.cost), digits(left), digits(row.award), digits(row.spent_so_far))
            for row, left in lines
        ),
        pictures=in_pages(
            bars,
            max([pot.outcome.budget, *(bar.value for bar in bars)]),
            _cut(pot),
            marks=_("The line marks the money that was left at its turn"),
        ),
    )


def _money_title(result: Result, pot: PotResult, funded: int) -> str:
    spent, budget = result.money(pot.outcome.spent), result.money(pot.outcome.budget)
    if not funded:
        return _("None of the %(budget)s goes to a project", budget=budget)
    projects = ngettext("%(num)s project", "%(num)s projects", funded)
    return _("%(spent)s of %(budget)s goes to %(projects)s", spent=spent, budget=budget, projects=projects)


def _of_money(result: Result, row: ProjectResult, left: int) -> str:
    money = result.money
    if row.award:
        return _("%(award)s of %(left)s left", award=money(row.award), left=money(left))
    if row.cost > left:
        return _("%(cost)s, %(short)s short", cost=money(row.cost), short=money(row.cost - left))
    return _("%(cost)s, not funded", cost=money(row.cost))


def _money_sentence(result: Result, pot: PotResult, short: int) -> str:
    left = pot.outcome.left
    said = (
        _("%(left)s is left over.", left=result.money(left))
        if left
        else _("All the money is spent.")
        if pot.outcome.budget
        else _("There is no money in this pot.")
    )
    if short:
        said += " " + ngettext(
            "One project cost more than was left when its turn came.",
            "%(n)s projects cost more than was left when their turn came.",
            short,
            n=number(short),
        )
    return said + _left_out(pot)


def picture_named(charts: Iterable[Chart], key: str) -> Picture | None:
    """The picture of these charts whose content has this name, in any of its forms."""
    return next((picture for picture in drawings_of(charts) if picture.key == key), None)


def drawings_of(charts: Iterable[Chart]) -> list[Picture]:
    """The pictures of these charts, each in all its forms."""
    return [picture.in_form(form) for chart in charts for picture in chart.pictures for form in FORMS]
