"""The form by which the next round is started."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from pb import clock
from pb.formats import money
from pb.programme.queries.leftovers import Leftovers, Unfunded
from pb.programme.rules.following import opens_in_the_past
from pb.programme.rules.sentences import LATER_THAN_NOW
from pb.rounds import queries
from pb.rounds.rules.sentences import NAME_IS_TAKEN, NAME_THE_ROUND
from pb.unicode_text import isolated
from pb.web.fields import WholeNumberField
from pb.words import lazy_gettext as _l


class NextRoundForm(FlaskForm):
    """Name, distance in weeks, and what is carried over."""

    name = StringField(
        _l("Name of the next round"),
        [
            DataRequired(NAME_THE_ROUND),
            Length(max=120, message=_l("The name must be 120 characters or fewer.")),
        ],
    )
    weeks = WholeNumberField(
        _l("How many weeks later should it be?"),
        _l("Enter how many weeks later it should be, from 1 to 104."),
        1,
        104,
        _l("We will move every date and session by this number of weeks. You can change each of them afterwards."),
    )
    with_money = BooleanField(_l("Add the money that was not spent"))
    projects = SelectMultipleField(
        _l("Which projects should go into the next round?"),
        coerce=int,
        description=_l("Ask each group first. The steering group will check these applications again."),
    )

    def __init__(self, left: Leftovers, opened_at: datetime, weeks: int, **kwargs: Any) -> None:
        super().__init__(data={"weeks": weeks}, **kwargs)
        self.opened_at = opened_at
        self.projects.choices = [
            SelectChoice(line.project_id, f"{_numbered(line)}, {money(line.cost_pence)}") for line in left.unfunded
        ]

    def validate_weeks(self, field: Field) -> None:
        if field.data and opens_in_the_past(self.opened_at, field.data, clock.now()):
            raise ValidationError(LATER_THAN_NOW)

    def validate_name(self, field: Field) -> None:
        if queries.round_name_is_taken(field.data, besides=None):
            raise ValidationError(NAME_IS_TAKEN)


def _numbered(line: Unfunded) -> str:
    return f"{line.number}. {isolated(line.title)}" if line.number else isolated(line.title)
