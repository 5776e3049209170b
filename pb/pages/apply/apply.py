"""A group applies, a page at a time, without an account."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug import Response

from pb import clock
from pb.formats import clock_time
from pb.pages.apply import bp
from pb.pages.apply.forms import CostForm, ResumeForm, step_form
from pb.pages.apply.keeping import is_kept, keep_with_its_mistakes, kept_by_script
from pb.pages.apply.open_application import (
    OpenApplication,
    begin_here,
    close_here,
    keep_code,
    kept_code,
    open_application_here,
    open_here,
    with_application,
)
from pb.pages.apply.step_form import StepForm
from pb.pages.apply.whose_typed import reopen
from pb.pages.lookups import round_with
from pb.projects import actions, queries
from pb.projects.actions.applications import still_missing, terms_of
from pb.projects.rules import applications as rules
from pb.projects.rules.applications import ApplicationStatus
from pb.projects.rules.funding import money_of, remark_for_group
from pb.projects.rules.sentences import PHONE_US
from pb.refusals import Refusal
from pb.rounds.rules import phase
from pb.unfinished import TooLongToKeep
from pb.web import rate_limits
from pb.web.access import PUBLIC, open_to
from pb.web.kept_typed import led_back, page_waiting
from pb.web.numbers import db_int

#: What the page's script sends in place of a button.
KEEP = "keep"
#: Pages after which a project may need more than its pot has.
_ABOUT_MONEY = ("pot", "cost", "least")


@bp.route("/apply", methods=["GET", "POST"])
@open_to(PUBLIC)
def apply():
    """What applying means, and the way in. POST: begin in an open round."""
    rounds = queries.rounds_to_apply_to()
    if request.method == "POST":
        round_ = round_with(request.form.get("round_id", 0, type=db_int))
        if sentence := rules.begin_error(phase(round_, clock.now()), by_staff=False):
            raise Refusal(sentence, PHONE_US)
        begin_here(round_.id)
        return redirect(url_for("apply.step", step="group"))
    return render_template("apply/apply.html", rounds=rounds, coming=queries.next_round_to_apply_to())


@bp.route(f"/apply/<any({', '.join(rules.STEPS)}):step>", methods=["GET", "POST"])
@open_to(PUBLIC)
def step(step: str):
    """One page of the application."""
    here = open_application_here() or (open_application_here() if request.method == "GET" and reopen() else None)
    if here is None or (here.project is None and step != "group"):
        return _not_open()
    if here.refused:
        flash(str(here.refused), "warning")
        kept = led_back() if request.method == "POST" else None
        return kept or redirect(url_for("apply.your_application" if here.project else "apply.apply"))
    form = step_form(step, here.round_, terms_of(here.round_, here.project), here.project)
    then = request.form.get("then", "") if here.project else ""
    if then == KEEP and request.accept_mimetypes.best == "application/json":
        return kept_by_script(here, step, form)
    if then in ("skip", "stop", KEEP):
        return _goes_on(here, step, form, then)
    if isinstance(form, CostForm) and "more" in request.form:
        form.add_lines()
    elif form.validate_on_submit():
        if next_page := _saved(here, step, form):
            return redirect(next_page)
    elif form.is_submitted() and here.project:
        keep_with_its_mistakes(here, step, form)
    return _page(here, step, form), form.page_status


def _goes_on(here: OpenApplication, step: str, form: StepForm, then: str) -> Any:
    """Keep the page, half done as it may be, and do what else was asked for."""
    try:
        if is_kept(here, step, form):
            return redirect(_after(here, step, then))
    except TooLongToKeep:
        form.validate()
    return _page(here, step, form), form.page_status


def _after(here: OpenApplication, step: str, then: str) -> str:
    """Where to go next from a page that may be half done."""
    if then == "stop":
        return _stopped(here)
    if then == KEEP:
        flash(_("Saved at %(time)s.", time=clock_time(clock.now())), "success")
        return url_for("apply.step", step=step)
    return _next(here.steps, step)


def _next(steps: tuple[str, ...], step: str) -> str:
    if request.args.get("then") == "check" or step == steps[-1]:
        return url_for("apply.check")
    return url_for("apply.step", step=steps[steps.index(step) + 1])


def _not_open() -> Response:
    """There is no application here, or not any longer: what was typed is kept, and the code is asked for."""
    if request.method == "POST" and (kept := led_back()):
        return kept
    return redirect(url_for("apply.apply"))


def _page(here: OpenApplication, step: str, form: StepForm) -> str:
    at = here.steps.index(step) if step in here.steps else abort(404)
    return render_template(
        f"apply/step_{step}.html",
        form=form,
        here=here,
        number=at + 1,
        code=kept_code(),
        before=here.steps[at - 1] if at and here.project else None,
        after=here.steps[at + 1] if at + 1 < len(here.steps) else None,
    )


def _saved(here: OpenApplication, step: str, form: StepForm) -> str:
    """Save the page; where to go next, "" where somebody else has saved this page meanwhile, or it has to wait."""
    if here.project is None:
        if not _may_begin_now(here, form):
            return ""
        project, code = actions.begin_application(here.by, here.round_, form.answers(), came_by=here.came_by)
        session["application"] = project.id
        keep_code(code)
        return url_for("apply.code")
    project, steps = here.project, here.steps  # read before the act: afterwards the round is loaded again
    answers = form.answers()
    if answers and not form.saved(
        lambda: actions.save_answers(here.by, project, answers), "application.saved", project=project.id
    ):
        return ""
    if step in _ABOUT_MONEY and (remark := remark_for_group(project, money_of(here.round_))):
        flash(str(remark), "warning")
    return _next(steps, step)


def _may_begin_now(here: OpenApplication, form: StepForm) -> bool:
    """Whether an application can be begun from this address now; else the page says when, and nothing typed is lost."""
    if here.by.account_id is not None:  # strangers make no member of staff wait
        return True
    try:
        rate_limits.spend(rate_limits.BEGINNINGS, rate_limits.address())
    except rate_limits.TooManyTries as wait:
        form["group_name"].errors = [wait.message]
        return False
    return True


@bp.get("/apply/code")
@open_to(PUBLIC)
@with_application
def code(here: OpenApplication):
    """The resume code, large, to be written down."""
    if (code := kept_code()) is None:
        return redirect(url_for("apply.your_application"))
    return render_template("apply/code.html", here=here, code=code, after=here.steps[1])


@bp.get("/apply/check")
@open_to(PUBLIC)
@with_application
def check(here: OpenApplication):
    """All answers on one page, with what is still missing."""
    if here.refused:
        return redirect(url_for("apply.your_application"))
    project = here.application
    missing = still_missing(project, here.round_)
    fix = rules.status_of(project) == ApplicationStatus.FIX
    return render_template(
        "apply/check.html",
        here=here,
        project=project,
        missing=missing,
        asked=project.assessments[-1].reason if fix else "",
        code=kept_code(),
        own_code=queries.only_the_group_knows_its_code(project),
        remark=remark_for_group(project, money_of(here.round_)),
    )


@bp.post("/apply/send")
@open_to(PUBLIC)
@with_application
def send(here: OpenApplication):
    """Send the application in, or send it again after a fix."""
    actions.send_application(here.by, here.application)
    flash(_("The application has been sent."), "success")
    return redirect(url_for("apply.your_application"))


@bp.post("/apply/leave")
@open_to(PUBLIC)
def leave():
    """Stop for today, from a page on which nothing is typed."""
    return redirect(_stopped(open_application_here()))


def _stopped(here: OpenApplication | None) -> str:
    """Nothing of the application stays in this browser; where to go next: staff to the list of what they type in."""
    close_here()
    if here and here.by.account_id is not None:
        flash(_("The answers are saved. You can continue typing this application from here."), "success")
        return url_for("applications.type_in", round_id=here.round_.id)
    flash(
        _("Your answers are saved. Nothing is left on this computer. You can come back on any day with your code."),
        "success",
    )
    return url_for("apply.apply")


@bp.route("/apply/resume", methods=["GET", "POST"])
@open_to(PUBLIC)
def resume():
    """Come back on another day, with the code."""
    form = ResumeForm()
    if form.validate_on_submit():
        open_here(form.application, form.code.data or "")
        return redirect(page_waiting() or url_for("apply.your_application"))
    return render_template("apply/resume.html", form=form), 422 if form.errors else 200
