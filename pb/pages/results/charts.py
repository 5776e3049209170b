"""Charts of a result: each a finding in words, a picture and a table, all made from the same rows."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import ngettext

from pb.charts.pictures import Bar, Chart, Picture, in_pages
from pb.formats import number
from pb.pages.results.result_sentences import DECISIONS, funded_of, quoted_title, titles_joined, votes_or_points
from pb.pages.results.result_view import PotResult, ProjectResult, Result
from pb.pages.results.turnout_charts import turnout_charts
from pb.unicode_text import isolated

_FILLS = {"funded": "full", "part-funded": "part", "not-funded": "empty"}


def charts_of(result: Result) -> list[Chart]:
    """The charts of a result, in the order of the page. Those of which the round knows nothing are left out."""
    charts = [chart for pot in result.pots for chart in (_votes(result, pot), _money(result, pot))]
    return charts + turnout_charts(result.facts.get("turnout") or {})


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


def _of_pot(pot: PotResult, words: str) -> str:
    return f"{isolated(pot.name)}: {words}" if pot.name else words


def _votes(result: Result, pot: PotResult) -> Chart:
    most = max((row.support for row in pot.rows), default=0)
    bars = [
        Bar(
            f"{row.number}. {isolated(row.title)}",
            row.support,
            f"{number(row.support)} · {str(DECISIONS[row.decision]).lower()}",
            _FILLS[row.decision],
        )
        for row in pot.rows
    ]
    cut = (pot.cut, cut_words(pot)) if pot.cut else None
    minimum = result.outcome.rulebook.least_support(pot.outcome.ballots)
    least = (minimum, _("%(votes)s needed", votes=votes_in_words(result, minimum))) if 1 < minimum <= most else None
    return Chart(
        name=f"votes-{result.pots.index(pot) + 1}",
        title=_of_pot(pot, _votes_title(result, pot, most)),
        sentence=_votes_sentence(result, pot, minimum),
        caption=_of_pot(pot, _("Points for each project") if result.by_points else _("Votes for each project")),
        columns=(
            (_("Project"), ""),
            (_("Points") if result.by_points else _("Votes"), "number"),
            (_("Result"), ""),
        ),
        rows=tuple(
            (f"{row.number}. {isolated(row.title)}", number(row.support), str(DECISIONS[row.decision]))
            for row in pot.rows
        ),
        pictures=in_pages(bars, most, cut, least),
    )


def _votes_title(result: Result, pot: PotResult, most: int) -> str:
    first = [quoted_title(row.title) for row in pot.rows if row.support == most]
    if not most:
        return _("No project got a point") if result.by_points else _("No project got a vote")
    if result.by_points:
        return _("%(names)s had the most points: %(points)s", names=_few(first), points=number(most))
    return ngettext(
        "%(names)s had the most votes: %(votes)s of %(ballots)s ballot",
        "%(names)s had the most votes: %(votes)s of %(ballots)s ballots",
        pot.outcome.ballots,
        names=_few(first),
        votes=number(most),
        ballots=number(pot.outcome.ballots),
    )


def _few(names: list[str]) -> str:
    """Up to three names; more are counted."""
    if len(names) <= 3:
        return titles_joined(names)
    return _("%(first)s and %(rest)s others", first=names[0], rest=number(len(names) - 1))


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
    names = [quoted_title(row.title) for row in rows if row.support == support]
    words = {
        ("least", False): _("Of the funded projects, %(name)s has the fewest: %(votes)s."),
        ("most", False): _("Of the projects not funded, %(name)s has the most: %(votes)s."),
        ("least", True): _("Of the funded projects, %(name)s have the fewest: %(votes)s each."),
        ("most", True): _("Of the projects not funded, %(name)s have the most: %(votes)s each."),
    }[which, len(names) > 1]
    return words % {"name": _few(names), "votes": votes_in_words(result, support)}


def _money(result: Result, pot: PotResult) -> Chart:
    money, funded = result.money, [row for row in pot.rows if row.award]
    spent, left = pot.outcome.spent, pot.outcome.left
    blocks = [Bar(str(row.number), row.award, "", _FILLS[row.decision]) for row in funded]
    words = _("Each block is a funded project, with its number.")
    words += " " + (
        _("The empty block is what is left: %(left)s.", left=money(left)) if left else _("Nothing is left.")
    )
    return Chart(
        name=f"money-{result.pots.index(pot) + 1}",
        title=_of_pot(
            pot,
            _(
                "%(spent)s of %(budget)s goes to %(projects)s",
                spent=money(spent),
                budget=money(pot.outcome.budget),
                projects=ngettext("%(num)s project", "%(num)s projects", len(funded)),
            )
            if funded
            else _("None of the %(budget)s goes to a project", budget=money(pot.outcome.budget)),
        ),
        sentence=_("%(left)s is left over.", left=money(left)) if left else _("All the money is spent."),
        caption=_of_pot(pot, _("Where the money goes")),
        columns=((_("Project"), ""), (_("Gets"), "number"), (_("Spent so far"), "number")),
        rows=(
            *((f"{row.number}. {isolated(row.title)}", money(row.award), money(row.spent_so_far)) for row in funded),
            (_("Left over"), money(left), ""),
        ),
        pictures=(Picture("strips", (*blocks, Bar("", left, words, "empty")), pot.outcome.budget),),
    )


def drawings_of(charts: Iterable[Chart]) -> list[Picture]:
    """The pictures of these charts, each in its wide and its narrow form."""
    return [form for chart in charts for picture in chart.pictures for form in (picture, picture.on_a_phone)]


def picture_named(charts: Iterable[Chart], key: str) -> Picture | None:
    """The picture of these charts whose content has this name, in its wide or narrow form."""
    return next((picture for picture in drawings_of(charts) if picture.key == key), None)
