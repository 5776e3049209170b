"""Bundles: opened and counted by two, looked over, cast."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm

from pb.database import db
from pb.pages.admission import after_declaring
from pb.pages.impartial import for_the_impartial
from pb.pages.lookups import bundle_in, session_in
from pb.pages.paper_desk import bp
from pb.pages.paper_desk.elsewhere import HowTheyCame, papers_from_elsewhere
from pb.pages.paper_desk.forms import CountAgainForm, CountForm, StrayForm
from pb.pages.paper_desk.lookups import frozen, require_not_on_team_of_bundle
from pb.pages.said_of_proposals import A_SECOND_MUST_AGREE
from pb.paper import actions, queries
from pb.paper.actions.bundles import expected_in_box, left_to_do
from pb.paper.actions.seals import seal_to_read
from pb.paper.models import Bundle, Stray
from pb.paper.rules import PaperState
from pb.paper.rules.ballot_paper_accounts import is_a_lot
from pb.paper.rules.sentences import SECOND_COUNTS_TOO
from pb.people.queries import names
from pb.venues.models import VotingSession
from pb.voting.queries import FrozenBallot
from pb.web.access import COORDINATOR, COUNTER, actor, open_to

_BUNDLE = "/rounds/<int:round_id>/paper-desk/bundles/<int:bundle_id>"


@bp.route("/rounds/<int:round_id>/paper-desk/bundles/of-session/<int:session_id>", methods=["GET", "POST"])
@open_to(COUNTER, COORDINATOR)
@after_declaring
def open_bundle(round_id: int, session_id: int):
    """Open the seal of a session's box and count its papers; once it is open, this address leads to its bundle."""
    ballot, voting_session = frozen(round_id), session_in(round_id, session_id)
    if request.method == "GET" and (opened := queries.bundle_of_session(session_id)):
        return redirect(_address(opened))
    return _opened(ballot, voting_session)


@bp.route("/rounds/<int:round_id>/paper-desk/bundles/of-post", methods=["GET", "POST"])
@open_to(COUNTER, COORDINATOR)
@after_declaring
def open_post_bundle(round_id: int):
    """Open the reply envelopes that came by post and count their papers."""
    return _opened(frozen(round_id), None)


def _opened(ballot: FrozenBallot, voting_session: VotingSession | None):
    round_id = ballot.round_id
    form = CountForm(queries.ballot_paper_account_of(voting_session.id) if voting_session else None)
    if form.validate_on_submit():
        bundle = actions.open_bundle(actor(), round_id, voting_session, form.papers.data, **form.said_of_seal)
        flash(str(SECOND_COUNTS_TOO), "success")
        return redirect(_address(bundle))
    page = render_template("paper_desk/open_bundle.html", ballot=ballot, voting_session=voting_session, form=form)
    return page, 422 if form.errors else 200


def _address(bundle: Bundle) -> str:
    return url_for("paper_desk.bundle", round_id=bundle.round_id, bundle_id=bundle.id)


@bp.get(_BUNDLE)
@open_to(COUNTER, COORDINATOR)
@after_declaring
def bundle(round_id: int, bundle_id: int):
    """Where a bundle stands and what is next. Nothing that was typed is shown."""
    return page_of_bundle(bundle_in(round_id, bundle_id))


def page_of_bundle(
    bundle: Bundle,
    count: CountForm | None = None,
    stray: StrayForm | None = None,
    elsewhere: tuple[int, HowTheyCame] | None = None,
):
    """The page of a bundle, with the forms that were refused."""
    ballot = frozen(bundle.round_id)
    paper_statuses = queries.paper_statuses([bundle.id], ballot)[bundle.id]
    forms: dict[str, FlaskForm] = {
        "count": count or CountForm(seal_to_read(bundle), formdata=None),
        "stray": stray or StrayForm(formdata=None),
    }
    page = render_template(
        "paper_desk/bundle.html",
        ballot=ballot,
        bundle=bundle,
        voting_session=queries.session_of_bundle(bundle),
        **_beside_its_account(bundle),
        paper_statuses=paper_statuses,
        due=[
            paper_status
            for paper_status in paper_statuses
            if paper_status.state in (PaperState.DIFFERS, PaperState.TO_RULE)
        ],
        typed={
            number: sum(any(e.pass_number == number for e in paper_status.entries) for paper_status in paper_statuses)
            for number in (1, 2)
        },
        left_to_do=left_to_do(bundle, paper_statuses, queries.strays_agreed([bundle.id])[bundle.id]),
        papers=queries.papers_to_type(bundle),
        strays=queries.strays(bundle.id),
        rights_out=queries.rights_out(bundle),
        surplus=queries.surplus(bundle),
        elsewhere=papers_from_elsewhere(bundle, elsewhere),
        too_many=queries.more_typed_than_counted(bundle),
        was_on_team=queries.was_on_team(actor().account_id, bundle),
        me=actor().account_id,
        names=names(),
        **forms,
    )
    sent = (*forms.values(), elsewhere[1]) if elsewhere else forms.values()
    return page, 422 if any(form.errors for form in sent) else 200


def _beside_its_account(bundle: Bundle) -> dict[str, Any]:
    """The account of its box, how many papers that says, and by how many it differs from what two have counted, where that
    is no slip.
    """
    account = queries.ballot_paper_account_of(bundle.session_id) if bundle.session_id else None
    expected = expected_in_box(account)
    off = 0 if expected is None or bundle.also_counted_by is None else abs(bundle.papers_in_box - expected)
    many_off = off if is_a_lot(off, max(expected or 0, bundle.papers_in_box)) else 0
    return {"account": account, "expected": expected, "many_off": many_off}


@bp.post(f"{_BUNDLE}/count")
@open_to(COUNTER, COORDINATOR)
@after_declaring
def confirm_count(round_id: int, bundle_id: int):
    """The second person's count."""
    bundle = bundle_in(round_id, bundle_id)
    form = CountForm(seal_to_read(bundle), bundle.seal)
    papers = bundle.papers_in_box
    if form.validate() and form.papers.data == papers and not (form.reason.data or "").strip():
        form.reason.errors = [
            *filter(None, [actions.count_to_explain(bundle)])
        ]  # both have counted: now it may be told
    if form.errors:
        return page_of_bundle(bundle, count=form)
    if actions.confirm_count(actor(), bundle, form.papers.data, form.reason.data or "", **form.said_of_seal):
        flash(_("The two counts are the same. The papers can now be typed."), "success")
    elif form.papers.data == papers:
        flash(
            _(
                "The two numbers of the seal are different. Look at it together. Then someone other than you must enter it."
            ),
            "warning",
        )
    else:
        flash(
            _(
                "The two counts are different. Count the papers again, each on your own. Then someone other than you must "
                "enter the number."
            ),
            "warning",
        )
    return redirect(_address(bundle))


@bp.route(f"{_BUNDLE}/count-again", methods=["GET", "POST"])
@open_to(COUNTER, COORDINATOR)
@after_declaring
def count_again(round_id: int, bundle_id: int):
    """A paper is left over, or one too few is there: the count begins anew. Whoever counts second does it on the page of the
    bundle, and is not told the first number.
    """
    bundle = bundle_in(round_id, bundle_id)
    if bundle.also_counted_by is None:
        return redirect(_address(bundle))
    form = CountAgainForm()
    if form.validate_on_submit():
        actions.count_bundle_again(actor(), bundle, form.papers.data)
        flash(str(SECOND_COUNTS_TOO), "success")
        return redirect(_address(bundle))
    page = render_template(
        "paper_desk/count_again.html", bundle=bundle, voting_session=queries.session_of_bundle(bundle), form=form
    )
    return page, 422 if form.errors else 200


@bp.post(f"{_BUNDLE}/strays")
@open_to(COUNTER, COORDINATOR)
@after_declaring
@for_the_impartial
def propose_stray(round_id: int, bundle_id: int):
    """A sheet in the box is not one of our papers."""
    bundle = bundle_in(round_id, bundle_id)
    require_not_on_team_of_bundle(bundle)
    form = StrayForm()
    if not form.validate():
        return page_of_bundle(bundle, stray=form)
    actions.propose_stray(actor(), bundle, form.description.data)
    flash(str(A_SECOND_MUST_AGREE), "success")
    return redirect(_address(bundle))


@bp.post(f"{_BUNDLE}/strays/<int:stray_id>/agree")
@open_to(COUNTER, COORDINATOR)
@after_declaring
@for_the_impartial
def agree_stray(round_id: int, bundle_id: int, stray_id: int):
    """A second person agrees that the sheet is not one of our papers."""
    bundle = bundle_in(round_id, bundle_id)
    require_not_on_team_of_bundle(bundle)
    stray = db.session.get(Stray, stray_id)
    if stray is None or stray.bundle_id != bundle.id:
        abort(404)
    actions.agree_stray(actor(), bundle, stray)
    flash(_("The sheet has been set aside and will not be counted."), "success")
    return redirect(_address(bundle))


@bp.post(f"{_BUNDLE}/cast")
@open_to(COUNTER, COORDINATOR)
@after_declaring
def cast_bundle(round_id: int, bundle_id: int):
    """The votes of the settled bundle go into the ballot box, all together and in random order."""
    bundle = bundle_in(round_id, bundle_id)
    require_not_on_team_of_bundle(bundle)
    votes = actions.cast_bundle(actor(), bundle)
    flash(
        ngettext(
            "One vote from this bundle has been put in the ballot box. Seal the papers and put them away.",
            "%(num)s votes from this bundle have been put in the ballot box. Seal the papers and put them away.",
            votes,
        ),
        "success",
    )
    return redirect(_address(bundle))
