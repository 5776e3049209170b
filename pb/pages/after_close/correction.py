"""A published result that is wrong: why, who agrees, and what comes next."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from pb.pages.after_close import bp
from pb.pages.impartial import for_the_impartial
from pb.pages.lookups import round_with
from pb.pages.said_of_proposals import A_MEMBER_MUST_AGREE, EVERYONE_WILL_READ
from pb.people.queries import names
from pb.refusals import is_allowed
from pb.results import actions
from pb.results.models import ResultCorrection
from pb.results.queries.corrections import correction_of_newest, publications_of
from pb.results.queries.public_times import is_stopped, public_from
from pb.rounds.models import Round
from pb.rounds.rules.sentences import GIVE_THE_REASON
from pb.web.access import COORDINATOR, STEERING, actor, open_to
from pb.web.fields import at_most
from pb.words import lazy_gettext as _l


class ResultCorrectionForm(FlaskForm):
    """Why the published result is wrong."""

    correction_reason = TextAreaField(
        _l("What is wrong with the result, and how do you know?"),
        [DataRequired(GIVE_THE_REASON), at_most(1000)],
        description=EVERYONE_WILL_READ,
    )


@bp.route("/rounds/<int:round_id>/after-close/correction", methods=["GET", "POST"])
@open_to(COORDINATOR, STEERING)
@for_the_impartial
def correction(round_id: int):
    """What a correction means; the form to propose it, the proposal that waits, or what comes next."""
    round_ = round_with(round_id)
    form = ResultCorrectionForm()
    if form.validate_on_submit():
        actions.propose_correction(actor(), round_, form.correction_reason.data or "")
        flash(str(A_MEMBER_MUST_AGREE), "success")
        return redirect(url_for("after_close.correction", round_id=round_id))
    found = correction_of_newest(round_id)
    page = render_template(
        "after_close/correction.html",
        round=round_,
        form=form,
        correction=found,
        publications=publications_of(round_id),
        may_agree=found is not None and is_allowed(actions.require_second_of_correction, actor(), round_, found),
        may_end=found is not None and is_allowed(actions.require_may_end, actor(), round_, found.proposed_by),
        names=names(),
        until=public_from(round_id),
        stopped=is_stopped(round_id),
    )
    return page, 422 if form.errors else 200


@bp.post("/rounds/<int:round_id>/after-close/correction/agree")
@open_to(STEERING)
@for_the_impartial
def agree_to_correct(round_id: int):
    """A steering group member agrees: the result is being corrected."""
    round_ = round_with(round_id)
    actions.agree_to_correct(actor(), round_, _proposed(round_))
    if is_stopped(round_id):
        flash(_("This result never becomes public. Count the votes again."), "success")
    else:
        flash(_("Everyone can now read that this result is being corrected, and why."), "success")
    return redirect(url_for("after_close.checklist", round_id=round_id))


@bp.post("/rounds/<int:round_id>/after-close/correction/withdraw")
@open_to(COORDINATOR, STEERING)
def withdraw_correction(round_id: int):
    """The proposal is withdrawn or turned down, and the published result stays."""
    actions.withdraw_correction(actor(), _proposed(round_with(round_id)))
    flash(_("The proposal has ended. The result stays as it is."), "success")
    return redirect(url_for("after_close.correction", round_id=round_id))


def _proposed(round_: Round) -> ResultCorrection:
    return correction_of_newest(round_.id) or abort(404)
