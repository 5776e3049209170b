"""A round is published, abandoned by two, or deleted while nobody has applied."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from pb.database import db
from pb.pages.impartial import for_the_impartial
from pb.pages.lookups import round_with
from pb.pages.rounds import bp
from pb.pages.said_of_proposals import A_MEMBER_MUST_AGREE, EVERYONE_WILL_READ
from pb.people.queries import names
from pb.programme.actions.deleted_rounds import delete_round
from pb.programme.queries.endings import abandon_error, may_be_deleted
from pb.projects.actions.impartial import require_no_interest_on_the_ballot
from pb.refusals import Refusal, is_allowed
from pb.rounds import actions
from pb.rounds.actions import require_second_of_ending
from pb.rounds.models import Decision, Round
from pb.rounds.rules.sentences import GIVE_THE_REASON
from pb.voting.queries import box_opening_of, envelopes_in, votes_cast
from pb.web.access import COORDINATOR, STEERING, actor, open_to
from pb.web.fields import at_most
from pb.words import lazy_gettext as _l


class AbandonForm(FlaskForm):
    """Why the round is to be given up."""

    abandon_reason = TextAreaField(
        _l("Why should the round be abandoned?"),
        [DataRequired(GIVE_THE_REASON), at_most(1000)],
        description=EVERYONE_WILL_READ,
    )


@bp.post("/rounds/<int:round_id>/publish")
@open_to(COORDINATOR)
def publish(round_id: int):
    """A draft becomes public."""
    actions.publish_round(actor(), round_with(round_id))
    flash(_("The round has been published. Everyone can see it now."), "success")
    return redirect(url_for("rounds.manage", round_id=round_id))


@bp.route("/rounds/<int:round_id>/abandon", methods=["GET", "POST"])
@open_to(COORDINATOR, STEERING)
@for_the_impartial
def abandon(round_id: int):
    """What abandoning means; the form to propose it, or the proposal that waits."""
    round_ = round_with(round_id)
    form = AbandonForm()
    if form.validate_on_submit() and _is_proposed(form, round_):
        flash(str(A_MEMBER_MUST_AGREE), "success")
        return redirect(url_for("rounds.abandon", round_id=round_id))
    proposal = _proposal_of(round_)
    page = render_template(
        "rounds/abandon.html",
        round=round_,
        form=form,
        proposal=proposal,
        refused=abandon_error(round_, proposed=proposal is not None),
        impartial=is_allowed(require_no_interest_on_the_ballot, actor(), round_id),
        may_agree=proposal is not None and is_allowed(require_second_of_ending, actor(), proposal),
        sealed=envelopes_in(round_id),
        opened=box_opening_of(round_id),
        names=names(),
    )
    return page, 422 if form.errors else 200


def _is_proposed(form: AbandonForm, round_: Round) -> bool:
    """Propose it; what the act refuses is said beside the reason, which stands there as it was typed."""
    try:
        actions.propose_abandoning(actor(), round_, form.abandon_reason.data or "")
    except Refusal as refused:
        db.session.rollback()
        if refused.status >= 500 or refused.status == 403:
            raise
        form.abandon_reason.errors = [str(refused)]
        return False
    return True


@bp.post("/rounds/<int:round_id>/abandon/agree")
@open_to(STEERING)
@for_the_impartial
def agree_to_abandon(round_id: int):
    """A second person agrees: the round has ended."""
    decision = _proposal_of(round_with(round_id)) or abort(404)
    actions.agree_to_abandon(actor(), decision, votes_cast(round_id))
    flash(_("The round has been abandoned. Everyone can read the reason on its page."), "success")
    return redirect(url_for("rounds.manage", round_id=round_id))


@bp.post("/rounds/<int:round_id>/abandon/withdraw-proposal")
@open_to(COORDINATOR, STEERING)
def withdraw_abandoning(round_id: int):
    """The proposal is withdrawn or turned down, and the round goes on."""
    decision = _proposal_of(round_with(round_id)) or abort(404)
    actions.withdraw_abandoning(actor(), decision)
    flash(_("The proposal has ended. The round goes on."), "success")
    return redirect(url_for("rounds.manage", round_id=round_id))


def _proposal_of(round_: Round) -> Decision | None:
    return next((each for each in round_.decisions if each.kind == "abandon" and not each.agreed_at), None)


@bp.route("/rounds/<int:round_id>/delete", methods=["GET", "POST"])
@open_to(COORDINATOR)
def delete(round_id: int):
    """Delete a round to which nobody has applied, after one question."""
    round_ = round_with(round_id)
    form, name = FlaskForm(), round_.name
    if form.validate_on_submit():
        delete_round(actor(), round_)
        flash(_("The round “%(name)s” has been deleted.", name=name), "success")
        return redirect(url_for("rounds.index"))
    ends = {"may_be_deleted": may_be_deleted(round_), "is_over": abandon_error(round_, proposed=False) is not None}
    return render_template("rounds/delete.html", round=round_, form=form, **ends)
