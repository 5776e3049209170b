"""The group appeals against a decision on its application, and answers about its ballot text."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField, ValidationError

from pb import clock
from pb.pages.apply import bp
from pb.pages.apply.open_application import OpenApplication, with_application
from pb.projects import actions
from pb.projects.models import Project
from pb.projects.queries import media_hashes, only_the_group_knows_its_code, text_stands_of
from pb.projects.rules.appeals import LONGEST_WORDS, answer_is_proposed, appeal_error, words_error
from pb.projects.rules.applications import ApplicationStatus, status_of
from pb.projects.rules.sentences import (
    NO_APPEAL_TO_WITHDRAW,
    ON_ANOTHER_DAY,
    PHONE_US,
    SAY_WHAT,
    SAY_WHY,
    YOUR_TEXT_IS_NOT_READY,
)
from pb.projects.rules.text_answers import TextStands, newest_answer, text_fingerprint
from pb.refusals import Refusal
from pb.web.access import PUBLIC, open_to
from pb.words import lazy_gettext as _l


class AppealForm(FlaskForm):
    """Why the group thinks that the decision is wrong."""

    longest = LONGEST_WORDS
    message = TextAreaField(
        _l("Why is the decision wrong?"),
        description=_l("The steering group and the office can read this. Write it in your own words."),
    )

    def validate_message(self, field: Any) -> None:
        if sentence := words_error(field.data or "", SAY_WHY):
            raise ValidationError(sentence)


class ChangeForm(FlaskForm):
    """What is to be changed in the ballot text."""

    longest = LONGEST_WORDS
    message = TextAreaField(
        _l("What should be changed?"),
        description=_l("Say which words are wrong, and what is true. The steering group and the office can read this."),
    )

    def validate_message(self, field: Any) -> None:
        if sentence := words_error(field.data or "", SAY_WHAT):
            raise ValidationError(sentence)


def what_can_be_said(here: OpenApplication) -> dict[str, Any]:
    """For the group's page: whether it can appeal, and how far its ballot text is."""
    project, now = here.application, clock.now()
    last = project.assessments[-1] if project.assessments else None
    staff = here.by.account_id is not None
    return {
        "may_appeal": not staff and project.withdrawn_at is None and _why_no_appeal(here) is None,
        "appeal": project.open_appeal,
        "may_withdraw_appeal": _may_withdraw_appeal(here),
        "appeal_is_over": bool(last and last.appeal_until and not last.appeal and now >= last.appeal_until),
        "text_stands": str(_text_stands(here)) if _reads_text(project) and not here.round_.frozen else "",
    }


def _why_no_appeal(here: OpenApplication) -> Any:
    said = here.application.assessments
    now = clock.now()
    return appeal_error(
        said[-1] if said else None, now, now, frozen=here.round_.frozen, grace_minutes=here.round_.grace_minutes
    )


@bp.route("/apply/appeal", methods=["GET", "POST"])
@open_to(PUBLIC)
@with_application
def appeal(here: OpenApplication):
    """The group says why it thinks that the decision is wrong."""
    form = AppealForm()
    if form.validate_on_submit():
        actions.appeal(here.by, here.application, form.message.data or "")
        flash(_("We have your appeal. Come back with your code to read the answer."), "success")
        return redirect(url_for("apply.your_application"))
    if request.method == "GET" and (sentence := _why_no_appeal(here)):
        raise Refusal(sentence, PHONE_US)
    said = here.application.assessments[-1] if here.application.assessments else None
    return render_template("apply/appeal.html", here=here, form=form, said=said), 422 if form.errors else 200


@bp.route("/apply/appeal/take-back", methods=["GET", "POST"])
@open_to(PUBLIC)
@with_application
def withdraw_appeal(here: OpenApplication):
    """The group takes back its appeal, after one question."""
    if request.method == "POST":
        actions.withdraw_appeal(here.by, here.application)
        flash(_("You have taken back your appeal. The decision does not change."), "success")
        return redirect(url_for("apply.your_application"))
    if not _may_withdraw_appeal(here):
        raise Refusal(NO_APPEAL_TO_WITHDRAW, PHONE_US)
    return render_template("apply/withdraw_appeal.html", here=here, said=here.application.assessments[-1])


def _may_withdraw_appeal(here: OpenApplication) -> bool:
    project = here.application
    waits = project.open_appeal is not None and not answer_is_proposed(project) and not here.round_.abandonment
    return waits and here.by.account_id is None and only_the_group_knows_its_code(project)


def _reads_text(project: Project) -> bool:
    text = project.ballot_text
    return status_of(project) == ApplicationStatus.ELIGIBLE and text is not None and text.approved_at is not None


def _text_stands(here: OpenApplication) -> TextStands:
    return text_stands_of(here.round_, here.application)


@bp.route("/apply/ballot-text", methods=["GET", "POST"])
@open_to(PUBLIC)
@with_application
def ballot_text(here: OpenApplication):
    """The group reads its ballot text as voters will, and asks for a change if it wants one."""
    project, form = here.application, ChangeForm()
    if form.validate_on_submit():
        actions.ask_for_change(here.by, project, request.form.get("text", ""), form.message.data or "")
        flash(
            _("Thank you. We will look at your words and change the text. Come back with your code to read it."),
            "success",
        )
        return redirect(url_for("apply.your_application"))
    text = project.ballot_text
    if not _reads_text(project) or text is None:
        raise Refusal(YOUR_TEXT_IS_NOT_READY, ON_ANOTHER_DAY)
    hashes = media_hashes([text])
    page = render_template(
        "apply/ballot_text.html",
        here=here,
        form=form,
        project=project,
        text=text,
        stands=str(_text_stands(here)),
        answer=newest_answer(text, project.cost_pence, project.text_answers),
        fingerprint=text_fingerprint(text, project.cost_pence),
        picture=hashes.get(text.picture_id),
        sound=hashes.get(text.sound_id),
    )
    return page, 422 if form.errors else 200


@bp.post("/apply/ballot-text/agree")
@open_to(PUBLIC)
@with_application
def agree_to_text(here: OpenApplication):
    """The group agrees to the words that it has read."""
    actions.agree_to_text(here.by, here.application, request.form.get("text", ""))
    flash(_("Thank you. You have agreed to the text."), "success")
    return redirect(url_for("apply.your_application"))
