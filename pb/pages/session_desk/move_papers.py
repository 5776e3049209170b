"""Papers that come to a session from elsewhere, or go elsewhere: written down by its team."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for

from pb.pages.admission import after_declaring, session_of
from pb.pages.lookups import batch_in
from pb.pages.papers_moved import MovePapersForm, can_still_move, papers_written_down, told_movements
from pb.pages.session_desk import bp
from pb.pages.session_desk.lookups import DESK
from pb.paper import actions, queries
from pb.paper.rules.movements import PAPERS_NO_LONGER_MOVE
from pb.web.access import COORDINATOR, FACILITATOR, actor, granted_to, open_to

#: Also those that leave another session than this one.
may_move_any_papers = granted_to(COORDINATOR)


@bp.route(f"{DESK}/papers/moved", methods=["GET", "POST"])
@open_to(COORDINATOR, FACILITATOR)
@after_declaring
def move_papers(round_id: int, session_id: int):
    """Write down that this session lends papers, gets some, or gives some back."""
    voting_session = session_of(round_id, session_id)
    form = MovePapersForm(round_id, voting_session, by_its_team=not may_move_any_papers())
    if form.validate_on_submit():
        batch, papers = batch_in(round_id, form.batch_id), form.papers.data
        actions.move_papers(actor(), batch, form.left, form.came, papers, form.handed_to.data)
        flash(papers_written_down(papers), "success")
        return redirect(url_for("session_desk.move_papers", round_id=round_id, session_id=session_id))
    page = render_template(
        "session_desk/move_papers.html",
        voting_session=voting_session,
        form=form,
        here=queries.facts_of_sessions(session_id)[session_id].here,
        told=told_movements(round_id, session_id),
        over=None if can_still_move(round_id) else PAPERS_NO_LONGER_MOVE,
    )
    return page, 422 if form.errors else 200
