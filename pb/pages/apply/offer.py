"""The group answers whether it takes the part of the money that it is offered."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from pb.pages.apply import bp
from pb.pages.apply.open_application import OpenApplication, with_application
from pb.projects.rules.sentences import PHONE_US
from pb.refusals import Refusal
from pb.results import actions
from pb.results.queries.offers import open_offer_of
from pb.results.rules.offers import NO_OPEN_OFFER
from pb.web.access import PUBLIC, open_to
from pb.words import lazy_gettext as _l


class OfferForm(FlaskForm):
    """Yes or no; ``amount``: the pence that the group read."""

    amount = HiddenField()
    takes_it = RadioField(
        _l("Does your group take this money?"),
        choices=[
            SelectChoice("yes", _l("Yes, we can do our project with it")),
            SelectChoice("no", _l("No, we cannot do our project with it")),
        ],
        validators=[InputRequired(_l("Select yes or no."))],
    )


@bp.route("/apply/offer", methods=["GET", "POST"])
@open_to(PUBLIC)
@with_application
def offer(here: OpenApplication):
    """The part that is offered, until when, and what happens after a no."""
    form = OfferForm()
    offered = open_offer_of(here.application)
    if offered is None:
        raise Refusal(NO_OPEN_OFFER, PHONE_US)
    if form.validate_on_submit():
        answer = actions.accept_part if form.takes_it.data == "yes" else actions.decline_part
        answer(here.by, here.application, _pence(form))
        flash(_("Thank you. We have your answer."), "success")
        return redirect(url_for("apply.your_application"))
    form.amount.data = str(offered.amount)
    return render_template("apply/offer.html", here=here, form=form, offered=offered), 422 if form.errors else 200


def _pence(form: OfferForm) -> int:
    """What was shown; of a form that somebody made up nothing, which is no offer."""
    shown = form.amount.data or ""
    return int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 12 else 0
