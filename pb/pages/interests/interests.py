"""Declaring interests in a round."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from pb.pages.interests import bp
from pb.pages.interests.forms import InterestsForm
from pb.pages.lookups import round_with
from pb.people.actions import declare_interests
from pb.people.queries import interests_in, interests_of, names
from pb.programme.queries.facts import project_titles
from pb.projects.queries import applications
from pb.web.access import COORDINATOR, COUNTER, FACILITATOR, STEERING, actor, may_open, open_to


def may_read_all() -> bool:
    """Whether this person may read what others have said of their interests: who looks after the people may."""
    return may_open("people.person")


@bp.route("/rounds/<int:round_id>/interests", methods=["GET", "POST"])
@open_to(COORDINATOR, STEERING, FACILITATOR, COUNTER)
def interests(round_id: int):
    """Say whether you have an interest in a round. The coordinator also sees what everybody has said."""
    round_ = round_with(round_id)
    sent = [project for project in applications(round_id) if project.sent_at and not project.withdrawn_at]
    form = InterestsForm(sent, interests_of(current_user.id, round_id))
    if form.validate_on_submit():
        declare_interests(actor(), round_id=round_id, **form.declared)
        flash(_("Thank you. Your answer has been saved."), "success")
        return redirect(url_for("rounds.manage", round_id=round_id))
    page = render_template(
        "interests/interests.html",
        round=round_,
        form=form,
        everybody=interests_in(round_id) if may_read_all() else [],
        names=names(),
        titles=project_titles(round_id),
    )
    return page, 422 if form.errors else 200
