"""Papers for several sessions together: a number for each, a batch for each, and one file with a cover before each batch."""

from __future__ import annotations

from itertools import chain

from flask import Response, abort, redirect, render_template, request, url_for

from pb import clock
from pb.formats import day
from pb.pages.admission import after_declaring
from pb.pages.lookups import batch_in
from pb.pages.paper_desk import bp
from pb.pages.paper_desk.batches import papers_pdf, shown_serials, words_for
from pb.pages.paper_desk.covers import cover_of
from pb.pages.paper_desk.forms import SeveralForm
from pb.pages.paper_desk.lookups import frozen
from pb.pages.papers_moved import place_name
from pb.paper import actions, queries
from pb.paper.models import Batch
from pb.venues.models import VotingSession
from pb.venues.queries import planned_sessions
from pb.web.access import COORDINATOR, COUNTER, actor, open_to
from pb.web.lists import Filter, Listing, listing
from pb.web.numbers import db_int
from pb.words import lazy_gettext as _l


@bp.route("/rounds/<int:round_id>/paper-desk/batches/several", methods=["GET", "POST"])
@open_to(COUNTER, COORDINATOR)
@after_declaring
def batches_for_several(round_id: int):
    """How many papers each session to come needs; one press makes them all."""
    ballot, printed = frozen(round_id), queries.printed_by_session(round_id)
    found = _to_come(round_id, printed)
    form = SeveralForm.of({each.id: place_name(each) for each in found.items})()
    if form.validate_on_submit():
        wanted = {each: form.wanted[each.id] for each in found.items if each.id in form.wanted}
        made = actions.print_for_several(actor(), round_id, wanted)
        ids = [each.id for each in made]
        return redirect(url_for("paper_desk.batches_made", round_id=round_id, batch=ids))
    page = render_template("paper_desk/several.html", ballot=ballot, found=found, form=form, printed=printed)
    return page, 422 if form.errors else 200


def _to_come(round_id: int, printed: dict[int | None, int]) -> Listing[VotingSession]:
    """Sessions that are not over; those without papers where nobody asks for others."""
    now = clock.now()
    rows = [each for each in planned_sessions(round_id, with_team=False) if each.ends_at > now]
    options = {
        "": (_l("Without papers"), lambda each: not printed.get(each.id)),
        "all": (_l("All sessions to come"), lambda each: True),
    }
    return listing(
        rows,
        words=lambda each: (each.venue.name, day(each.starts_at)),
        filters=[Filter("show", _l("Which sessions"), options)],
    )


def _asked(round_id: int) -> list[Batch]:
    """The batches that an address names."""
    return [batch_in(round_id, id_) for id_ in dict.fromkeys(request.args.getlist("batch", type=db_int)) if id_]


@bp.get("/rounds/<int:round_id>/paper-desk/batches/made")
@open_to(COUNTER, COORDINATOR)
@after_declaring
def batches_made(round_id: int):
    """What was made together, and its file."""
    ballot, made = frozen(round_id), _asked(round_id)
    if not made:
        abort(404)
    rows = [(cover_of(each, 0)[0], each.id, len(queries.serials_of(each.id))) for each in made]
    return render_template("paper_desk/batches_made.html", ballot=ballot, rows=rows)


@bp.get("/rounds/<int:round_id>/paper-desk/batches/papers.pdf")
@open_to(COUNTER, COORDINATOR)
@after_declaring
def several_pdf(round_id: int) -> Response:
    """The papers of several batches as one file, with a cover before each; ``?size=large`` in large print."""
    ballot, made = frozen(round_id), _asked(round_id)
    if not made or len({each.is_for_post for each in made}) > 1:  # what a paper for the post says stands on no other
        abort(404)
    for each in made:
        actions.require_may_be_printed(each)
    piles = {each: shown_serials(each) for each in made}
    covers = {serials[0]: cover_of(each, len(serials)) for each, serials in piles.items()}
    words, large = words_for(ballot, made[0]), request.args.get("size") == "large"
    answer = Response(
        papers_pdf(ballot, list(chain(*piles.values())), words, large=large, covers=covers), mimetype="application/pdf"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="ballot-papers-round-{round_id}.pdf"'
    return answer
