"""The result on one sheet in large print, for a wall: which projects are funded, how many people voted, where to read more. Turnout
is told as the result tells it.
"""

from __future__ import annotations

import io
from typing import Any

import segno
from flask import Response, current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from pb import TOP
from pb.fonts import AsItIs
from pb.formats import number
from pb.pages.lookups import round_with
from pb.pages.results import bp
from pb.pages.results.chart_files import of_document
from pb.pages.results.result import not_published
from pb.pages.results.result_view import Result, published
from pb.pages.results.turnout_charts import home_and_venues_in_words
from pb.pages.results.venue_sheets import funded_on_a_sheet
from pb.pages.results.versions import correction_in_words, saved_as
from pb.typesetting import document
from pb.web.access import COORDINATOR, FACILITATOR, STEERING, open_to

_TEMPLATE = TOP / "templates" / "results" / "poster.typ"


@bp.get("/rounds/<int:round_id>/results/poster.pdf")
@open_to(COORDINATOR, STEERING, FACILITATOR)
def poster(round_id: int):
    """One A4 sheet of the newest version."""
    round_ = round_with(round_id)
    found = published(round_id)
    if found is None:
        return not_published(round_)
    answer = Response(poster_made(found), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{saved_as(found, "poster.pdf")}"'
    return answer


def poster_made(found: Result) -> bytes:
    """The sheet as a PDF file."""
    return document(_TEMPLATE, poster_of(found))


def poster_of(found: Result) -> dict[str, Any]:
    """What the template is told."""
    shown, more = funded_on_a_sheet(found)
    address, phone = (
        url_for("results.result", round_id=found.round.id, _external=True),
        current_app.config["HELP_PHONE"],
    )
    voted = ngettext("%(n)s person voted.", "%(n)s people voted.", found.votes, n=number(found.votes))
    # (Of a later version: the first of its lines says which one it corrects.)
    return {
        **of_document(found),
        "heading": _("The result of the vote"),
        "version": correction_in_words(found)[:1],
        "headline": found.headline,
        "turnout": [voted, *home_and_venues_in_words(found.facts.get("turnout") or {})],
        "funded_title": _("These projects get money"),
        "funded": shown,
        "more": more,
        "read": _("Read the whole result, with the reasons for each project, and check it yourself:"),
        "address": address,
        "qr": AsItIs(_square(address)),
        "qr_alt": _("A square that opens the result on a phone"),
        "help": _("Questions? Phone us on %(phone)s.", phone=phone) if phone else "",
    }


def _square(address: str) -> str:
    """The address as an SVG; a sixth of it may be smudged."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=4, xmldecl=False)
    return out.getvalue().decode()
