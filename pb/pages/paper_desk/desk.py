"""The board of all sessions, making papers, and the reply envelopes."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb import formats
from pb.pages.admission import after_declaring
from pb.pages.card_typed import EnvelopeForm
from pb.pages.paper_desk import bp
from pb.pages.paper_desk.forms import PrintForm
from pb.pages.paper_desk.lookups import frozen
from pb.paper import actions, queries
from pb.people.queries import names
from pb.venues.queries import planned_sessions
from pb.voting.actions import check_in_envelope
from pb.web.access import COORDINATOR, COUNTER, actor, open_to


@bp.get("/rounds/<int:round_id>/paper-desk")
@open_to(COUNTER, COORDINATOR)
@after_declaring
def desk(round_id: int):
    """Where the papers of every session are, and what is next for each."""
    ballot = frozen(round_id)
    board = queries.board(ballot)
    return render_template("paper_desk/desk.html", ballot=ballot, rows=board.rows, tally=board.tally, post=board.post)


@bp.route("/rounds/<int:round_id>/paper-desk/batches", methods=["GET", "POST"])
@open_to(COUNTER, COORDINATOR)
@after_declaring
def batches(round_id: int):
    """Print a batch for a session or for post; print an older one again."""
    ballot = frozen(round_id)
    sessions = {each.id: each for each in planned_sessions(round_id)}
    form = PrintForm(
        [(each.id, f"{each.venue.name}, {formats.short_day(each.starts_at)}") for each in sessions.values()]
    )
    if form.validate_on_submit():
        batch = actions.print_batch(actor(), round_id, sessions.get(form.session_id.data), form.how_many.data)
        return redirect(url_for("paper_desk.batch", round_id=round_id, batch_id=batch.id))
    made = queries.batches(round_id)
    page = render_template(
        "paper_desk/batches.html", ballot=ballot, form=form, batches=made, sessions=sessions, names=names()
    )
    return page, 422 if form.errors else 200


@bp.route("/rounds/<int:round_id>/paper-desk/reply-envelopes", methods=["GET", "POST"])
@open_to(COUNTER, COORDINATOR)
@after_declaring
def reply_envelopes(round_id: int):
    """Reply envelopes are checked in by the code on them, before any of them is opened."""
    ballot = frozen(round_id)
    form = EnvelopeForm(round_id, needed=True, limit_key=f"account:{actor().account_id}")
    if form.validate_on_submit() and form.right:
        check_in_envelope(round_id, form.right)
        flash(
            _("The envelope has been checked in. Put it with the others. It will be opened later, away from its code."),
            "success",
        )
        return redirect(url_for("paper_desk.reply_envelopes", round_id=round_id))
    page = render_template("paper_desk/reply_envelopes.html", ballot=ballot, form=form, post=queries.post(round_id))
    return page, 422 if form.errors else 200
