"""Issuing papers at a session: one against the voter's card or on the facilitator's word, another for a spoiled one."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb.pages.admission import after_declaring, session_of
from pb.pages.card_typed import CardForm
from pb.pages.session_desk import bp
from pb.pages.session_desk.lookups import DESK, about_session
from pb.paper.actions import issue_paper_at_session
from pb.paper.queries import facts_of_sessions
from pb.voting import actions
from pb.web.access import COORDINATOR, FACILITATOR, actor, open_to


@bp.route(f"{DESK}/papers", methods=["GET", "POST"])
@open_to(FACILITATOR, COORDINATOR)
@after_declaring
def issue_papers(round_id: int, session_id: int):
    """Issue one paper: against the voter's card, or on the facilitator's word. Never a serial."""
    voting_session = session_of(round_id, session_id)
    about = about_session(voting_session)
    by_card = about["round"].entitlement == "code"
    form = CardForm(round_id, needed=by_card, limit_key=f"account:{actor().account_id}")
    if form.validate_on_submit():
        issue_paper_at_session(actor(), voting_session, form.right)
        added = _("The paper has been added. Someone must now submit the ballot paper account again.")
        flash(added if about["accounted"] else _("This has been recorded. Give the voter one paper now."), "success")
        return redirect(url_for("session_desk.issue_papers", round_id=round_id, session_id=session_id))
    here = facts_of_sessions(session_id)[session_id].here
    page = render_template("session_desk/issue_papers.html", form=form, by_card=by_card, here=here, **about)
    return page, 422 if form.errors else 200


@bp.post(f"{DESK}/papers/spoiled")
@open_to(FACILITATOR, COORDINATOR)
@after_declaring
def replace_spoiled(round_id: int, session_id: int):
    """A voter spoiled their paper: keep it apart, and hand over another."""
    actions.replace_spoiled_paper(actor(), session_of(round_id, session_id))
    flash(
        _(
            "This has been recorded. Write SPOILED on the old paper and put it in the envelope for spoiled papers. "
            "Give the voter a new one."
        ),
        "success",
    )
    return redirect(url_for("session_desk.issue_papers", round_id=round_id, session_id=session_id))
