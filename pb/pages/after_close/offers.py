"""Offers of a part of the money: which wait for an answer, and what groups said by letter or telephone."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from pb import clock
from pb.pages.after_close import bp
from pb.pages.lookups import project_in, round_with
from pb.pages.offer_sentences import offers_said
from pb.pages.said_form import SaidForm
from pb.people.actions import require_no_interest_in
from pb.projects.queries import ballot_lines_by_project
from pb.refusals import is_allowed
from pb.results import actions
from pb.results.queries.corrections import final_publication_of
from pb.results.queries.offers import offers_now, open_offer_of
from pb.web.access import COORDINATOR, STEERING, actor, open_to
from pb.words import lazy_gettext as _l


class OfferAnswerForm(SaidForm):
    """Whether the group takes the part; ``amount``: the pence that were read out to it."""

    amount = HiddenField()
    takes_it = RadioField(
        _l("What did the group say?"),
        choices=[
            SelectChoice("yes", _l("It takes the part of the money")),
            SelectChoice("no", _l("It does not take it")),
        ],
        validators=[InputRequired(_l("Select what the group said."))],
    )


@bp.get("/rounds/<int:round_id>/after-close/offers")
@open_to(COORDINATOR, STEERING)
def offers(round_id: int):
    """Each part that the published result offers, until when, and what was said."""
    round_ = round_with(round_id)
    lines = ballot_lines_by_project(round_id)
    return render_template(
        "after_close/offers.html",
        round=round_,
        offers=[(each, lines[each.project_id].title) for each in offers_now(round_id)],
        said=offers_said(round_),
        goes_on=final_publication_of(round_id) is None,
        today=clock.today(),
        may_write=lambda project_id: is_allowed(require_no_interest_in, actor(), project_id),
    )


@bp.route("/rounds/<int:round_id>/after-close/offers/<int:project_id>", methods=["GET", "POST"])
@open_to(COORDINATOR, STEERING)
def offer_answer(round_id: int, project_id: int):
    """Write down what the group said of its offer. Not for somebody with an interest in it."""
    round_, project, form = round_with(round_id), project_in(round_id, project_id), OfferAnswerForm()
    require_no_interest_in(actor(), project_id)
    offered = open_offer_of(project)
    if offered is None:
        return redirect(url_for("after_close.offers", round_id=round_id))
    if form.validate_on_submit():
        answer = actions.accept_part if form.takes_it.data == "yes" else actions.decline_part
        answer(actor(), project, offered.amount if form.amount.data == str(offered.amount) else 0, form.said)
        flash(_("What the group said has been saved."), "success")
        return redirect(url_for("after_close.offers", round_id=round_id))
    form.amount.data = str(offered.amount)
    page = render_template("after_close/offer_answer.html", round=round_, project=project, form=form, offered=offered)
    return page, 422 if form.errors else 200


@bp.post("/rounds/<int:round_id>/after-close/offers/<int:project_id>/silence")
@open_to(COORDINATOR, STEERING)
def note_silence(round_id: int, project_id: int):
    """The last day of the offer is over, and the group said nothing."""
    project = project_in(round_id, project_id)
    actions.note_silence(actor(), project)
    flash(_("That the group did not answer has been saved. The votes can be counted on without it."), "success")
    return redirect(url_for("after_close.offers", round_id=round_id))
