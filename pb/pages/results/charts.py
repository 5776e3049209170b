"""Charts of a result: each a finding in words, a picture and a table, all made from the same rows."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import ngettext

from pb.charts.pictures import FORMS, Bar, Chart, Picture, finding, in_pages
from pb.formats import number
from pb.pages.results.choice_charts import choices_named, chosen_together, nearly_won
from pb.pages.results.choices_kept import choices_of
from pb.pages.results.earlier_rounds import earlier_rounds
from pb.pages.results.money_charts import money_chart
from pb.pages.results.ranked_rows import PotResult, ProjectResult
from pb.pages.results.reach_chart import reach_chart
from pb.pages.results.result_sentences import (
    by_the_count,
    decided_in_words,
    few,
    funded_of,
    numbered,
    of_pot,
    votes_or_points,
    withdrawn_of,
)
from pb.pages.results.result_view import Result
from pb.pages.results.shown_projects import FILLS, cut_among, left_out, shown
from pb.pages.results.turnout_charts import turnout_charts


def charts_of(result: Result) -> list[Chart]:
    """The charts of a result, in the order of the page. Those of which the round knows nothing are left out."""
    choices = choices_of(result)
    found: list[Chart | None] = []
    for pot in result.pots:
        used = choices.get(pot.name or "")
        found += [_votes(result, pot), money_chart(result, pot), nearly_won(result, pot)]
        found += [choices_named(result, pot, used), chosen_together(result, pot, used)] if used else []
    found += [earlier_rounds(result), *turnout_charts(result.facts.get("turnout") or {})]
    found.append(reach_chart(result.facts.get("reach", [])))
    return [chart.told for chart in found if chart]


def votes_in_words(result: Result, support: int) -> str:
    """ "214 votes" or "214 points"."""
    return votes_or_points(support, points=result.by_points)


def _votes(result: Result, pot: PotResult) -> Chart:
    most = max((row.support for row in pot.rows), default=0)
    bars = [
        Bar(
            numbered(row),
            row.support,
            f"{number(row.support)} · {decided_in_words(row).lower()}",
            FILLS[row.decision],
        )
        for row in shown(pot.rows)
    ]
    minimum = result.outcome.rulebook.least_support(pot.outcome.ballots)
    least = (minimum, _("%(votes)s needed", votes=votes_in_words(result, minimum))) if 1 < minimum <= most else None
    return Chart(
        name=f"votes-{result.pots.index(pot) + 1}",
        title=of_pot(pot, _votes_title(result, pot, most)),
        sentence=by_the_count(_votes_sentence(result, pot, minimum), departed=pot.departed) + left_out(pot.rows),
        caption=of_pot(pot, _("Points for each project") if result.by_points else _("Votes for each project")),
        columns=(
            (_("Project"), ""),
            (_("Points") if result.by_points else _("Votes"), "number"),
            (_("Result"), ""),
        ),
        rows=tuple((numbered(row), number(row.support), decided_in_words(row)) for row in pot.rows),
        values=tuple((numbered(row), row.support, decided_in_words(row)) for row in pot.rows),
        pictures=in_pages(bars, most, cut_among(pot, shown(pot.rows)), least),
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
    missed = [row for row in pot.rows if not row.award and not row.withdrawn]
    said = funded_of(len(funded), len(pot.rows))
    if minimum > 1:
        said += " " + _("A project needed at least %(least)s.", least=votes_in_words(result, minimum))
    if len({row.support for row in funded}) > 1:  # who is level with all is not compared with itself
        said += " " + _those_with(result, funded, min(row.support for row in funded), "least")
    if missed and (most := max(row.support for row in missed)):
        said += " " + _those_with(result, missed, most, "most")
    return said + withdrawn_of([row for row in pot.rows if row.withdrawn])


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


def picture_named(charts: Iterable[Chart], key: str) -> Picture | None:
    """The picture of these charts whose content has this name, in any of its forms."""
    return next((picture for picture in drawings_of(charts) if picture.key == key), None)


def drawings_of(charts: Iterable[Chart]) -> list[Picture]:
    """The pictures of these charts, each in all its forms."""
    return [picture.in_form(form) for chart in charts for picture in chart.pictures for form in FORMS]
