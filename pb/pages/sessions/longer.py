"""A session is kept open for longer today: people are still waiting when its hours are over."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb import clock
from pb.pages.lookups import round_with, session_in
from pb.pages.sessions import bp
from pb.pages.sessions.forms import LongerForm
from pb.rounds.rules import session_margin
from pb.venues import actions
from pb.venues.rules.hours import hours_on
from pb.web.access import COORDINATOR, actor, open_to


@bp.route("/rounds/<int:round_id>/sessions/<int:session_id>/longer", methods=["GET", "POST"])
@open_to(COORDINATOR)
def longer(round_id: int, session_id: int):
    """Until when and why. It stands in the record."""
    round_, voting_session = round_with(round_id), session_in(round_id, session_id)
    margin = session_margin(round_)
    form = LongerForm(round_, voting_session)
    if form.validate_on_submit():
        actions.extend_session(actor(), voting_session, form.moment, form.reason.data)
        flash(_("The session at %(venue)s stays open for longer.", venue=voting_session.venue.name), "success")
        return redirect(url_for("sessions.index", round_id=round_id))
    page = render_template(
        "sessions/longer.html",
        round=round_,
        session=voting_session,
        form=form,
        hours=hours_on(voting_session, clock.today(), margin),
    )
    return page, 422 if form.errors else 200
