"""Pictures of a published result, and what somebody takes home of a chart: its table (CSV), its pictures (PNG), all of it on
a page to print (PDF).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from flask import Response, abort, request, send_file
from flask_babel import gettext as _

from pb import TOP
from pb.charts.drawing import draw, draw_png, in_the_dark
from pb.charts.pictures import DRAWING, Chart, Picture
from pb.fonts import AsItIs
from pb.pages.lookups import round_with
from pb.pages.results import bp
from pb.pages.results.charts import charts_of, picture_named
from pb.pages.results.files import csv_bytes, picture_file
from pb.pages.results.kept import kept_in, made_once
from pb.pages.results.result import not_published
from pb.pages.results.result_view import Result, published
from pb.pages.results.versions import saved_as, version_in_words
from pb.practice import NOTHING_COUNTS, PRACTICE, is_practice, titled
from pb.results.queries.corrections import publications_of
from pb.typesetting import document
from pb.web.access import PUBLIC, open_to

_TEMPLATE = TOP / "templates" / "results" / "chart.typ"
_SHARED = TOP / "templates" / "results" / "charts.typ"
#: Changes when the page for printing changes.
_PAGE = 3


@bp.get("/rounds/<int:round_id>/results/charts/<key>.svg")
@open_to(PUBLIC)
def chart(round_id: int, key: str):
    """A chart of the published result. Its address changes with its content, so it may be kept for long."""
    round_ = round_with(round_id)
    if published(round_id) is None:
        return not_published(round_)
    _found, picture = _picture(round_id, key)
    file = picture_file(picture)
    if request.args.get("colours") == "dark":
        answer = Response(in_the_dark(file.read_bytes()), mimetype="image/svg+xml")
    else:
        answer = send_file(file, mimetype="image/svg+xml", conditional=True)
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


@bp.get("/rounds/<int:round_id>/results/charts/<key>.png")
@open_to(PUBLIC)
def chart_png(round_id: int, key: str):
    """The same picture for slides, with twice as many points as a screen shows."""
    round_ = round_with(round_id)
    if published(round_id) is None:
        return not_published(round_)
    found, picture = _picture(round_id, key)
    file = made_once(kept_in("charts") / f"{key}.png", lambda: draw_png(picture, practice=is_practice()))
    return send_file(file, mimetype="image/png", as_attachment=True, download_name=saved_as(found, "chart.png"))


@bp.get("/rounds/<int:round_id>/results/charts/<name>.csv")
@bp.get("/rounds/<int:round_id>/results/v/<int:version>/charts/<name>.csv")
@open_to(PUBLIC)
def chart_table(round_id: int, name: str, version: int | None = None):
    """The table of a chart, its numbers plain."""
    round_ = round_with(round_id)
    found = published(round_id, version)
    if found is None:
        return not_published(round_)
    each = _named(found, name)
    answer = Response(csv_bytes([str(heading) for heading, _kind in each.columns], each.values), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{saved_as(found, f"{each.name}.csv")}"'
    return answer


@bp.get("/rounds/<int:round_id>/results/charts/<name>.pdf")
@bp.get("/rounds/<int:round_id>/results/v/<int:version>/charts/<name>.pdf")
@open_to(PUBLIC)
def chart_pdf(round_id: int, name: str, version: int | None = None):
    """A chart with its words and its table, to print."""
    round_ = round_with(round_id)
    found = published(round_id, version)
    if found is None:
        return not_published(round_)
    each = _named(found, name)
    data = {**of_document(found), "about": version_in_words(found), "chart": chart_in_document(each)}
    content = json.dumps([_PAGE, DRAWING, data, asdict(each)], sort_keys=True, default=str)
    place = kept_in("charts") / f"{hashlib.sha256(content.encode()).hexdigest()[:32]}.pdf"
    file = made_once(place, lambda: document(_TEMPLATE, data, drawings_in_document([each])))
    return send_file(
        file, mimetype="application/pdf", as_attachment=True, download_name=saved_as(found, f"{each.name}.pdf")
    )


def _picture(round_id: int, key: str) -> tuple[Result, Picture]:
    """The picture with this key, of the newest version of the result that has it, and that version."""
    versions = (published(round_id, each.version) for each in reversed(publications_of(round_id)))
    found = ((each, picture) for each in versions if each and (picture := picture_named(charts_of(each), key)))
    return next(found, None) or abort(404)


def _named(found: Result, name: str) -> Chart:
    each = next((each for each in charts_of(found) if each.name == name), None)
    if each is None:
        abort(404)
    return each


def of_document(found: Result) -> dict[str, Any]:
    """What each document about a result says of itself."""
    return {
        "title": titled(found.round.name),
        "language": "en",
        "practice": f"{PRACTICE}: {NOTHING_COUNTS}" if is_practice() else "",
    }


def chart_in_document(each: Chart) -> dict[str, Any]:
    """A chart for a template of typst: its words, the names of its drawings, its table."""
    return {
        "title": each.title,
        "sentence": each.sentence,
        "caption": each.caption,
        "alt": _("Chart: %(sentence)s The numbers are in the table below.", sentence=each.sentence),
        "pictures": [AsItIs(f"{picture.key}.svg") for picture in each.pictures],
        "columns": [[str(heading), kind] for heading, kind in each.columns],
        "rows": [list(row) for row in each.rows],
    }


def drawings_in_document(charts: list[Chart]) -> dict[str, bytes]:
    """The drawings of these charts by name, in the form for paper, and the template that shows them."""
    pictures = (picture for each in charts for picture in each.pictures)
    return {"charts.typ": _SHARED.read_bytes(), **{f"{picture.key}.svg": draw(picture) for picture in pictures}}
