"""Where papers went after they were printed: written down when they leave, and every movement of a round in one list."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb.database import db
from pb.formats import day
from pb.pages.admission import after_declaring
from pb.pages.lookups import batch_in, bundle_in
from pb.pages.paper_desk import bp
from pb.pages.paper_desk.bundles import page_of_bundle
from pb.pages.paper_desk.elsewhere import HowTheyCame, places_of_batch
from pb.pages.paper_desk.lookups import frozen, require_not_on_team_of_bundle
from pb.pages.papers_moved import MovePapersForm, can_still_move, papers_written_down, told_movements
from pb.paper import actions
from pb.paper.models import Movement
from pb.paper.rules.movements import PAPERS_NO_LONGER_MOVE
from pb.venues.queries import sessions_of
from pb.web.access import COORDINATOR, COUNTER, actor, open_to
from pb.web.lists import listing


@bp.route("/rounds/<int:round_id>/paper-desk/movements", methods=["GET", "POST"])
@open_to(COUNTER, COORDINATOR)
@after_declaring
def movements(round_id: int):
    """Write down that papers go somewhere else; see where others went."""
    ballot, form = frozen(round_id), MovePapersForm(round_id)
    if form.validate_on_submit():
        batch, papers = batch_in(round_id, form.batch_id), form.papers.data
        actions.move_papers(actor(), batch, form.left, form.came, papers, form.handed_to.data)
        flash(papers_written_down(papers), "success")
        return redirect(url_for("paper_desk.movements", round_id=round_id))
    found = listing(
        told_movements(round_id),
        words=lambda each: (each.left, each.came, each.by, each.movement.handed_to, day(each.movement.recorded_at)),
    )
    over = None if can_still_move(round_id) else PAPERS_NO_LONGER_MOVE
    page = render_template("paper_desk/movements.html", ballot=ballot, form=form, found=found, over=over)
    return page, 422 if form.errors else 200


_BUNDLE = "/rounds/<int:round_id>/paper-desk/bundles/<int:bundle_id>"


@bp.post(f"{_BUNDLE}/from-elsewhere/<int:batch_id>")
@open_to(COUNTER, COORDINATOR)
@after_declaring
def say_how_they_came(round_id: int, bundle_id: int, batch_id: int):
    """One press records how papers that were printed for somewhere else came into this box."""
    bundle, batch = bundle_in(round_id, bundle_id), batch_in(round_id, batch_id)
    require_not_on_team_of_bundle(bundle)
    sessions = {each.id: each for each in sessions_of(round_id, with_team=False)}
    form = HowTheyCame(batch_id, places_of_batch(bundle, batch, sessions))
    if not form.validate():
        return page_of_bundle(bundle, elsewhere=(batch_id, form))
    actions.say_how_they_came(actor(), bundle, batch, sessions.get(form.place), filled_in=form.filled_in)
    flash(_("Your answer has been saved. A second person must agree to it."), "success")
    return redirect(url_for("paper_desk.bundle", round_id=round_id, bundle_id=bundle_id))


@bp.post(f"{_BUNDLE}/from-elsewhere/<int:movement_id>/agree")
@open_to(COUNTER, COORDINATOR)
@after_declaring
def agree_how_they_came(round_id: int, bundle_id: int, movement_id: int):
    """Another person agrees: the papers are at home in this box."""
    bundle = bundle_in(round_id, bundle_id)
    require_not_on_team_of_bundle(bundle)
    movement = db.session.get(Movement, movement_id)
    if movement is None or (movement.round_id, movement.to_session_id) != (bundle.round_id, bundle.session_id):
        abort(404)
    actions.agree_how_they_came(actor(), movement)
    flash(_("It has been agreed how these papers came here."), "success")
    return redirect(url_for("paper_desk.bundle", round_id=round_id, bundle_id=bundle_id))
