"""The group reads how its application stands, and withdraws it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from pb import clock
from pb.pages.apply import bp
from pb.pages.apply.appeal import what_can_be_said
from pb.pages.apply.open_application import OpenApplication, kept_code, with_application
from pb.pages.results.result_view import published_row
from pb.pages.rounds.rule_changes import rules_in_words
from pb.people.queries import names
from pb.projects import actions
from pb.projects.queries import (
    carried_to,
    corrections_in,
    done_in_its_name,
    next_round_to_apply_to,
    only_the_group_knows_its_code,
    rounds_to_apply_to,
)
from pb.projects.rules import applications as rules
from pb.projects.rules.sentences import A_MEMBER_DECIDES, STAFF_KNOW_ITS_CODE
from pb.projects.rules.whose_hand import CODE_RENEWED
from pb.results.queries.corrections import said_to_be_wrong
from pb.results.queries.offers import offers_now
from pb.rounds.models import Round
from pb.rounds.queries import rules_changed_since
from pb.rounds.rules import Phase, closes_at, phase, withdrawn_projects
from pb.web.access import PUBLIC, open_to


@bp.get("/apply/your-application")
@open_to(PUBLIC)
@with_application
def your_application(here: OpenApplication):
    """Where the application stands, in a sentence, and what can be done now."""
    project = here.application
    done = done_in_its_name(project)
    now, at = clock.now(), phase(here.round_, clock.now())
    could_withdraw = rules.withdraw_error(project, at) is None
    own_code = project.sent_at is None or only_the_group_knows_its_code(project)
    return render_template(
        "apply/your_application.html",
        here=here,
        project=project,
        status=str(rules.status_of(project)),
        is_off_the_ballot=project.id in withdrawn_projects(here.round_),
        result=published_row(here.round_.id, project.line.number) if project.line else None,
        corrected=said_to_be_wrong(here.round_.id),
        offered=next((each for each in offers_now(here.round_.id) if each.project_id == project.id), None),
        said=project.assessments[-1] if project.assessments else None,
        code=kept_code(),
        corrections=[each for each in corrections_in(here.round_.id) if each.project_id == project.id],
        done_in_its_name=done,
        renewed=next((hand for hand in reversed(done) if hand.act == CODE_RENEWED), None),
        changed_rules=rules_in_words(rules_changed_since(here.round_.id, project.begun_at)),
        names=names(),
        **what_can_be_said(here),
        now=now,
        phase=str(at),
        closes=closes_at(here.round_),
        carried_to=carried_to(project.id),
        next_round=_another_round(here),
        may_bring_back=rules.bring_back_error(project, at) is None and only_the_group_knows_its_code(project),
        may_withdraw=could_withdraw and own_code,
        withdraw_error=(STAFF_KNOW_ITS_CODE, A_MEMBER_DECIDES)
        if could_withdraw and not own_code and not here.by.account_id
        else (),
    )


def _another_round(here: OpenApplication) -> Round | None:
    """The round in which the group can apply again: one that is open, else the next one."""
    others = [each for each in rounds_to_apply_to() if each.id != here.round_.id]
    return others[0] if others else next_round_to_apply_to()


@bp.route("/apply/withdraw", methods=["GET", "POST"])
@open_to(PUBLIC)
@with_application
def withdraw(here: OpenApplication):
    """Withdraw the application, after one question."""
    if request.method == "POST":
        actions.withdraw_application(here.by, here.application)
        flash(_("Your application has been withdrawn."), "success")
        return redirect(url_for("apply.your_application"))
    return render_template(
        "apply/withdraw.html",
        here=here,
        project=here.application,
        may_come_back=phase(here.round_, clock.now()) == Phase.APPLYING
        and only_the_group_knows_its_code(here.application),
    )


@bp.post("/apply/bring-back")
@open_to(PUBLIC)
@with_application
def bring_back(here: OpenApplication):
    """Bring a withdrawn application back."""
    actions.bring_back_application(here.by, here.application)
    flash(_("Your application is back."), "success")
    return redirect(url_for("apply.your_application"))
