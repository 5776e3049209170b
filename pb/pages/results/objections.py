"""Between the count and its signatures: what everybody may know of a count before its result is public, and how to object."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired

from pb.pages.lookups import round_with
from pb.pages.results import bp
from pb.pages.results.result import not_published
from pb.pages.results.rights_sentences import rights_in_words
from pb.results import actions
from pb.results.queries.counts import latest_count
from pb.results.queries.objections import announced_of, objection_time_of, objections_until
from pb.results.queries.rights_facts import published_rights
from pb.results.queries.set_aside import set_aside, set_aside_said
from pb.results.rules.objections import LONGEST_NAME, LONGEST_OBJECTION, LONGEST_PHONE
from pb.roles import Actor, Role
from pb.rounds.models import Round
from pb.voting.queries import box_opening_of
from pb.web import rate_limits
from pb.web.access import PUBLIC, open_to
from pb.web.fields import at_most
from pb.words import lazy_gettext as _l

#: Each is read and answered by two people.
OBJECTIONS = rate_limits.RateLimit(
    "objection",
    5,
    _l("Many objections have been sent on this connection, perhaps by other people."),
    waits=(60, 600),
    in_all=100,
)


class ObjectionForm(FlaskForm):
    """What was done wrongly; who says so, where they want to."""

    message = TextAreaField(
        _l("What was done wrongly, and how do you know?"),
        [DataRequired(_l("Write what was done wrongly.")), at_most(LONGEST_OBJECTION)],
        description=_l("Only the coordinator and the steering group read this. Do not say how anyone voted."),
    )
    name = StringField(_l("Your name (you can leave this empty)"), [at_most(LONGEST_NAME)])
    phone = StringField(
        _l("Your telephone number (you can leave this empty)"),
        [at_most(LONGEST_PHONE)],
        description=_l("If you give it, we can ask you what you mean."),
    )


@bp.route("/rounds/<int:round_id>/results/objections", methods=["GET", "POST"])
@open_to(PUBLIC)
def objections(round_id: int):
    """How many votes there were and how they are accounted for, the fingerprint of the count, and the form to object."""
    round_ = round_with(round_id)
    counted = latest_count(round_id)
    closes_at = objection_time_of(counted) if counted else None
    if counted is None or closes_at is None:
        return not_published(round_)
    form, until = ObjectionForm(), objections_until(round_id)
    if until and form.validate_on_submit() and (number := _made(form, round_)):
        flash(_("We have your objection. Its number is %(number)s. Please write it down.", number=number), "success")
        return redirect(url_for("results.objections", round_id=round_id))
    page = render_template(
        "results/objections.html",
        round=round_,
        form=form,
        until=until,
        closes_at=closes_at,
        announced=announced_of(counted),
        opening=box_opening_of(round_id),
        rights=rights_in_words(published_rights(round_id)),
        aside=set_aside_said(set_aside(round_id)),
    )
    return page, 422 if form.errors else 200


def _made(form: ObjectionForm, round_: Round) -> int | None:
    """The number of the objection; None where too many came from this address, which stands beside the first field."""
    try:
        rate_limits.spend(OBJECTIONS, rate_limits.address())
    except rate_limits.TooManyTries as wait:
        form.message.errors = [wait.message]
        return None
    by = Actor(None, Role.PUBLIC)  # whoever is signed in objects as everybody does
    message, name, phone = form.message.data or "", form.name.data or "", form.phone.data or ""
    return actions.object_to(by, round_, message, name=name, phone=phone)
