"""Posters for the doors of venues: a sheet for each, with its days and times as they are now."""

from __future__ import annotations

from flask import Response, abort, current_app
from flask_babel import get_locale
from flask_babel import gettext as _

from pb import TOP
from pb.pages.lookups import round_with
from pb.pages.sessions import bp
from pb.practice import NOTHING_COUNTS, PRACTICE, is_practice
from pb.programme.queries.posters import posters
from pb.programme.rules.posters import Poster
from pb.rounds.models import Round
from pb.typesetting import document
from pb.web.access import COORDINATOR, FACILITATOR, open_to

_TEMPLATE = TOP / "templates" / "sessions" / "poster.typ"


@bp.get("/rounds/<int:round_id>/sessions/posters.pdf")
@open_to(COORDINATOR, FACILITATOR)
def posters_pdf(round_id: int) -> Response:
    """A poster for each venue that has a session to come. There are none before the ballot is frozen."""
    round_ = round_with(round_id)
    made = posters(round_, current_app.config["HELP_PHONE"])
    if not made:
        abort(404)
    answer = Response(written(round_, made), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="posters-round-{round_id}.pdf"'
    return answer


def written(round_: Round, made: list[Poster]) -> bytes:
    """These posters as a PDF file, a page each."""
    data = {
        "title": _("Posters: %(round)s", round=round_.name),
        "language": str(get_locale()).split("_")[0],
        "practice": f"{PRACTICE}: {NOTHING_COUNTS}" if is_practice() else "",
        "only_if": _("You can vote if this is true for you:"),
        "posters": [
            {
                "heading": str(each.heading),
                "round_name": each.round_name,
                "venue": each.venue,
                "address": each.address,
                "days": [[day, list(times)] for day, times in each.days],
                "points": [str(point) for point in each.points],
                "declarations": list(each.declarations),
                "help": str(each.help),
            }
            for each in made
        ],
    }
    return document(_TEMPLATE, data)
