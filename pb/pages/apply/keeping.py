"""Saving a page of the application as it stands, right or not: by the page's script, or by a press."""

from __future__ import annotations

from flask_babel import gettext as _

from pb import clock
from pb.database import db
from pb.edits import seen_after
from pb.form_keys import new_key
from pb.formats import clock_time
from pb.pages.apply.open_application import OpenApplication
from pb.pages.apply.step_form import StepForm
from pb.projects import actions, queries
from pb.projects.rules import applications as rules
from pb.refusals import Refusal
from pb.unfinished import TooLongToKeep


def keep_with_its_mistakes(here: OpenApplication, step: str, form: StepForm) -> None:
    """The page comes back because something in it is not right; until it is, what was typed is kept as it is."""
    try:
        if is_kept(here, step, form):
            form.seen = _seen_from_now_on(here, step, form)
            form.kept_at = clock_time(clock.now())
    except TooLongToKeep:  # its mistakes say so
        pass
    form.validate()


def kept_by_script(here: OpenApplication, step: str, form: StepForm) -> tuple[dict[str, str], int]:
    """What the page's script saves while the group goes on typing (static/js/keep-saving.mjs), and what its form carries
    from then on.
    """
    try:
        if not is_kept(here, step, form):
            return {}, 409
    except Refusal as refused:
        db.session.rollback()
        return {"said": str(refused)}, refused.status
    _answers, half_done = form.so_far()
    at = clock_time(clock.now())
    return {
        "seen": _seen_from_now_on(here, step, form),
        "form_key": new_key(),
        "said": _said(form, half_done, at),
        "saved_at": at,
    }, 200


def is_kept(here: OpenApplication, step: str, form: StepForm) -> bool:
    """Save what is right on a page, and keep all of it where something is not; False where somebody else has saved it."""
    project, (answers, typed) = here.application, form.so_far()
    half_done = {step: typed} if typed else None
    if not answers and not half_done:
        return True
    return form.saved(
        lambda: actions.save_answers(here.by, project, answers, half_done=half_done),
        "application.saved",
        project=project.id,
    )


def _said(form: StepForm, half_done: str, at: str) -> str:
    """That the page is saved, and what of it is not finished."""
    said = _("Saved at %(time)s.", time=at)
    return f"{said} {_('Still to finish:')} {form.first_problem}" if half_done else said


def _seen_from_now_on(here: OpenApplication, step: str, form: StepForm) -> str:
    """What the form carries after it was saved."""
    answers, half_done = form.so_far()
    return seen_after(form.seen, queries.pages_as_edited(here.application, rules.STEPS[step] if half_done else answers))
