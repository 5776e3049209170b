"""The account of a session's papers, closed on one screen, on a telephone too."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb.pages.session_desk import bp
from pb.pages.session_desk.admission import after_declaring, session_of
from pb.pages.session_desk.forms import AccountForm
from pb.paper import actions, queries
from pb.paper.actions.ballot_paper_accounts import discrepancies_of, paper_counts_of
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
    voting_session = session_of(round_id, session_id)
    closed = queries.account_of(voting_session.id)
    return _page(voting_session, AccountForm(voting_session.id, formdata=None, obj=closed))


def _page(voting_session: VotingSession, form: AccountForm):
    closed = queries.account_of(voting_session.id)
    known = (queries.printed_for(voting_session.id), *queries.handed_out(voting_session.id))
    page = render_template(
        "session_desk/ballot_paper_account.html",
        voting_session=voting_session,
        form=form,
        account=closed,
        discrepancies=discrepancies_of(voting_session.id, paper_counts_of(closed)) if closed else [],
        known=known,
        kiosk_turns=queries.kiosk_turns(voting_session.id),
        counted=queries.bundle_of_session(voting_session.id) is not None,
        names=names(),
        head=head(),
        me=actor().account_id,
    )
    return page, 422 if form.errors else 200


@bp.post(_ACCOUNT)
@open_to(FACILITATOR, COORDINATOR)
@after_declaring
def submit_ballot_paper_account(round_id: int, session_id: int):
    """Close the session's account, or correct it."""
    voting_session = session_of(round_id, session_id)
    form = AccountForm(voting_session.id)
    if not form.validate():
        return _page(voting_session, form)
    closed = actions.submit_ballot_paper_account(actor(), voting_session, form.figures, form.reason.data or "")
    complete = not closed.reason and not form.discrepancies
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
def agree_ballot_paper_account(round_id: int, session_id: int):
    """A second person agrees with the reason why the numbers do not fit."""
    actions.agree_ballot_paper_account(actor(), session_of(round_id, session_id))
    flash(_("The ballot paper account for this session has been agreed."), "success")
    return redirect(url_for("session_desk.ballot_paper_account", round_id=round_id, session_id=session_id))
