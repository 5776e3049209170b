"""A chart that sets a round beside those before it, from the second round on."""

from __future__ import annotations

from flask_babel import gettext as _

from pb.charts.pictures import Bar, Chart, finding, in_pages
from pb.formats import number
from pb.pages.results.result_view import Result
from pb.results.queries.earlier import EarlierRound, earlier_results
from pb.unicode_text import isolated


def earlier_rounds(result: Result) -> Chart | None:
    """Votes in this round and in those before it; None where there was none before it."""
    outcome = result.outcome
    before = earlier_results(result.round, outcome.currency) if result.round.source == "people" else []
    if not before:
        return None
    this = EarlierRound(result.round.name, result.votes, len(result.gets), len(outcome.steps), result.spent)
    rounds, last = [*before, this], before[-1]
    facts = {"this": number(this.votes), "last": number(last.votes), "name": isolated(last.name)}
    return Chart(
        name="earlier",
        title=finding(_compared(this.votes, last.votes) % facts, _compared_short(this.votes, last.votes) % facts),
        sentence=_sentence(rounds),
        caption=_("This round and earlier rounds"),
        columns=(
            (_("Round"), ""),
            (_("Votes"), "number"),
            (_("Projects funded"), "number"),
            (_("Projects"), "number"),
            (_("Money spent"), "number"),
        ),
        rows=tuple(
            (
                isolated(each.name),
                number(each.votes),
                number(each.funded),
                number(each.projects),
                result.money(each.spent),
            )
            for each in rounds
        ),
        values=tuple(
            (each.name, each.votes, each.funded, each.projects, outcome.money.digits(each.spent)) for each in rounds
        ),
        pictures=in_pages(
            [
                Bar(isolated(each.name), each.votes, number(each.votes), "full" if each is this else "empty")
                for each in rounds
            ],
            max(each.votes for each in rounds),
        ),
    )


def _compared(this: int, last: int) -> str:
    if this > last:
        return _("More votes than in %(name)s: %(this)s, up from %(last)s")
    if this < last:
        return _("Fewer votes than in %(name)s: %(this)s, down from %(last)s")
    return _("As many votes as in %(name)s: %(this)s")


def _compared_short(this: int, last: int) -> str:
    if this > last:
        return _("More votes than in the round before: %(this)s, up from %(last)s")
    if this < last:
        return _("Fewer votes than in the round before: %(this)s, down from %(last)s")
    return _("As many votes as in the round before: %(this)s")


def _sentence(rounds: list[EarlierRound]) -> str:
    most = max(each.votes for each in rounds)
    first = [each for each in rounds if each.votes == most]
    if len(first) > 1:
        return _(
            "The most votes in a round were %(n)s, in %(rounds)s of them.", n=number(most), rounds=number(len(first))
        )
    return _("The most votes were cast in %(name)s: %(n)s.", name=isolated(first[0].name), n=number(most))
