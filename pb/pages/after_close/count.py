"""Counting, the provisional result, signing and publishing."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from pb.job_failures import sentences_of
from pb.job_running import run_soon
from pb.jobs import Job, jobs_of
from pb.pages.after_close import bp
from pb.pages.after_close.checklist import require_not_abandoned, require_step
from pb.pages.after_close.forms import SignForm
from pb.pages.after_close.papers_checked import papers_checked_in_words
from pb.pages.after_close.tablets import checks_of, heads_of, other_seals_of, tablets_of
from pb.pages.impartial import for_the_impartial
from pb.pages.lookups import round_with
from pb.pages.password_again import WRONG, is_own_password
from pb.pages.results.departures import beside_in_short, decisions_shown
from pb.pages.results.result_view import result_of
from pb.pages.results.versions import changes_in_words
from pb.people.queries import names
from pb.programme.queries.signers import too_few_to_sign
from pb.refusals import Refusal, is_allowed
from pb.results import actions
from pb.results.actions.signatures import require_signer
from pb.results.models import Count
from pb.results.queries.checklist import checklist as steps_of
from pb.results.queries.counts import latest_count, publication_of, signatures_of
from pb.results.queries.departures import (
    agreed_departures,
    decided_fingerprint,
    lapsed_departures,
    may_depart,
    waiting_departure,
)
from pb.results.queries.elections import is_up_to_date, unusual_choices
from pb.results.queries.public_times import public_from
from pb.results.rules.public_times import becomes_public
from pb.results.rules.sentences import BACK_TO_THE_LIST, NOT_COUNTED_YET
from pb.rounds.models import Round
from pb.web.access import COORDINATOR, STEERING, actor, may_open, open_to


@bp.post("/rounds/<int:round_id>/after-close/count")
@open_to(COORDINATOR)
def count(round_id: int):
    """The votes are counted."""
    round_ = round_with(round_id)
    require_step(round_, "count")
    if actions.count_or_order(actor(), round_):
        flash(_("The votes have been counted. The result is provisional until it is signed and published."), "success")
    return redirect(url_for("after_close.provisional", round_id=round_id))


@bp.get("/rounds/<int:round_id>/after-close/count")
@open_to(COORDINATOR, STEERING)
def provisional(round_id: int):
    """The count as it stands, for those who sign and publish it; nobody else sees it before the publication."""
    round_ = round_with(round_id)
    if job := _being_counted(round_):
        run_soon(current_app._get_current_object())  # type: ignore[attr-defined]
        return render_template("after_close/counting.html", round=round_, job=job, said=sentences_of(job))
    return _page(round_, required_count(round_), SignForm(formdata=None))


def _being_counted(round_: Round) -> Job | None:
    """The job that counts for longer than a page does; also one that failed, until the votes are counted after all."""
    newest = next(iter(jobs_of(round_.id, actions.COUNT_ORDER)), None)
    if newest is None or newest.state == "done":
        return None
    counted = None if newest.is_open else latest_count(round_.id)
    return None if counted and is_up_to_date(counted, round_) else newest


def required_count(round_: Round) -> Count:
    """The newest count of a round. Refuses before there is one."""
    counted = latest_count(round_.id)
    if counted is None:
        require_not_abandoned(round_)
        raise Refusal(NOT_COUNTED_YET, BACK_TO_THE_LIST)
    return counted


def _page(round_: Round, counted: Count, form: SignForm):
    signed, people, published = signatures_of(counted), names(), publication_of(round_.id)
    decided_hash = decided_fingerprint(counted)
    form.outcome_hash.data = decided_hash or counted.outcome_hash
    shown = result_of(round_, counted)
    due = next((each for each in steps_of(round_) if each.state == "next"), None)
    page = render_template(
        "after_close/count.html",
        round=round_,
        result=shown,
        changes=changes_in_words(shown),
        beside=beside_in_short,
        decisions=decisions_shown(shown),
        decided_hash=decided_hash,
        agreed=agreed_departures(counted),
        departing=waiting_departure(counted),
        lapsed=lapsed_departures(counted),
        may_depart=may_depart(round_),
        form=form,
        published=published is not None and published.version == counted.version,
        unusual=unusual_choices(round_),
        tablets=tablets_of(round_),
        tablet_checks=checks_of(round_),
        heads=heads_of(round_),
        papers_checked=papers_checked_in_words(counted),
        other_seals=other_seals_of(round_),
        may_recount=may_open("after_close.recount"),
        signed=[(people[each.account_id], each.signed_at) for each in signed],
        may_sign=may_open("after_close.sign")
        and current_user.id not in [each.account_id for each in signed]
        and is_allowed(require_signer, actor(), round_),
        too_few=too_few_to_sign(round_) if due and due.key == "sign" else [],
        may_publish=may_open("after_close.publish"),
        step=due,
        until=becomes_public(time) if (time := public_from(round_.id)) else "",
    )
    return page, 422 if form.errors else 200


@bp.post("/rounds/<int:round_id>/after-close/signatures")
@open_to(STEERING)
@for_the_impartial
def sign(round_id: int):
    """A steering group member signs the count they were shown."""
    round_ = round_with(round_id)
    counted = required_count(round_)
    require_step(round_, "sign")
    form = SignForm()
    shown = form.outcome_hash.data
    if not (form.validate() and is_own_password(form.password, WRONG) and form.is_code_right()):
        return _page(round_, counted, form)
    actions.sign(actor(), round_, shown)
    flash(_("You have signed the result."), "success")
    return redirect(url_for("after_close.checklist", round_id=round_id))


@bp.post("/rounds/<int:round_id>/after-close/publication")
@open_to(COORDINATOR)
def publish(round_id: int):
    """The signed result is published."""
    round_ = round_with(round_id)
    require_step(round_, "publish")
    actions.publish(actor(), round_)
    flash(_("The result has been published. Everyone can now read it."), "success")
    return redirect(url_for("results.result", round_id=round_id))
