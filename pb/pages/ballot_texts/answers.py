"""What a group said of its ballot text by letter or telephone, written down by staff."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms import RadioField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from pb.pages.ballot_texts import bp
from pb.pages.lookups import project_in, round_with
from pb.pages.said_form import SaidForm
from pb.people.actions import require_no_interest_in
from pb.projects import actions, queries
from pb.projects.models import Project
from pb.projects.rules.appeals import LONGEST_WORDS, words_error
from pb.projects.rules.sentences import (
    SAY_WHAT,
    TEXT_IS_NOT_READY,
    WRITE_AND_CHECK_IT,
)
from pb.projects.rules.text_answers import TextStands, newest_answer, text_fingerprint
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.web.access import COORDINATOR, STEERING, actor, open_to
from pb.words import lazy_gettext as _l


class GroupSaidForm(SaidForm):
    """Whether the group agrees, or what it wants changed."""

    longest = LONGEST_WORDS
    agrees = RadioField(
        _l("What did the group say?"),
        choices=[SelectChoice("yes", _l("It agrees to the text")), SelectChoice("no", _l("It asks for a change"))],
        validators=[InputRequired(_l("Select what the group said."))],
    )
    message = TextAreaField(
        _l("What should be changed?"),
        description=_l("Only if it asks for a change. Write it in the group’s own words."),
    )

    def validate_message(self, field: Any) -> None:
        if self.agrees.data == "no" and (sentence := words_error(field.data or "", SAY_WHAT)):
            raise ValidationError(sentence)


@bp.route("/rounds/<int:round_id>/ballot-texts/<int:project_id>/group", methods=["GET", "POST"])
@open_to(COORDINATOR, STEERING)
def group_said(round_id: int, project_id: int):
    """Write down what the group said of its text by letter or telephone. Not for somebody with an interest in it."""
    round_, project, form = round_with(round_id), project_in(round_id, project_id), GroupSaidForm()
    text = project.ballot_text
    if text is None or text.approved_at is None:
        raise Refusal(TEXT_IS_NOT_READY, WRITE_AND_CHECK_IT)
    require_no_interest_in(actor(), project_id)
    if form.validate_on_submit():
        shown = request.form.get("text", "")
        if form.agrees.data == "yes":
            actions.agree_to_text(actor(), project, shown, form.said)
        else:
            actions.ask_for_change(actor(), project, shown, form.message.data or "", form.said)
        flash(_("What the group said has been saved."), "success")
        return redirect(url_for("ballot_texts.check", round_id=round_id, project_id=project_id))
    page = render_template(
        "ballot_texts/group_said.html",
        round=round_,
        project=project,
        text=text,
        form=form,
        fingerprint=text_fingerprint(text, project.cost_pence),
    )
    return page, 422 if form.errors else 200


def group_facts(round_: Round, project: Project) -> dict[str, Any]:
    """For the page on which a text is checked: how far its group is, and what it said of this wording."""
    text = project.ballot_text
    stands = queries.text_stands_of(round_, project)
    said = newest_answer(text, project.cost_pence, project.text_answers) if text else None
    return {
        "group_stands": str(stands),
        "group_answer": said,
        "may_record": not round_.frozen and stands != TextStands.NOT_SHOWN,
        "earlier_answers": [each for each in project.text_answers if each is not said],
    }
