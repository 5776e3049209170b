"""The account of a session's papers, closed on one screen, on a telephone too."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb.pages.session_desk import bp
from pb.pages.session_desk.admission import after_declaring, session_of
from pb.pages.session_desk.forms import AccountForm
from pb.paper import actions, queries
from pb.paper.actions.accounts import figures_of, misfits_of
from pb.people.queries import names
from pb.record.queries import head
from pb.venues.models import VotingSession
from pb.web.access import COORDINATOR, FACILITATOR, actor, open_to

_ACCOUNT = "/rounds/<int:round_id>/session-desk/<int:session_id>/ballot-paper-account"


@bp.get(_ACCOUNT)
@open_to(FACILITATOR, COORDINATOR)
@after_declaring
def ballot_paper_account(round_id: int, session_id: int):
    """The account as it is, or the form to close it."""
    session_ = session_of(round_id, session_id)
    closed = queries.account_of(session_.id)
    return _page(session_, AccountForm(session_.id, formdata=None, obj=closed))


def _page(session_: VotingSession, form: AccountForm):
    closed = queries.account_of(session_.id)
    known = (queries.printed_for(session_.id), *queries.handed_out(session_.id))
    page = render_template(
        "session_desk/ballot_paper_account.html",
        session_=session_,
        form=form,
        account=closed,
        misfits=misfits_of(session_.id, figures_of(closed)) if closed else [],
        known=known,
        visits=queries.visits(session_.id),
        counted=queries.bundle_of_session(session_.id) is not None,
        names=names(),
        head=head(),
        me=actor().account_id,
    )
    return page, 422 if form.errors else 200


@bp.post(_ACCOUNT)
@open_to(FACILITATOR, COORDINATOR)
@after_declaring
def submit_account(round_id: int, session_id: int):
    """Close the session's account, or correct it."""
    session_ = session_of(round_id, session_id)
    form = AccountForm(session_.id)
    if not form.validate():
        return _page(session_, form)
    closed = actions.close_account(actor(), session_, form.figures, form.reason.data or "")
    complete = not closed.reason and not form.misfits
    flash(
        _("The ballot paper account has been submitted.")
        if complete
        else _("The ballot paper account has been submitted. A second person must check it."),
        "success",
    )
    return redirect(url_for("session_desk.ballot_paper_account", round_id=round_id, session_id=session_id))


@bp.post(f"{_ACCOUNT}/agree")
@open_to(FACILITATOR, COORDINATOR)
@after_declaring
def agree_account(round_id: int, session_id: int):
    """A second person agrees with the reason why the numbers do not fit."""
    actions.agree_account(actor(), session_of(round_id, session_id))
    flash(_("The ballot paper account for this session has been agreed."), "success")
    return redirect(url_for("session_desk.ballot_paper_account", round_id=round_id, session_id=session_id))
