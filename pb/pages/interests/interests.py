"""Declaring interests in a round."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from pb.pages.interests import bp
from pb.pages.interests.forms import InterestsForm
from pb.pages.interests.releases import held_in
from pb.pages.lookups import round_with
from pb.people.actions import declare_interests
from pb.people.queries import interests_in, interests_of, names
from pb.projects.queries import applications
from pb.unicode_text import tidy
from pb.web.access import COORDINATOR, COUNTER, FACILITATOR, STEERING, actor, granted_to, may_open, open_to
from pb.web.lists import Filter, listing
from pb.words import lazy_gettext as _l

#: Of more projects than these only some can be ticked at a time: those that were ticked, and those that were looked for.
MOST_TO_TICK = 50
#: What the list of all answers can be cut down to.
_WITH_AND_WITHOUT = {
    "some": (_l("With an interest"), lambda each: bool(each.description)),
    "none": (_l("No interest"), lambda each: not each.description),
}
#: Whether this person may read what others have said of their interests, here and in the record.
may_read_all = granted_to(COORDINATOR)


@bp.route("/rounds/<int:round_id>/interests", methods=["GET", "POST"])
@open_to(COORDINATOR, STEERING, FACILITATOR, COUNTER)
def interests(round_id: int):
    """Say whether you have an interest in a round. The coordinator also sees what everybody has said.

    ``then``: the application that somebody was about to open; they are led on to it.
    """
    round_ = round_with(round_id)
    there = applications(round_id)
    sent = [project for project in there if project.sent_at and not project.withdrawn_at]
    application = next((each for each in sent if str(each.id) == request.args.get("then")), None)
    form = InterestsForm(sent, interests_of(current_user.id, round_id))
    if form.validate_on_submit():
        declare_interests(actor(), round_id=round_id, **form.declared)
        flash(_("Thank you. Your answer has been saved."), "success")
        if application:
            return redirect(url_for("applications.application", round_id=round_id, project_id=application.id))
        return redirect(url_for("rounds.manage", round_id=round_id))
    looked_for = tidy(request.args.get("group", ""))[:100]
    is_cut = len(sent) > MOST_TO_TICK and form.shows_only(looked_for, MOST_TO_TICK)
    known, its_titles = names(), {project.id: project.title for project in there}
    found = listing(
        interests_in(round_id) if may_read_all() else [],
        words=lambda each: (known[each.account_id], each.description, its_titles.get(each.project_id, "")),
        filters=[Filter("show", _("Which answers"), _WITH_AND_WITHOUT)],
    )
    page = render_template(
        "interests/interests.html",
        round=round_,
        form=form,
        application=application,
        found=found,
        names=known,
        titles=its_titles,
        is_cut=is_cut,
        looked_for=looked_for,
        held=held_in(round_id, its_titles) if may_open("interests.release") else [],
    )
    return page, 422 if form.errors else 200
