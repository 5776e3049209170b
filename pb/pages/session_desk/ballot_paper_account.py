"""The account of a session's papers, closed on one screen, on a phone too."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb.pages.admission import after_declaring, session_of
from pb.pages.lookups import round_with
from pb.pages.session_desk import bp
from pb.pages.session_desk.forms import AccountForm
from pb.paper import actions, queries
from pb.paper.actions.ballot_paper_accounts import opened_by, unheard_in_words
from pb.paper.queries import paper_counts_of
from pb.people.queries import names
from pb.record.queries import newest_hash
from pb.rounds.rules import session_margin
from pb.venues.models import VotingSession
from pb.venues.queries import team_of
from pb.venues.rules.sentences import ACCOUNT_STAYS
from pb.voting.queries import box_opening_of, kiosk_tallies, kiosks_of, quick_votes_by_kiosk
from pb.web.access import COORDINATOR, FACILITATOR, actor, open_to

_ACCOUNT = "/rounds/<int:round_id>/session-desk/<int:session_id>/ballot-paper-account"


@bp.get(_ACCOUNT)
@open_to(FACILITATOR, COORDINATOR)
@after_declaring
def ballot_paper_account(round_id: int, session_id: int):
    """The account as it is, or the form to close it."""
    voting_session = session_of(round_id, session_id)
    form = _form(voting_session, formdata=None, obj=queries.ballot_paper_account_of(voting_session.id))
    form.seal.data = ""  # whoever opens the box reads it from the box; who corrects the account, too
    return _page(voting_session, form)


def _form(voting_session: VotingSession, **more: Any) -> AccountForm:
    return AccountForm(voting_session, opened_by=opened_by(actor(), voting_session), **more)


def _page(voting_session: VotingSession, form: AccountForm, *, not_submitted: bool = False):
    closed = queries.ballot_paper_account_of(voting_session.id)
    known = queries.facts_of_sessions(voting_session.id)[voting_session.id]
    heads = queries.heads_of(voting_session.id)
    page = render_template(
        "session_desk/ballot_paper_account.html",
        voting_session=voting_session,
        form=form,
        not_submitted=not_submitted,
        account=closed,
        discrepancies=known.discrepancies(paper_counts_of(closed), heads and heads.heads) if closed else [],
        many_off=known.many_off(paper_counts_of(closed)) if closed else 0,
        needs_second=voting_session.id in queries.missing_accounts([voting_session]),
        known=known,
        unheard=unheard_in_words(voting_session),
        heads=heads,
        kiosks=kiosks_of(voting_session.id),
        counts=kiosk_tallies(voting_session.id),
        quick=quick_votes_by_kiosk(voting_session.id),
        kiosk_turns=queries.kiosk_turns(voting_session.id),
        box_is_open=box_opening_of(voting_session.round_id) is not None,
        account_stays=ACCOUNT_STAYS,
        counted=closed is not None and queries.bundle_of_session(voting_session.id) is not None,
        found_late=sum(each.number for each in queries.found_at(voting_session) if each.agreed_by is not None),
        names=names(),
        head=newest_hash(),
        me=actor().account_id,
        agreement_error=queries.account_agreement_error(voting_session, actor().account_id),
    )
    return page, form.page_status


@bp.post(_ACCOUNT)
@open_to(FACILITATOR, COORDINATOR)
@after_declaring
def submit_ballot_paper_account(round_id: int, session_id: int):
    """Close the session's account, or correct it."""
    voting_session = session_of(round_id, session_id)
    form = _form(voting_session)
    if unheard_in_words(voting_session):  # nobody has to explain numbers that do not add up because votes are missing
        page, _status = _page(voting_session, form, not_submitted=True)
        return page, 409
    if not form.validate():
        return _page(voting_session, form)
    typed = (form.figures, form.reason.data or "", form.heads_counted)
    seal, help_given = form.seal.data or "", form.help_given
    if not form.saved(
        lambda: actions.submit_ballot_paper_account(actor(), voting_session, *typed, seal=seal, help_given=help_given),
        "session.accounted",
        session=session_id,
    ):
        return _page(session_of(round_id, session_id), form)
    complete = not typed[1].strip() and not form.discrepancies
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


@bp.get("/rounds/<int:round_id>/session-desk/<int:session_id>/sheet")
@open_to(FACILITATOR, COORDINATOR)
@after_declaring
def session_sheet(round_id: int, session_id: int):
    """The sheet of a session, to print: the hours, a place to count voters, and the lines of the account."""
    voting_session = session_of(round_id, session_id)
    round_ = round_with(round_id)
    return render_template(
        "session_desk/sheet.html",
        round=round_,
        voting_session=voting_session,
        margin=session_margin(round_),
        team=team_of(voting_session),
    )
