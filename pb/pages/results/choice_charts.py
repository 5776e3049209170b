"""Charts of what people chose: what nearly won, how many projects a ballot names, and which are chosen together."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from pb.charts.pictures import BARS, NOT_FUNDED, Bar, Chart, finding, in_pages
from pb.formats import number
from pb.pages.results.ranked_rows import PotResult, ProjectResult
from pb.pages.results.result_sentences import by_the_count, few, numbered, of_pot, quoted_title, withdrawn_of
from pb.pages.results.result_view import Result
from pb.pages.results.turnout_charts import share
from pb.results.rules.choices import ChoicesUsed

#: Pairs in a picture; the table has more.
_PAIRS = 6


def nearly_won(result: Result, pot: PotResult) -> Chart | None:
    """Of each project that got nothing, how many votes more would have got it money; None where the rule cannot say so."""
    lines = list(zip(pot.rows, pot.outcome.steps, strict=True))
    short = {
        row.number: step.need.params["number"] for row, step in lines if step.need and "number" in step.need.params
    }
    if not short:
        return None
    rows = sorted((row for row in pot.rows if row.number in short), key=lambda row: (short[row.number], row.place))
    never = [row for row, step in lines if step.need and "number" not in step.need.params and not row.withdrawn]
    least = short[rows[0].number]
    nearest = [row for row in rows if short[row.number] == least]
    points = result.by_points
    bars = [_nearly_bar(row, short[row.number]) for row in rows[:NOT_FUNDED]]
    return Chart(
        name=f"nearly-{result.pots.index(pot) + 1}",
        title=of_pot(pot, _nearest_title(nearest, least, points)),
        sentence=by_the_count(_nearly_sentence(points, len(rows), len(never)), departed=pot.departed)
        + withdrawn_of([row for row in pot.rows if row.withdrawn]),
        caption=of_pot(pot, _("What nearly won")),
        columns=(
            (_("Project"), ""),
            (_("Points") if points else _("Votes"), "number"),
            (_("More points needed") if points else _("More votes needed"), "number"),
        ),
        rows=(
            *((numbered(row), number(row.support), number(short[row.number])) for row in rows),
            *((numbered(row), number(row.support), _("No number would do")) for row in never),
        ),
        values=(
            *((numbered(row), row.support, short[row.number]) for row in rows),
            *((numbered(row), row.support, "") for row in never),
        ),
        pictures=in_pages(
            bars,
            max(bar.mark or 0 for bar in bars),
            marks=_("The line marks the points that it needed")
            if points
            else _("The line marks the votes that it needed"),
        ),
    )


def _nearly_bar(row: ProjectResult, short: int) -> Bar:
    words = _("%(votes)s, %(n)s more needed", votes=number(row.support), n=number(short))
    return Bar(numbered(row), row.support, words, "empty", row.support + short)


def _nearest_title(rows: list[ProjectResult], short: int, points: bool) -> str:
    """Who came nearest, by name, or by number where that would be long."""
    alone = _("Project %(number)s", number=rows[0].number)
    by_number = alone if len(rows) == 1 else _("%(n)s projects", n=number(len(rows)))
    return finding(*(_nearest(names, len(rows), short, points) for names in (few(rows), by_number)))


def _nearest(names: str, how_many: int, short: int, points: bool) -> str:
    said = (
        ngettext("%(n)s more point needed", "%(n)s more points needed", short, n=number(short))
        if points
        else ngettext("%(n)s more vote needed", "%(n)s more votes needed", short, n=number(short))
    )
    if how_many > 1:
        return _("%(names)s came nearest: %(needed)s for each", names=names, needed=said)
    return _("%(names)s came nearest: %(needed)s", names=names, needed=said)


def _nearly_sentence(points: bool, some: int, never: int) -> str:
    said = (
        _("With so many more points a project would have got money, if nothing else had changed.")
        if points
        else _("With so many more votes a project would have got money, if nothing else had changed.")
    )
    if some > NOT_FUNDED:
        said += " " + _("The picture shows the %(n)s nearest, and the table all.", n=NOT_FUNDED)
    if never:
        said += " " + ngettext(
            "One project could not have been funded with any number.",
            "%(num)s projects could not have been funded with any number.",
            never,
        )
    return said


def choices_named(result: Result, pot: PotResult, used: ChoicesUsed) -> Chart | None:
    """How many ballots name how many projects; None where all name equally many."""
    if len(used.named) < 2:
        return None
    ballots = sum(used.named.values())
    most = max(used.named.values())
    most_often = [projects for projects, n in used.named.items() if n == most]
    lines = [(_how_many(projects), n) for projects, n in used.named.items()]
    bars = [Bar(words, n, f"{number(n)} · {share(n, ballots)}") for words, n in lines]
    mean = sum(projects * n for projects, n in used.named.items()) / ballots
    blank = used.named.get(0, 0)
    return Chart(
        name=f"used-{result.pots.index(pot) + 1}",
        title=of_pot(
            pot,
            _(
                "Most often a ballot named %(projects)s: %(n)s of %(all)s ballots",
                projects=_how_many(most_often[0]).lower(),
                n=number(most),
                all=number(ballots),
            )
            if len(most_often) == 1
            else _(
                "No one number of projects was named most often: %(n)s of %(all)s ballots",
                n=number(most),
                all=number(ballots),
            ),
        ),
        sentence=_("On average a ballot named %(mean)s projects.", mean=f"{mean:.1f}")
        + " "
        + (
            ngettext("%(n)s ballot was blank.", "%(n)s ballots were blank.", blank, n=number(blank))
            if blank
            else _("No ballot was blank.")
        ),
        caption=of_pot(pot, _("Projects named on a ballot")),
        columns=((_("Projects named"), ""), (_("Ballots"), "number"), (_("Share"), "number")),
        rows=tuple((words, number(n), share(n, ballots)) for words, n in lines),
        values=tuple((words, n, f"{100 * n / ballots:.1f}") for words, n in lines),
        pictures=in_pages(bars[:BARS], most),
    )


def _how_many(projects: int) -> str:
    if not projects:
        return _("None")
    return ngettext("%(n)s project", "%(n)s projects", projects, n=number(projects))


def chosen_together(result: Result, pot: PotResult, used: ChoicesUsed) -> Chart | None:
    """The pairs of projects that most ballots name; None where no ballot names two."""
    if not used.pairs:
        return None
    rows = {row.number: row for row in pot.rows}
    ballots, first = sum(used.named.values()), used.pairs[0]
    level = [pair for pair in used.pairs if pair.ballots == first.ballots]
    one, other = rows[first.first], rows[first.second]
    lines = [(_("%(one)s with %(other)s", one=numbered(rows[a]), other=numbered(rows[b])), n) for a, b, n in used.pairs]
    title = finding(
        _together(quoted_title(one.title), quoted_title(other.title), first.ballots, ballots),
        _together(_("Projects %(number)s", number=one.number), str(other.number), first.ballots, ballots),
    )
    if len(level) > 1:
        title = ngettext(
            "The pairs chosen together most often are each on %(n)s ballot",
            "The pairs chosen together most often are each on %(n)s ballots",
            first.ballots,
            n=number(first.ballots),
        )
    bars = [Bar(words, n, f"{number(n)} · {share(n, ballots)}") for words, n in lines[:_PAIRS]]
    return Chart(
        name=f"together-{result.pots.index(pot) + 1}",
        title=of_pot(pot, title),
        sentence=_(
            "The picture shows pairs that were most often on the same ballot. Groups with such projects could work together."
        ),
        caption=of_pot(pot, _("Projects chosen together")),
        columns=((_("Two projects"), ""), (_("Ballots with both"), "number"), (_("Share"), "number")),
        rows=tuple((words, number(n), share(n, ballots)) for words, n in lines),
        values=tuple((words, n, f"{100 * n / ballots:.1f}") for words, n in lines),
        pictures=in_pages(bars, first.ballots),
    )


def _together(one: str, other: str, n: int, ballots: int) -> str:
    return ngettext(
        "%(one)s and %(other)s were chosen together most often: %(n)s of %(all)s ballot",
        "%(one)s and %(other)s were chosen together most often: %(n)s of %(all)s ballots",
        ballots,
        one=one,
        other=other,
        n=number(n),
        all=number(ballots),
    )
