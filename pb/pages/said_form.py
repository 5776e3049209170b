"""What somebody said for a group by letter or telephone: who, how and on which day, for whoever writes it down."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from pb import clock
from pb.clock import LOCAL
from pb.formats import day_in_boxes
from pb.projects.rules.appeals import LONGEST_NAME
from pb.projects.rules.said_for import HOW_IT_CAME, WHO_SAID_IT, SaidBy
from pb.typed_days import NotADay, day_of
from pb.words import lazy_gettext as _l

_WHICH_DAY = _l("Enter the day on which it came, like 24 11 2026.")


class SaidForm(FlaskForm):
    """Who said it, how it came, and when."""

    said_by = StringField(
        _l("Who said it for the group?"),
        description=_l("For example, Rose Gray, the contact. The office and the steering group can read this."),
        validators=[InputRequired(WHO_SAID_IT), Length(max=LONGEST_NAME, message=WHO_SAID_IT)],
    )
    came_by = RadioField(
        _l("How did it come?"),
        choices=[SelectChoice("telephone", _l("By phone")), SelectChoice("paper", _l("By letter or on paper"))],
        validators=[InputRequired(HOW_IT_CAME)],
    )
    on = StringField(_l("On which day?"), validators=[InputRequired(_WHICH_DAY)])

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.on.description = _("For example, %(day)s", day=day_in_boxes(clock.today()))

    def validate_on(self, field: Field) -> None:
        try:
            self._day = day_of(field.data or "", until=clock.today())
        except NotADay as wrong:
            raise ValidationError(str(wrong.why or _WHICH_DAY)) from wrong
        if self._day > clock.today():
            raise ValidationError(_("This day is in the future. Enter today or a day before."))

    @property
    def said(self) -> SaidBy:
        """What was typed, for a form that holds."""
        return SaidBy(self.said_by.data or "", self.came_by.data or "", datetime.combine(self._day, time(), LOCAL))
