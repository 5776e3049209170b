"""Applications as staff and steering group see them: the list, one of them, its assessment, typing one in."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from pb import clock
from pb.pages.applications import bp
from pb.pages.applications.appeals import appeal_facts
from pb.pages.applications.forms import AssessmentForm, NewCodeForm, StepAsideForm, assessment_form
from pb.pages.applications.lists import as_asked, csv_table, next_one, when_groups_apply
from pb.pages.apply.forms import TypeInForm
from pb.pages.apply.open_application import begin_here, open_here
from pb.pages.lookups import application_to_read, project_in, round_with
from pb.pages.rounds.rule_changes import rules_in_words
from pb.pages.said_of_proposals import ANOTHER_MEMBER_MUST_AGREE, PROPOSAL_IS_WITHDRAWN
from pb.people.actions import declare_interest
from pb.people.queries import has_declared_interest, interests_by_project, names, rounds_to_declare
from pb.projects import actions, queries
from pb.projects.actions.applications import (
    require_may_type,
)
from pb.projects.models import Project
from pb.projects.rules.appeals import change_refusal
from pb.projects.rules.applications import ApplicationStatus, begin_error
from pb.projects.rules.funding import money_of, never_funded
from pb.projects.rules.whose_hand import new_code_before_a_change
from pb.refusals import Refusal
from pb.results.queries.currencies import currency_of
from pb.rounds.models import Round
from pb.rounds.queries import rules_changed_since
from pb.rounds.rules import Phase, phase, phase_of_typing
from pb.web.access import COORDINATOR, FACILITATOR, STEERING, actor, may_open, open_to
from pb.web.csv_answers import csv_answer
from pb.words import lazy_gettext as _l

#: Acts after which a decision that somebody is about to save rests on something else.
ASSESSED_AFTER = (
    *(
        "application.assessed",
        "assessment.proposed",
        "assessment.contradicted",
        "assessment.agreed",
        "assessment.withdrawn",
    ),
    *("application.saved", "application.sent", "application.begun"),
)
GROUP_CAN_READ = _l("The decision has been saved. The group can read it with its code.")
_APPLICATION = "/rounds/<int:round_id>/applications/<int:project_id>"


@bp.get("/rounds/<int:round_id>/applications")
@open_to(COORDINATOR, STEERING)
def index(round_id: int):
    """Every application of a round and where it stands."""
    round_ = round_with(round_id)
    asked, at = as_asked(round_), phase_of_typing(round_, clock.now())
    return render_template(
        "applications/index.html",
        round=round_,
        when_groups_apply=when_groups_apply(round_, at),
        too_late=begin_error(at, by_staff=False) is not None,
        is_over=begin_error(at, by_staff=True) is not None and at not in (Phase.DRAFT, Phase.SET_UP),
        currency=currency_of(round_),
        found=asked.found,
        shown=asked.part,
        for_second=asked.for_second,
        typed=[project for project in asked.begun if project.typed_by],
        begun=[project for project in asked.begun if not project.typed_by],
        new_codes=queries.changed_after_a_new_code(round_id),
        may_type=begin_error(phase(round_, clock.now()), by_staff=True) is None,
    )


@bp.get("/rounds/<int:round_id>/applications/applications.csv")
@open_to(COORDINATOR, STEERING)
def listed(round_id: int):
    """The list as it was searched and chosen, all pages of it, as a CSV file. Nobody's contact details are in it."""
    round_ = round_with(round_id)
    return csv_answer(f"round-{round_id}-applications.csv", *csv_table(round_, as_asked(round_).found.matching))


@bp.get(_APPLICATION)
@open_to(STEERING, COORDINATOR)
def application(round_id: int, project_id: int):
    """One application: what the group answers, what was decided, and the form to decide for those who may.

    Who decides says first which interests they have in the round.
    """
    round_, project = round_with(round_id), application_to_read(round_id, project_id)
    if rounds_to_declare(current_user, [round_id]) and may_open("applications.assess"):
        return redirect(url_for("interests.interests", round_id=round_id, then=project_id))
    return _page(round_, project, assessment_form(round_, project), StepAsideForm(formdata=None))


@bp.post(_APPLICATION)
@open_to(STEERING)
def assess(round_id: int, project_id: int):
    """A member decides on an application, or proposes a decision to which another member has to agree."""
    round_, project = round_with(round_id), application_to_read(round_id, project_id)
    form = assessment_form(round_, project)
    if not form.validate():
        return _page(round_, project, form, StepAsideForm(formdata=None)), 422
    said = {"outcome": form.outcome.data, "reason": form.reason.data or "", "unmet": form.unmet()}
    decide = _act_of(round_, project)
    if not form.saved(lambda: decide(actor(), project, **said), *ASSESSED_AFTER, project=project_id):
        return _page(round_, project, form, StepAsideForm(formdata=None)), 409
    if project.proposal:
        flash(str(ANOTHER_MEMBER_MUST_AGREE), "success")
    else:
        flash(str(GROUP_CAN_READ), "success")
    return redirect(url_for("applications.application", round_id=round_id, project_id=project_id))


def _act_of(round_: Round, project: Project):
    """What sending the form does."""
    if not round_.assessed_by_two and not project.open_appeal:
        return actions.assess
    return actions.propose_instead if project.proposal and not _is_overtaken(project) else actions.propose_assessment


def _is_overtaken(project: Project) -> bool:
    """Whether a decision is proposed to which nobody can agree any more."""
    said = project.proposal
    return said is not None and queries.is_overtaken(said, queries.bases_of_decisions(project.round_id))


@bp.post(f"{_APPLICATION}/agree")
@open_to(STEERING)
def agree(round_id: int, project_id: int):
    """A second member agrees to the proposed decision: it counts, and the group can read it."""
    project = project_in(round_id, project_id)
    actions.agree_to_assessment(actor(), project)
    flash(str(GROUP_CAN_READ), "success")
    return redirect(url_for("applications.application", round_id=round_id, project_id=project_id))


@bp.post(f"{_APPLICATION}/withdraw-proposal")
@open_to(STEERING)
def withdraw_proposal(round_id: int, project_id: int):
    """Who proposed a decision withdraws the proposal."""
    actions.withdraw_assessment(actor(), project_in(round_id, project_id))
    flash(str(PROPOSAL_IS_WITHDRAWN), "success")
    return redirect(url_for("applications.application", round_id=round_id, project_id=project_id))


def _page(round_: Round, project: Project, form: AssessmentForm, aside: StepAsideForm) -> str:
    interests = interests_by_project(round_.id).get(project.id, [])
    stands_aside = has_declared_interest(actor().account_id, project.id)
    stands = queries.standing(round_, [project])[project.id]
    done = queries.done_in_its_name(project)
    return render_template(
        "applications/application.html",
        round=round_,
        currency=currency_of(round_),
        project=project,
        status=str(stands),
        names=names(),
        done_in_its_name=done,
        changed_rules=rules_in_words(rules_changed_since(round_.id, project.sent_at or project.begun_at)),
        new_code_at=new_code_before_a_change(done),
        interests=interests,
        me=actor().account_id,
        proposal_is_overtaken=_is_overtaken(project),
        next_one=next_one(round_, project),
        stands_aside=stands_aside,
        assessable=stands not in (ApplicationStatus.BEGUN, ApplicationStatus.WITHDRAWN) and not round_.frozen,
        may_type=project.came_by != "online" and change_refusal(project, round_, clock.now()) is None,
        never=None if round_.frozen else never_funded(project, project.title, money_of(round_)),
        form=form,
        aside=aside,
        **appeal_facts(round_, project),
    )


@bp.post("/rounds/<int:round_id>/applications/<int:project_id>/step-aside")
@open_to(STEERING, COORDINATOR)
def step_aside(round_id: int, project_id: int):
    """Somebody who is close to a group declares it, and steps aside from this application."""
    round_, project = round_with(round_id), application_to_read(round_id, project_id)
    form = StepAsideForm()
    if not form.validate_on_submit():
        return _page(round_, project, assessment_form(round_, project), form), 422
    if not has_declared_interest(actor().account_id, project_id):
        declare_interest(actor(), round_id=round_id, project_id=project_id, description=form.interest.data or "")
    flash(_("Thank you. Your interest has been saved. Someone else will check this application."), "success")
    return redirect(url_for("applications.application", round_id=round_id, project_id=project_id))


@bp.route("/rounds/<int:round_id>/applications/<int:project_id>/new-code", methods=["GET", "POST"])
@open_to(COORDINATOR)
def new_code(round_id: int, project_id: int):
    """A group lost its code: a new one, with the reason, shown once to be told to the group."""
    project = project_in(round_id, project_id)
    form, code = NewCodeForm(), None
    if form.validate_on_submit():
        code = actions.renew_code(actor(), project, form.reason.data or "")
    page = render_template("applications/new_code.html", project=project, form=form, code=code)
    return page, 422 if form.errors else 200


@bp.route("/rounds/<int:round_id>/applications/type-in", methods=["GET", "POST"])
@open_to(COORDINATOR, FACILITATOR)
def type_in(round_id: int):
    """Staff begin to type in an application that came on paper or by phone."""
    round_ = round_with(round_id)
    now = phase(round_, clock.now())
    if sentence := begin_error(now, by_staff=True):
        raise Refusal(sentence)
    form = TypeInForm()
    late = now != Phase.APPLYING
    if form.validate_on_submit():
        if not late or form.in_time.data:
            begin_here(round_id, came_by=form.came_by.data, typing=actor().role)
            return redirect(url_for("apply.step", step="group"))
        form.in_time.errors = [
            _(
                "Tick this if we got it in time. If we did not, we cannot accept it. Let the group know, and say "
                "that we are sorry."
            )
        ]
    mine = [
        (project, change_refusal(project, round_, clock.now()) is None)
        for project in queries.typed_in_by(actor().account_id, round_id)
    ]
    page = render_template("applications/type_in.html", round=round_, form=form, late=late, mine=mine)
    return page, 422 if form.errors else 200


@bp.post("/rounds/<int:round_id>/applications/<int:project_id>/go-on")
@open_to(COORDINATOR, FACILITATOR)
def go_on(round_id: int, project_id: int):
    """Staff go on typing an application that they began; coordinators any that came on paper or by phone."""
    project = project_in(round_id, project_id)
    require_may_type(actor(), project)
    open_here(project, typing=actor().role)
    return redirect(url_for("apply.check"))
