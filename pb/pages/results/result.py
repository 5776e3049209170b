"""The published result: for everybody, and not before its publication for anybody."""

from __future__ import annotations

from flask import current_app, make_response, redirect, render_template, request, url_for

from pb.counting import lot_order
from pb.job_running import run_soon
from pb.pages.lookups import round_with
from pb.pages.results import bp
from pb.pages.results.chart_tables import addresses_of, how_sorted
from pb.pages.results.charts import charts_of, drawings_of
from pb.pages.results.departures import beside_in_short, decisions_shown
from pb.pages.results.election_files import election_files
from pb.pages.results.files import are_drawn, file_names
from pb.pages.results.how_counted import how_counted
from pb.pages.results.objections_answered import announced_then, answers_shown, objections_said
from pb.pages.results.result_json import licence
from pb.pages.results.result_view import Result, published
from pb.pages.results.rights_sentences import codes_in_rows, rights_in_words
from pb.pages.results.shown_projects import cut_words
from pb.pages.results.spoken_result import spoken_result
from pb.pages.results.versions import versions_in_words
from pb.pages.results.what_if import OtherCounts, counts_compared
from pb.results.actions import order_charts_again
from pb.results.queries.charts import drawing_of
from pb.results.queries.objections import objections_until
from pb.results.queries.public_times import public_from
from pb.results.rules.lots import in_fives
from pb.results.rules.open_data import LICENCES
from pb.results.rules.patience import TakesLong, for_a_page
from pb.results.rules.public_times import becomes_public
from pb.results.rules.told_apart import TABLETS, told_apart
from pb.rounds.models import Round
from pb.web.access import COORDINATOR, EVALUATOR, PUBLIC, STEERING, open_to


def not_published(round_: Round):
    """The page in place of everything about a result that is not public yet, or will never be."""
    until = public_from(round_.id)
    page = render_template(
        "results/not_published.html",
        round=round_,
        until=becomes_public(until) if until else "",
        object_until=objections_until(round_.id),
    )
    return make_response(page, 404)


@bp.get("/rounds/<int:round_id>/results")
@bp.get("/rounds/<int:round_id>/results/v/<int:version>")
@open_to(PUBLIC)
def result(round_id: int, version: int | None = None):
    """The result: who is funded and why, turnout, and how to check it. The newest, or the ``version`` of this number."""
    round_ = round_with(round_id)
    found = published(round_id, version)
    if found is None:
        return not_published(round_)
    charts = charts_of(found)
    sorted_as = how_sorted(charts, request.args.get("sort", ""))
    drawing = None if are_drawn(drawings_of(charts)) else drawing_of(round_id)
    if drawing:
        run_soon(current_app._get_current_object())  # type: ignore[attr-defined]
    return render_template(
        "results/result.html",
        round=round_,
        result=found,
        versions=versions_in_words(found),
        spoken=spoken_result(found),
        charts=[sorted_as.applied_to(each) for each in charts],
        sorted_as=sorted_as,
        drawing=drawing,
        how=how_counted(found.outcome, of_a_file=round_.source == "file"),
        lot=_lot(found),
        files=file_names(found),
        licence=LICENCES[licence()],
        objections=objections_said(found),
        answers=answers_shown(found),
        announced=announced_then(found),
        elections={} if found.withheld else election_files(found),
        cut_words=cut_words,
        beside=beside_in_short,
        decisions=decisions_shown(found),
        codes_in_rows=codes_in_rows,
        rights_in_words=lambda known: rights_in_words(known, exact=told_apart(found.facts, TABLETS)),
        addresses=lambda each: [] if drawing else addresses_of(round_, each),
    )


def _lot(found: Result) -> dict | None:
    """The digits and, for each pot, the project numbers in the order of the lot; with an example to redo."""
    lot = found.outcome.lot
    if not lot:
        return None
    orders = []
    for pot in found.pots:
        numbers = lot_order(lot["round"], pot.name, lot["digits"], [row.number for row in pot.rows])
        example = f"{lot['round']}:{pot.name or ''}:{lot['digits']}:{numbers[0]}" if numbers else ""
        orders.append((pot.name, numbers, example))
    return {"digits": in_fives(lot["digits"]), "orders": orders}


@bp.get("/rounds/<int:round_id>/results/other-rules")
@open_to(COORDINATOR, STEERING, EVALUATOR)
def other_rules(round_id: int):
    """The same ballots under other rules, side by side; after the publication only."""
    round_ = round_with(round_id)
    found = published(round_id)
    if found is None:
        return not_published(round_)
    counts = OtherCounts(found, for_a_page())
    if counts.there < len(counts.rulebooks) and drawing_of(round_id):
        run_soon(current_app._get_current_object())  # type: ignore[attr-defined]
        return render_template(
            "results/other_rules_wait.html", round=round_, counted=counts.there, all=len(counts.rulebooks)
        )
    try:
        compared = counts_compared(counts)
        return render_template(
            "results/other_rules.html", round=round_, compared=compared, departed=bool(found.decided)
        )
    except TakesLong:  # the job of the publication has failed, or what it made is lost
        order_charts_again(round_id)
        return redirect(url_for("results.other_rules", round_id=round_id))
