"""What the steering group answers about an application, and how a member steps aside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from pb.pages.edits import EditForm
from pb.people.rules.sentences import SAY_WHAT_CONNECTION
from pb.projects.models import Project
from pb.projects.queries import decision_as_edited
from pb.projects.rules.assessments import LONGEST_MESSAGE, assessment_errors
from pb.projects.rules.resume_codes import LONGEST_CODE_REASON
from pb.projects.rules.sentences import SAY_WHY_A_NEW_CODE, SELECT_THE_DECISION
from pb.rounds.models import Criterion, Round
from pb.rounds.rules.sentences import MUST_BE_TRUE
from pb.words import lazy_gettext as _l

OUTCOMES = [
    SelectChoice("eligible", _l("Eligible: it goes on the ballot")),
    SelectChoice("fix", _l("Ask the group to change something and send it again")),
    SelectChoice("not_eligible", _l("Not eligible: it cannot go on the ballot")),
]


class AssessmentForm(EditForm):
    """Yes or no to each of the round's criteria, the outcome, and a sentence to the group."""

    criteria: Sequence[Criterion] = ()
    #: The longest message to the group, in characters.
    longest = LONGEST_MESSAGE

    outcome = RadioField(
        _l("What did the steering group decide?"),
        choices=OUTCOMES,
        validators=[InputRequired(SELECT_THE_DECISION)],
    )
    reason = TextAreaField(
        _l("Message to the group"),
        description=_l(
            "The group will read exactly what you write. Use plain words. Say what they must change, or why the "
            "answer is no. If the answer is yes, you can leave this empty."
        ),
    )

    def criterion_fields(self) -> list[RadioField]:
        """The yes-or-no questions, in their order."""
        return [self[f"criterion_{criterion.id}"] for criterion in self.criteria]

    def rests_on(self, name: str, theirs: Any) -> tuple[str, str]:
        said = {str(each.value): str(each.label) for each in OUTCOMES}
        if name == "proposed":
            return _("A decision waiting for a second member"), said[theirs[0]] if theirs else _("nothing")
        if name == "appeal":
            return _("The group’s appeal"), theirs or ""
        if name == "criteria":
            return str(MUST_BE_TRUE), theirs
        if name == "decided":
            return _("What did the steering group decide?"), said[theirs[0]]
        return _("The application"), _("The answers have changed. Read them again on this page.")

    def unmet(self) -> list[int]:
        """Positions of the criteria that were answered with no."""
        return [each.position for each in self.criteria if self[f"criterion_{each.id}"].data == "no"]

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        wrong = assessment_errors(self.outcome.data, self.reason.data or "", self.unmet(), len(self.criteria))
        for name, sentence in wrong.items():
            self[name].errors = [str(sentence)]
        return not wrong


def assessment_form(round_: Round, project: Project) -> AssessmentForm:
    """The form for an application of this round, with its criteria."""
    criteria = round_.criteria
    questions = {
        f"criterion_{each.id}": RadioField(
            each.question,
            choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No"))],
            validators=[InputRequired(_l("Select yes or no for “%(question)s”.", question=each.question))],
        )
        for each in criteria
    }
    form_class = type("RoundAssessmentForm", (AssessmentForm,), {**questions, "criteria": tuple(criteria)})
    form = form_class()
    if round_.assessed_by_two or project.open_appeal:
        form.outcome.label.text = _("What do you propose?")
    form.edits(decision_as_edited(project, [each.question for each in criteria]))
    return form


class NewCodeForm(FlaskForm):
    """Why a group gets a new code for its application."""

    reason = StringField(
        _l("Why does the group need a new code?"),
        description=_l(
            "For example, Rose Gray phoned, she has lost the paper with the code. The group, the office and the steering "
            "group can read this."
        ),
        validators=[InputRequired(SAY_WHY_A_NEW_CODE), Length(max=LONGEST_CODE_REASON, message=SAY_WHY_A_NEW_CODE)],
    )


class StepAsideForm(FlaskForm):
    """A steering group member declares an interest in an application."""

    interest = StringField(
        _l("What is your connection with this group?"),
        description=_l("For example, my sister is a member. The coordinator and the steering group can read this."),
        validators=[
            InputRequired(SAY_WHAT_CONNECTION),
            Length(max=300, message=_l("Your connection must be 300 characters or fewer.")),
        ],
    )
