"""Appeals as staff see them: what a group wrote, who may answer, and one that came by letter or telephone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb import clock
from pb.pages.applications import bp
from pb.pages.apply.appeal import AppealForm
from pb.pages.lookups import application_to_read, round_with
from pb.pages.said_form import SaidForm
from pb.projects import actions, queries
from pb.projects.models import Assessment, Project
from pb.projects.rules.appeals import ANSWER_TOGETHER, answer_is_proposed, is_fixed_too_late, may_appeal
from pb.rounds.models import Round
from pb.web.access import COORDINATOR, actor, open_to
from pb.words import lazy_gettext as _l


class RecordAppealForm(SaidForm, AppealForm):
    """An appeal in the group's words, with who said it."""


@bp.route("/rounds/<int:round_id>/applications/<int:project_id>/appeal", methods=["GET", "POST"])
@open_to(COORDINATOR)
def record_appeal(round_id: int, project_id: int):
    """Write down an appeal that came by letter or telephone."""
    round_, project, form = round_with(round_id), application_to_read(round_id, project_id), RecordAppealForm()
    form.message.label.text = str(_l("What did the group say?"))
    form.message.description = str(_l("The steering group can read this, and the group reads it on its page."))
    if form.validate_on_submit():
        actions.appeal(actor(), project, form.message.data or "", form.said)
        flash(_("The appeal has been saved. Two members who did not make the decision answer it."), "success")
        return redirect(url_for("applications.application", round_id=round_id, project_id=project_id))
    last = project.assessments[-1] if project.assessments else None
    page = render_template("applications/record_appeal.html", round=round_, project=project, form=form, said=last)
    return page, 422 if form.errors else 200


class RecordTakingBackForm(SaidForm):
    """That a group takes back its appeal, with who said it."""


@bp.route("/rounds/<int:round_id>/applications/<int:project_id>/appeal/take-back", methods=["GET", "POST"])
@open_to(COORDINATOR)
def record_taking_back(round_id: int, project_id: int):
    """Write down that a group takes back its appeal, by letter or telephone."""
    round_, project, form = round_with(round_id), application_to_read(round_id, project_id), RecordTakingBackForm()
    if form.validate_on_submit():
        actions.withdraw_appeal(actor(), project, form.said)
        flash(_("The appeal has been taken back. The decision does not change."), "success")
        return redirect(url_for("applications.application", round_id=round_id, project_id=project_id))
    page = render_template("applications/record_taking_back.html", round=round_, project=project, form=form)
    return page, 422 if form.errors else 200


def appeal_facts(round_: Round, project: Project) -> dict[str, Any]:
    """For the page of an application: the appeal that waits, who may answer it, and whether one can be written down."""
    appeal, now = project.open_appeal, clock.now()
    last = project.assessments[-1] if project.assessments else None
    answerers = queries.who_answers_appeal(project, queries.bases_of_decisions(round_.id)) if appeal else set()
    return {
        "appeal": appeal,
        "may_withdraw_appeal": appeal is not None
        and not answer_is_proposed(project)
        and not queries.is_its_own(appeal, project),
        "answerers": len(answerers),
        "too_few": max(0, ANSWER_TOGETHER - len(answerers)) if appeal else 0,
        "decided_before": not queries.not_decided_by(actor(), [project]),
        "may_be_appealed": last is not None and project.withdrawn_at is None and _could_have_come(round_, last),
        "fixed_too_late": is_fixed_too_late(project, now, round_.grace_minutes),
    }


def _could_have_come(round_: Round, last: Assessment) -> bool:
    """Whether a letter can be written down: also one that came in time and lay for some days."""
    when = min(clock.now(), last.appeal_until) - timedelta(seconds=1) if last.appeal_until else clock.now()
    return may_appeal(last, max(when, last.decided_at), frozen=round_.frozen, by_staff=True)
