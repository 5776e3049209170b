"""The pages of an application, one form for each step, and the form that opens an application again."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, FormField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from pb.codes import Slip, read_code
from pb.pages.apply.step_form import StepForm
from pb.projects.models import Project
from pb.projects.queries import answers_as_edited, application_with_code, pages_as_edited
from pb.projects.rules import applications as rules
from pb.projects.rules.applications import Answers, ApplicationTerms
from pb.rounds.models import Round
from pb.unfinished import fields_of
from pb.unicode_text import tidy
from pb.web import rate_limits
from pb.web.fields import LinesField, MoneyField
from pb.words import lazy_gettext as _l

#: Cost lines that the page shows at first, and how many more each press of "Add more lines" brings.
FIRST_LINES, MORE_LINES = 4, 3


class GroupForm(StepForm):
    group_name = StringField(
        _l("The name of your group"),
        description=_l("If your group does not have a name yet, make one up."),
        render_kw={"autocomplete": "organization"},
    )


class PotStepForm(StepForm):
    # The rules ask whether it is a pot of the round, so the field does not.
    pot_id = RadioField(_l("Which pot of money are you applying to?"), coerce=int, validate_choice=False)


class WhatForm(StepForm):
    title = StringField(_l("A short name for your idea"), description=_l("For example, Trips to the sea"))
    what = TextAreaField(
        _l("What do you want to do?"), description=_l("Tell us what, where, and how often. A few sentences are enough.")
    )


class WhomForm(StepForm):
    whom = TextAreaField(
        _l("Who will it help?"),
        description=_l(
            "About how many people will it help, and what will be better for them? Please do not name anyone."
        ),
    )


class CostLineForm(Form):
    """One line: what the money is for, and how much."""

    what = StringField(_l("What for?"))
    pence = MoneyField(_l("How much?"))

    def filled(self) -> bool:
        """Whether anything stands on this line."""
        return bool(tidy(self.what.data or "") or self.pence.data is not None or self.pence.errors)

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and tidy(self.what.data or "") and self.pence.data is None:
            self.pence.errors = [_("Enter how much this costs, in pounds.")]
        elif good and self.pence.data is not None and not tidy(self.what.data or ""):
            self.what.errors = [_("Enter what this amount is for.")]
        elif good and self.pence.data == 0:
            self.pence.errors = [_("Enter an amount of more than £0.")]
        return good and not self.errors_here()

    def errors_here(self) -> bool:
        return bool(self.what.errors or self.pence.errors)


class CostForm(StepForm):
    cost_lines = LinesField(
        FormField(CostLineForm), _l("What it costs"), min_entries=FIRST_LINES, max_entries=rules.MOST_COST_LINES
    )

    def _said(self) -> Answers:
        lines = [line.form for line in self.cost_lines if line.form.filled()]
        return {"cost_lines": [(tidy(line.what.data), line.pence.data or 0) for line in lines]}

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        for number, line in enumerate(self.cost_lines, start=1):
            for field in (line.form.what, line.form.pence):
                field.errors = [_("Line %(number)s: %(problem)s", number=number, problem=said) for said in field.errors]
        return good

    def add_lines(self) -> None:
        """Give the page more empty lines, as far as there may be more."""
        for _more in range(MORE_LINES):
            if len(self.cost_lines) < rules.MOST_COST_LINES:
                self.cost_lines.append_entry()

    @property
    def sentence(self) -> str:
        """What is wrong with the lines together, or nothing."""
        return next((str(error) for error in self.cost_lines.errors if isinstance(error, str)), "")


class LeastForm(StepForm):
    least_pence = MoneyField(
        _l("The smallest amount you could work with"),
        description=_l("If you leave this empty, we will assume you need the full amount."),
    )


class ContactForm(StepForm):
    contact_name = StringField(_l("Name"), render_kw={"autocomplete": "name"})
    contact_phone = StringField(_l("Phone number"), render_kw={"autocomplete": "tel", "inputmode": "tel"})
    contact_email = StringField(_l("Email address"), render_kw={"autocomplete": "email", "inputmode": "email"})
    contact_address = TextAreaField(_l("Postal address"), render_kw={"autocomplete": "street-address"})


class HelperForm(StepForm):
    helper = StringField(
        _l("Who helped you fill this in?"),
        description=_l("For example, my daughter or the warden. If nobody helped you, leave this empty."),
    )


FORMS: dict[str, type[StepForm]] = {
    "group": GroupForm,
    "pot": PotStepForm,
    "what": WhatForm,
    "whom": WhomForm,
    "cost": CostForm,
    "least": LeastForm,
    "contact": ContactForm,
    "helper": HelperForm,
}


def step_form(step: str, round_: Round, terms: ApplicationTerms, project: Project | None) -> StepForm:
    """The form of a step, with what was answered before."""
    stored = answers_as_edited(project, rules.STEPS[step]) if project else {}
    half_done = next((page.typed for page in project.unfinished if page.step == step), "") if project else ""
    typed = {"formdata": MultiDict(fields_of(half_done))} if half_done and request.method == "GET" else {}
    form = FORMS[step](data=stored, **typed)
    form.edits(pages_as_edited(project, rules.STEPS[step]) if project else {})
    form.terms, form.stored, form.is_half_done = terms, stored, bool(typed)
    if isinstance(form, PotStepForm):
        form.pot_id.choices = [SelectChoice(pot.id, pot.name) for pot in round_.pots]
    return form


class ResumeForm(FlaskForm):
    """The code that opens an application again. A slip of the finger is told from a wrong code and never counted as a try.

    ``application`` is what a good code gives.
    """

    code = StringField(
        _l("Your code"),
        description=_l("10 letters and numbers, like ABCDE-23456. You can use small letters, and leave out the dash."),
        validators=[InputRequired(_l("Enter the code you wrote down."))],
    )
    application: Project

    def validate_code(self, field: StringField) -> None:
        try:
            code = field.data = read_code(field.data or "")
        except Slip as slip:
            raise ValidationError(
                _("This code is not right. Check each letter and number against what you wrote down.")
            ) from slip
        try:
            found = rate_limits.tried(
                rate_limits.RESUME_CODES, rate_limits.address(), lambda: application_with_code(code)
            )
        except rate_limits.TooManyTries as wait:
            raise ValidationError(wait.message) from wait
        if found is None:
            raise ValidationError(
                _("We do not recognise this code. Check it against what you wrote down, or phone us.")
            )
        self.application = found


class TypeInForm(FlaskForm):
    """Staff begin to type in an application that came on paper or by phone."""

    came_by = RadioField(
        _l("How did we get this application?"),
        choices=[SelectChoice("paper", _l("On paper")), SelectChoice("telephone", _l("By phone"))],
        validators=[InputRequired(_l("Select how we got this application."))],
    )
    in_time = BooleanField(_l("We got it before applications closed"))
