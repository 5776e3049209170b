"""A results evening: the result as one file that tells it in a hall, from the last project to the first, without a network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from flask import Response, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from pb.formats import day_time, number
from pb.pages.lookups import round_with
from pb.pages.results import bp
from pb.pages.results.departures import beside_in_short
from pb.pages.results.ranked_rows import PotResult, ProjectResult
from pb.pages.results.result import not_published
from pb.pages.results.result_sentences import decided_in_words, funded_of, quoted_title, titles_joined, votes_or_points
from pb.pages.results.result_view import Result, published
from pb.pages.results.versions import versions_in_words
from pb.practice import is_practice, titled
from pb.unicode_text import isolated
from pb.web.access import PUBLIC, open_to
from pb.web.assets import static_body, static_file
from pb.web.layout_context import layout_context


class EveningStep(NamedTuple):
    """What a hall sees at once. ``place``, ``support``, ``decided`` and ``why``: of a project only."""

    heading: str
    said: tuple[str, ...] = ()
    place: str = ""
    group: str = ""
    support: str = ""
    decision: str = ""
    decided: str = ""
    why: str = ""


@bp.get("/rounds/<int:round_id>/results/evening")
@bp.get("/rounds/<int:round_id>/results/v/<int:version>/evening")
@open_to(PUBLIC)
def evening(round_id: int, version: int | None = None):
    """The file of a published result: of its newest version, or of the one with this number."""
    round_ = round_with(round_id)
    found = published(round_id, version)
    if found is None:
        return not_published(round_)
    return evening_file(found, [name for name, _at in found.signed])


def evening_file(result: Result, signed: list[str]) -> Response:
    """One HTML file, to be saved and opened in any browser. It is never shown as a page of ours: no page of ours has code
    inside it. What it may run is its own script alone, which it names by its hash.
    """
    steps = list(evening_steps(result, signed))
    answer = Response(_document(render_template("results/_evening.html", steps=steps), steps[0].heading))
    saved_as = f"round-{result.round.id}-results-evening.html"
    answer.headers["Content-Disposition"] = f"attachment; filename={saved_as}"
    return answer


def evening_steps(result: Result, signed: list[str]) -> Iterator[EveningStep]:
    """First what was voted on; then, in each pot, its projects from the last to the first; last who signed it."""
    votes = ngettext("%(n)s vote was cast.", "%(n)s votes were cast.", result.votes, n=number(result.votes))
    money = _("There is %(budget)s to give.", budget=result.money(result.outcome.budget))
    first = _of_versions(result) if result.publication else [_("Show this only once the result is published.")]
    yield EveningStep(_("Result: %(round)s", round=isolated(result.round.name)), (*first, votes, money))
    for pot in result.pots:
        yield from _of_pot(result, pot)
    yield EveningStep(_("The whole result"), tuple(_end(result, signed)))


def _of_versions(result: Result) -> list[str]:
    """That it is being corrected, corrects another, or was wrong, as its page says: a hall hears it first."""
    return [sentence for note in versions_in_words(result).notes for sentence in (f"{note.heading}.", *note.said)]


def _of_pot(result: Result, pot: PotResult) -> Iterator[EveningStep]:
    if pot.name:
        budget = _("There is %(budget)s to give.", budget=result.money(pot.outcome.budget))
        yield EveningStep(_("Pot: %(pot)s", pot=isolated(pot.name)), (budget,))
    for row in reversed(pot.rows):
        yield _of_project(result, pot, row)
    if pot.ties:
        yield EveningStep(_("Where projects were level"), pot.ties)
    if pot.name:
        yield EveningStep(_("Pot: %(pot)s", pot=isolated(pot.name)), (funded_of(_funded(pot), len(pot.rows)),))


def _funded(pot: PotResult) -> int:
    return sum(row.gets > 0 for row in pot.rows)


def _of_project(result: Result, pot: PotResult, row: ProjectResult) -> EveningStep:
    decided = decided_in_words(row)
    return EveningStep(
        quoted_title(row.title),
        place=_(
            "Place %(place)s of %(all)s, number %(number)s on the ballot",
            place=number(row.place),
            all=number(len(pot.rows)),
            number=row.number,
        ),
        group=isolated(row.group) if row.group else "",
        support=votes_or_points(row.support, points=result.by_points),
        said=(beside,) if (beside := beside_in_short(result, row)) else (),
        decision=row.decision,
        decided=f"{decided}: {result.money(row.award)}." if row.award else f"{decided}.",
        why=row.why,
    )


def _end(result: Result, signed: list[str]) -> Iterator[str]:
    yield result.headline
    if signed:
        yield _("%(names)s signed this count for the steering group.", names=titles_joined(signed))
    yield _("The votes were counted on %(when)s.", when=day_time(result.counted.counted_at))
    yield _(
        "Read the whole result at %(address)s",
        address=url_for("results.result", round_id=result.round.id, _external=True),
    )


def _document(body: str, title: str) -> str:
    """The file around its steps. It is written here and not in a template: templates hold no code and no style."""
    style = _text("css/results-evening.css") + (_text("css/practice.css") if is_practice() else "")
    script = _text("js/results-evening.mjs").replace("export function", "function") + "\nshowStepByStep(document);\n"
    policy = f"default-src 'none'; style-src '{_sum(style)}'; script-src '{_sum(script)}'"
    layout = layout_context()
    return Markup(
        '<!doctype html>\n<html lang="{}" dir="{}"{}>\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="{}">\n<title>{}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>{}</style>\n</head>\n'
        "<body>\n{}\n<script>{}</script>\n</body>\n</html>\n"
    ).format(
        layout["page_language"],
        layout["page_direction"],
        Markup(' class="is-practice"') if is_practice() else "",
        policy,
        titled(title),
        Markup(style),
        Markup(body),
        Markup(script),
    )


def _text(name: str) -> str:
    return static_body(static_file(name)).decode("utf-8")


def _sum(text: str) -> str:
    """As browsers compare what stands inside a document."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
