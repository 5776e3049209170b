"""The form on which someone declares their interests in the groups and venues of a round."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from pb.people.models import Interest
from pb.people.rules import LONGEST_RELEASE_REASON
from pb.people.rules.sentences import SAY_WHY_IT_IS_OVER
from pb.projects.models import Project
from pb.unicode_text import as_searched, isolated, tidy
from pb.words import lazy_gettext as _l


class InterestsForm(FlaskForm):
    """No interest, or a description of an interest and the projects it is in."""

    has = RadioField(
        _l("Do you have an interest to declare in this round?"),
        choices=[SelectChoice("no", _l("No")), SelectChoice("yes", _l("Yes"))],
        validators=[InputRequired(_l("Select whether you have an interest to declare."))],
    )
    description = TextAreaField(
        _l("If yes, what is your interest?"),
        [Length(max=500, message=_l("Your answer must be 500 characters or fewer."))],
        description=_l("For example, I sing in a choir that has applied."),
    )
    projects = SelectMultipleField(_l("Which projects is it about?"), coerce=int)

    def __init__(self, projects: list[Project], said: list[Interest], **kwargs: Any) -> None:
        values: dict[str, Any] = {}
        if said:
            description = next((each.description for each in said if each.description), "")
            values = {"has": "yes" if description else "no", "description": description}
            values["projects"] = [each.project_id for each in said if each.project_id and each.description]
        super().__init__(data=values, **kwargs)
        self.projects.choices = [
            SelectChoice(project.id, f"{isolated(project.group_name)}: {isolated(project.title)}")
            for project in projects
        ]

    def shows_only(self, looked_for: str, most: int) -> bool:
        """Show the projects that are ticked, and the first ``most`` in which these words are found; all can be sent."""
        words, ticked = as_searched(looked_for).split(), set(self.projects.data or ())
        found = [
            each
            for each in self.projects.choices
            if words and each.value not in ticked and all(word in as_searched(str(each.label)) for word in words)
        ]
        self.projects.choices = [each for each in self.projects.choices if each.value in ticked] + found[:most]
        return True

    def validate_description(self, field: Field) -> None:
        if self.has.data == "yes" and not tidy(field.data or ""):
            raise ValidationError(_("Enter a few words about your interest."))

    @property
    def declared(self) -> dict[str, Any]:
        """What the action takes: the description (empty for none) and project ids."""
        if self.has.data == "no":
            return {"description": "", "project_ids": ()}
        return {"description": self.description.data, "project_ids": self.projects.data}


class ReleaseInterestForm(FlaskForm):
    """Why an interest is over."""

    reason = StringField(
        _l("Why is the interest over?"),
        description=_l("For example, her sister left the choir last year. All staff can read this."),
        validators=[
            InputRequired(SAY_WHY_IT_IS_OVER),
            Length(max=LONGEST_RELEASE_REASON, message=_l("Your reason must be 300 characters or fewer.")),
        ],
    )
