"""What a vote did: a sheet in large print to hang up, for everybody and for each venue."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from pb import TOP, clock
from pb.formats import day, number
from pb.pages.lookups import round_with
from pb.pages.results import bp
from pb.pages.results.chart_files import of_document
from pb.pages.results.result import not_published
from pb.pages.results.result_view import Result, published
from pb.pages.results.turnout_charts import places_in_words
from pb.pages.results.versions import saved_as
from pb.results.queries.earlier import next_vote
from pb.typesetting import document
from pb.unicode_text import isolated
from pb.web.access import COORDINATOR, FACILITATOR, STEERING, open_to

_TEMPLATE = TOP / "templates" / "results" / "venue_sheet.typ"
#: Funded projects on a sheet: more would need small letters.
_MOST = 12
#: So many venues that are told together are named.
_NAMED = 3


@bp.get("/rounds/<int:round_id>/results/venue-sheets.pdf")
@open_to(COORDINATOR, STEERING, FACILITATOR)
def venue_sheets(round_id: int):
    """The sheets, the one for everybody first."""
    round_ = round_with(round_id)
    found = published(round_id)
    if found is None:
        return not_published(round_)
    answer = Response(sheets_made(found), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{saved_as(found, "venue-sheets.pdf")}"'
    return answer


def sheets_made(found: Result) -> bytes:
    """The sheets as a PDF file."""
    return document(_TEMPLATE, sheets_of(found))


def sheets_of(found: Result) -> dict[str, Any]:
    """What the template is told."""
    (funded, more), phone = funded_on_a_sheet(found), current_app.config["HELP_PHONE"]
    coming = next_vote(clock.now())
    groups = (found.facts.get("turnout") or {}).get("places", [])
    venues = sorted((name, group) for group in groups for name in group["names"] if name)
    everybody = ngettext("%(n)s person voted.", "%(n)s people voted.", found.votes, n=number(found.votes))
    address = url_for("results.result", round_id=found.round.id, _external=True)
    return {
        **of_document(found),
        "heading": _("What your vote did"),
        "headline": found.headline,
        "sheets": [
            {"venue": "", "here": [everybody]},
            *({"venue": isolated(name), "here": [everybody, _here(name, group)]} for name, group in venues),
        ],
        "funded_title": _("What the money goes to"),
        "funded": funded,
        "more": more,
        "next": [
            _("The whole result, with reasons, for everyone to check: %(address)s", address=address),
            *(
                [_("The next vote is open from %(first)s to %(last)s.", first=day(coming[0]), last=day(coming[1]))]
                if coming
                else []
            ),
        ],
        "help": _("Questions? Phone us on %(phone)s.", phone=phone) if phone else "",
    }


def funded_on_a_sheet(found: Result) -> tuple[list[tuple[str, str]], str]:
    """The funded projects that have room on a sheet in large print, with their money; and how many more there are, in words."""
    funded = [(isolated(row.title), found.money(row.gets)) for row in found.rows if row.gets]
    more = len(funded) - _MOST
    said = ngettext("And %(n)s more project.", "And %(n)s more projects.", more, n=number(more)) if more > 0 else ""
    return funded[:_MOST], said


def votes_here(found: Result, name: str) -> str:
    """How many voted at this venue, in the words of its sheet; "" where the result does not name it."""
    groups = (found.facts.get("turnout") or {}).get("places", [])
    group = next((group for group in groups if name in group["names"]), None)
    return _here(name, group) if group else ""


def _here(name: str, group: dict[str, Any]) -> str:
    """How many voted at this place, or with which others it is told."""
    n, others = group["ballots"], [other for other in group["names"] if other != name]
    if not others:
        return ngettext("%(n)s person voted here.", "%(n)s people voted here.", n, n=number(n))
    together = (
        _("Here and at %(others)s together, %(n)s people voted.", others=places_in_words(others), n=number(n))
        if len(others) <= _NAMED and "" not in others
        else _("Here and elsewhere together, %(n)s people voted.", n=number(n))
    )
    return together + " " + _("Small numbers are added together, so that nobody can be identified.")
