"""When a signed result becomes public, where that is not at once: the time is set, moved by two, or waited for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms.validators import InputRequired

from pb.database import db
from pb.pages.after_close import bp
from pb.pages.after_close.checklist import require_step
from pb.pages.lookups import round_with
from pb.pages.said_of_proposals import A_MEMBER_MUST_AGREE
from pb.people.queries import names
from pb.refusals import Refusal, is_allowed
from pb.results import actions
from pb.results.models import PublicTime
from pb.results.queries.corrections import correction_of_newest
from pb.results.queries.public_times import new_time_of, public_from, time_to_come
from pb.results.rules.public_times import becomes_public
from pb.rounds.models import Round
from pb.web.access import COORDINATOR, STEERING, actor, may_open, open_to
from pb.web.fields import MomentField
from pb.words import lazy_gettext as _l

#: (An interest in a project stops nobody: this changes no result.)
_MAY_END = partial(actions.require_may_end, impartial=False)


class PublicTimeForm(FlaskForm):
    """The moment from which everybody can read the result."""

    public_from = MomentField(
        _l("When the result becomes public"),
        [InputRequired(_l("Enter the date and time at which the result becomes public."))],
        begins=True,
    )


@bp.route("/rounds/<int:round_id>/after-close/public-time", methods=["GET", "POST"])
@open_to(COORDINATOR, STEERING)
def public_time(round_id: int):
    """The form for the first time or for another one, a proposal that waits, and what happens until then."""
    round_, form = round_with(round_id), PublicTimeForm()

    def proposes(at: datetime) -> str:
        actions.propose_time(actor(), round_, at)
        return str(A_MEMBER_MUST_AGREE)

    return _page(round_, form, proposes)


@bp.post("/rounds/<int:round_id>/after-close/public-time/set")
@open_to(COORDINATOR)
def set_public_time(round_id: int):
    """The coordinator publishes the result from a time on."""
    round_, form = round_with(round_id), PublicTimeForm()

    def sets(at: datetime) -> str:
        require_step(round_, "publish")
        actions.publish_from(actor(), round_, at)
        return str(becomes_public(at))

    return _page(round_, form, sets)


def _page(round_: Round, form: PublicTimeForm, then: Callable[[datetime], str]):
    if form.validate_on_submit() and _is_done(form, then):
        return redirect(url_for("after_close.public_time", round_id=round_.id))
    round_id = round_.id
    until = public_from(round_id)
    waits = time_to_come(round_id) if until else None
    proposed = new_time_of(waits) if waits else None
    page = render_template(
        "after_close/public_time.html",
        round=round_,
        form=form,
        until=until,
        said=becomes_public(until) if until else "",
        may_set=until is None and may_open("after_close.publish") and is_allowed(require_step, round_, "publish"),
        proposed=proposed,
        correction=correction_of_newest(round_id) if until else None,
        may_agree=proposed is not None and is_allowed(actions.require_second_of_time, actor(), round_, proposed),
        may_end=proposed is not None and is_allowed(_MAY_END, actor(), round_, proposed.proposed_by),
        names=names(),
    )
    return page, 422 if form.errors else 200


def _is_done(form: PublicTimeForm, then: Callable[[datetime], str]) -> bool:
    """Set the first time, or propose another; what is refused of the time itself is said beside it."""
    try:
        said = then(form.public_from.moment)
    except Refusal as refused:
        db.session.rollback()
        if refused.status != 422:
            raise
        form.public_from.errors = [str(refused)]
        return False
    flash(said, "success")
    return True


@bp.post("/rounds/<int:round_id>/after-close/public-time/agree")
@open_to(STEERING)
def agree_to_time(round_id: int):
    """A steering group member agrees to another time."""
    round_ = round_with(round_id)
    actions.agree_to_time(actor(), round_, _proposed(round_))
    flash(_("The result has another time now."), "success")
    return redirect(url_for("after_close.public_time", round_id=round_id))


@bp.post("/rounds/<int:round_id>/after-close/public-time/withdraw")
@open_to(COORDINATOR, STEERING)
def withdraw_time(round_id: int):
    """The proposal is withdrawn or turned down, and the time stays."""
    actions.withdraw_time(actor(), _proposed(round_with(round_id)))
    flash(_("The proposal has ended. The time stays as it is."), "success")
    return redirect(url_for("after_close.public_time", round_id=round_id))


def _proposed(round_: Round) -> PublicTime:
    waits = time_to_come(round_.id)
    return (new_time_of(waits) if waits else None) or abort(404)
