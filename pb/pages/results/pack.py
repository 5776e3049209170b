"""What a steering group prints and shows of a published result: a pack (PDF) and the pictures for slides (a zip of PNGs). Both
say what is published, and nothing besides: numbers of single sessions would tell small ones.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from functools import partial
from pathlib import Path
from typing import Any

from flask import send_file
from flask_babel import gettext as _

from pb import TOP, clock
from pb.charts.drawing import DRAWN_AS, draw_png
from pb.fonts import AsItIs
from pb.formats import day, number
from pb.pages.lookups import round_with
from pb.pages.results import bp
from pb.pages.results.chart_files import chart_in_document, drawings_in_document, of_document
from pb.pages.results.charts import charts_of
from pb.pages.results.departures import beside_in_short, decisions_shown
from pb.pages.results.how_counted import how_counted
from pb.pages.results.kept import kept_in, made_once
from pb.pages.results.objections_answered import objections_in_lines
from pb.pages.results.ranked_rows import PotResult
from pb.pages.results.result import not_published
from pb.pages.results.result_sentences import decided_in_words, numbered
from pb.pages.results.result_view import Result, published
from pb.pages.results.rights_sentences import codes_in_rows, rights_in_words
from pb.pages.results.tables import of_rulings
from pb.pages.results.versions import saved_as, version_in_words
from pb.people.queries import names
from pb.practice import is_practice
from pb.projects.queries import ballot_lines_by_project
from pb.results.rules.lots import in_fives
from pb.results.rules.told_apart import TABLETS, told_apart
from pb.rounds.models import Decision
from pb.rounds.queries import decisions_of
from pb.typesetting import document
from pb.web.access import COORDINATOR, EVALUATOR, STEERING, open_to
from pb.words import lazy_gettext as _l

_TEMPLATE = TOP / "templates" / "results" / "pack.typ"
#: Changes when the pack is laid out in another way.
_PACK = 2
_WORDS = {
    "contents": _l("Contents"),
    "result": _l("The result"),
    "reasons": _l("Why each project is funded or not"),
    "charts": _l("The votes and the money in pictures"),
    "how": _l("How the votes were counted"),
    "papers": _l("Votes and unused papers"),
    "rulings": _l("Papers and votes that two people decided about"),
    "no_rulings": _l("There were none."),
    "set_aside": _l("What could not be counted"),
    "no_set_aside": _l("Every vote that was in the ballot box could be counted."),
    "checks": _l("Checks before the result was signed"),
    "no_checks": _l("No check is told in this result."),
    "beside": _l("Where the steering group departs from the count"),
    "decisions": _l("Decisions after the freeze"),
    "no_decisions": _l("There were none."),
    "signed": _l("Who signed"),
    "no_signed": _l("Nobody here has signed this result."),
    "hashes": _l("Fingerprints"),
}
_KINDS = {
    "withdraw": _l("A project was withdrawn"),
    "extend": _l("The vote closed later"),
    "undo": _l("An earlier decision was undone"),
    "stand_in": _l("The substitute acts for a member"),
    "abandon": _l("The round ended early"),
}


@bp.get("/rounds/<int:round_id>/results/pack.pdf")
@open_to(COORDINATOR, STEERING, EVALUATOR)
def pack(round_id: int):
    """The whole result as one tagged PDF file."""
    round_ = round_with(round_id)
    found = published(round_id)
    if found is None:
        return not_published(round_)
    return send_file(
        pack_made(found), mimetype="application/pdf", as_attachment=True, download_name=saved_as(found, "pack.pdf")
    )


def pack_made(found: Result) -> Path:
    """The file, laid out where it is not there yet."""
    data, charts = _data(found), charts_of(found)
    content = json.dumps([_PACK, data], sort_keys=True, default=str)
    place = kept_in("charts") / f"{hashlib.sha256(content.encode()).hexdigest()[:32]}.pdf"
    return made_once(place, lambda: document(_TEMPLATE, data, drawings_in_document(charts)))


@bp.get("/rounds/<int:round_id>/results/slides.zip")
@open_to(COORDINATOR, STEERING, EVALUATOR)
def slides(round_id: int):
    """Each picture as PNG, in the order of the page."""
    round_ = round_with(round_id)
    found = published(round_id)
    if found is None:
        return not_published(round_)
    return send_file(
        io.BytesIO(slides_made(found)),
        mimetype="application/zip",
        as_attachment=True,
        download_name=saved_as(found, "slides.zip"),
    )


def slides_made(found: Result) -> bytes:
    """The zip; a picture is drawn once."""
    out = io.BytesIO()
    pictures = [(chart.name, picture) for chart in charts_of(found) for picture in chart.pictures]
    with zipfile.ZipFile(out, "w") as archive:
        for place, (name, picture) in enumerate(pictures, start=1):
            drawn = partial(draw_png, picture, practice=is_practice())
            file = made_once(kept_in("charts") / f"{picture.key}.png", drawn)
            archive.writestr(zipfile.ZipInfo(f"{place:02d}-{name}.png", DRAWN_AS), file.read_bytes())
    return out.getvalue()


def _data(found: Result) -> dict[str, Any]:
    publication = found.publication
    assert publication is not None
    lot = found.outcome.lot
    return {
        **of_document(found),
        "words": {name: str(said) for name, said in _WORDS.items()},
        "headline": found.headline,
        "about": version_in_words(found),
        "pots": [_pot(found, pot) for pot in found.pots],
        "charts": [chart_in_document(each) for each in charts_of(found)],
        "how": how_counted(found.outcome, of_a_file=found.round.source == "file"),
        "ties": [tie for pot in found.pots for tie in (*pot.ties, *pot.other_ties)],
        "lot": _("The digits of the lot: %(digits)s.", digits=in_fives(lot["digits"])) if lot else "",
        **_of_papers(found),
        "beside": [each.in_line for each in decisions_shown(found)],
        "decisions": _decisions(found.round.id),
        "signed": {
            "columns": [[_("Name"), ""], [_("Day"), ""]],
            "rows": [[name, day(at)] for name, at in found.signed],
        },
        "hashes": [
            [_("Fingerprint of the ballots"), AsItIs(found.counted.ballots_hash)],
            [_("Fingerprint of the count"), AsItIs(found.counted.outcome_hash)],
            *_with_decisions(found),
            [_("Fingerprint of the record"), AsItIs(publication.record_head)],
        ],
    }


def _with_decisions(found: Result) -> list[list[str]]:
    told = found.facts.get("departures", [])
    name = _("Fingerprint of the count with the decisions beside it")
    return [[name, AsItIs(told[-1]["fingerprint"])]] if told else []


def _pot(found: Result, pot: PotResult) -> dict[str, Any]:
    money = found.money
    return {
        "name": pot.name or "",
        "columns": [
            [_("Project"), ""],
            [_("Points") if found.by_points else _("Votes"), "number"],
            [_("Cost"), "number"],
            [_("Gets"), "number"],
            [_("Result"), "number"],
        ],
        "rows": [
            [numbered(row), number(row.support), money(row.cost), money(row.gets), decided_in_words(row)]
            for row in pot.rows
        ],
        "reasons": [[numbered(row), f"{row.why} {beside_in_short(found, row)}".strip()] for row in pot.rows],
    }


def _of_papers(found: Result) -> dict[str, Any]:
    known, rulings = found.facts.get("rights"), of_rulings(found)
    quick = found.quick_votes
    said = rights_in_words(known, exact=told_apart(found.facts, TABLETS)) if known else []
    said += [_("Very quick votes on tablets: %(number)s.", number=quick)] if quick else []
    said += [str(each) for each in (*found.tablet_checks, *found.heads, *found.session_ends)]
    again = [_("%(name)s counted all ballots again, on %(day)s.", name=who, day=day(at)) for who, at in found.recounted]
    return {
        "rights": [*codes_in_rows(known)[:1], [_("Votes cast"), number(known["cast"])]] if known else [],
        "papers": said,
        "rulings": {
            "columns": [[_("Outcome"), ""], [_("Why"), ""], [_("How many"), "number"]],
            "rows": [[row[0].replace("_", " "), row[2], number(row[3])] for row in rulings.rows] if rulings else [],
        },
        "set_aside": [str(each) for each in found.set_aside],
        "checks": [*(str(each) for each in found.paper_check), *again, *objections_in_lines(found)],
    }


def _decisions(round_id: int) -> dict[str, Any]:
    people, lines = names(), ballot_lines_by_project(round_id)

    def row(each: Decision) -> list[str]:
        line = lines.get(each.project_id) if each.project_id else None
        said = str(_KINDS[each.kind]) + (f": {line.number}" if line else "")
        both = " · ".join(people.get(who, "") for who in (each.proposed_by, each.agreed_by) if who)
        return [said, each.reason, both, day(each.agreed_at or clock.now())]

    return {
        "columns": [[_("Decision"), ""], [_("Reason"), ""], [_("Decided by"), ""], [_("Day"), ""]],
        "rows": [row(each) for each in decisions_of(round_id) if each.agreed_at],
    }
