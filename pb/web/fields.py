"""Fields for forms that WTForms does not have, and the ones that several pages use: money, moments, PINs, numbers.

Each says in a whole sentence, with the field's name in it, what to type instead of what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from wtforms import DateTimeField, Field, FieldList, IntegerField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.utils import unset_value
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import HiddenInput

from pb import clock
from pb.clock import LOCAL
from pb.formats import NotMoney, money, pence
from pb.typed_days import NotADay, day_of
from pb.typed_times import NotAMoment, NotATime, asks_which_half, moment_as_typed, moment_of, time_of_day
from pb.unicode_text import as_figures
from pb.web import kept_typed
from pb.web.numbers import LARGEST


class MoneyField(StringField):
    """Pounds as typed; ``data`` is whole pence, or None when nothing was typed or it is no amount (then with an
    error).
    """

    data: int | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if typed:
            try:
                self.data = pence(typed)
            except NotMoney as wrong:
                raise ValueError(
                    _("“%(label)s” must be an amount in pounds, like 120 or 120.50.", label=self.label.text)
                ) from wrong

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else money(self.data).removeprefix("£")


class LinesField(FieldList):
    """Lines of the same fields, as many as were typed where a form is filled in again (``pb.web.kept_typed``)."""

    max_entries: int | None
    #: More lines were sent than there may be: nothing of them is left out in silence.
    too_many = False

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        most, self.max_entries = self.max_entries, None  # or those behind the most would be dropped here
        super().process(formdata, data, extra_filters)
        self.max_entries, self.too_many = most, bool(most and len(self.entries) > most)
        numbers = (re.match(rf"{re.escape(self.name)}-(\d+)-", name) for name in kept_typed.names_here())
        typed = max((int(found[1]) + 1 for found in numbers if found), default=0)
        while len(self.entries) < min(typed, self.max_entries or typed):
            self.append_entry()

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        good = super().validate(form, extra_validators)
        if good and self.too_many:
            self.errors = [_("Enter %(most)s lines or fewer.", most=self.max_entries)]
        return good and not self.too_many


class MomentField(DateTimeField):
    """A day and a time as a clock in the programme's place shows them; ``data`` is a moment with that zone. A time without
    am or pm that could be in the afternoon is asked about. ``begins``: something starts then, and so at midnight on the
    day that follows.
    """

    data: datetime | None

    def __init__(self, *args: Any, begins: bool = False, **more: Any) -> None:
        self.begins = begins
        super().__init__(*args, **more)

    @property
    def moment(self) -> datetime:
        """``data`` of a valid form in which a moment had to be written."""
        assert self.data is not None
        return self.data

    @property
    def boxes(self) -> list[str]:
        """What is stored as it can be typed again: day, month, year, time."""
        if self.data is None:
            return []
        day, time = moment_as_typed(self.data, begins=self.begins)
        return [str(day.day), str(day.month), str(day.year), time]

    def process_data(self, value: datetime | None) -> None:
        super().process_data(value.astimezone(LOCAL) if value else None)

    def process_formdata(self, valuelist: list[Any]) -> None:
        parts = [str(each).strip() for each in valuelist]
        self.data = None
        if not any(parts):
            return
        if len(parts) < 4:
            parts = " ".join(parts).split()
        try:
            day, typed = day_of(" ".join(filter(None, parts[:3])), after=clock.today()), " ".join(parts[3:])
            at = time_of_day(typed)
            self.data = moment_of(day, at)
            if at.is_asked and not typed.startswith("0"):  # 02:00 is a clock of 24 hours
                raise NotATime(typed, asks_which_half(typed, at))
        except (NotADay, NotATime, NotAMoment) as wrong:
            self.data = None
            raise ValueError(self._said(wrong)) from wrong

    def _said(self, wrong: NotADay | NotATime | NotAMoment) -> str:
        if isinstance(wrong, NotADay):
            said = _("“%(label)s” must be a real date, like 24 11 2026.", label=self.label.text)
        elif isinstance(wrong, NotATime):
            said = _("“%(label)s” must have a time, like 9am or 14:30.", label=self.label.text)
        else:
            said = _("“%(label)s” must be at another time.", label=self.label.text)
        return said if wrong.why is None else f"{said} {wrong.why}"


class WholeNumberField(IntegerField):
    """A whole number from ``least`` to ``most``. ``wrong`` is read by who typed anything else, or nothing where it may
    not be ``empty``.
    """

    data: Any  # an int in a form that holds

    def __init__(
        self,
        label: Any,
        wrong: Any,
        least: int | None = None,
        most: int = LARGEST,
        hint: Any = "",
        empty: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(label, [] if empty else [InputRequired(wrong)], description=hint, **more)
        self.wrong, self.least, self.most = wrong, least, most

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = as_figures(str(valuelist[0])) if valuelist else ""
        if len(typed) <= 12 and re.fullmatch(r"[0-9]{1,3}([ \u00a0\u202f,][0-9]{3})+", typed):  # "1 200"; not "12 34"
            typed = re.sub(r"[^0-9]", "", typed)
        self.data = None
        if not typed:
            return
        # The length comes first: Python refuses to read a number of thousands of digits.
        plain = len(typed) <= 12 and typed.isascii() and typed.removeprefix("-").isdigit()
        least = -LARGEST if self.least is None else self.least
        if not (plain and least <= int(typed) <= self.most):
            raise ValueError(str(self.wrong))
        self.data = int(typed)


class IdField(IntegerField):
    """A hidden id: which thing of the database a line of a form is. ``data`` is None on a new line."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = str(valuelist[0]) if valuelist else ""
        self.data = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def count_field(label: Any, wrong: Any, hint: Any = "") -> WholeNumberField:
    """A number of papers, 0 or more."""
    return WholeNumberField(label, wrong, 0, 100_000, hint)


def pin_field(label: Any, missing: Any, hint: Any, longest: int) -> PasswordField:
    """A PIN of a kiosk, of at most ``longest`` numbers, typed on a keypad and never remembered by the browser."""
    keyboard = {"inputmode": "numeric", "autocomplete": "one-time-code"}
    return PasswordField(
        label, description=hint, validators=[InputRequired(missing), at_most(longest)], render_kw=keyboard
    )


class ChooseField(SelectField):
    """One of a list, by its number. It starts on "Choose…", so that nobody sends the first of the list by mistake."""

    data: Any  # an int in a form that holds

    def __init__(self, label: Any, missing: Any, **more: Any) -> None:
        super().__init__(label, [InputRequired(missing)], coerce=_number_or_none, **more)
        self.missing = missing

    def offer(self, choices: Iterable[tuple[int, str]]) -> None:
        """What can be chosen: (number, words)."""
        self.choices = [SelectChoice("", _("Choose…")), *(SelectChoice(*each) for each in choices)]

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValidationError as gone:
            raise ValidationError(str(self.missing)) from gone


def _number_or_none(value: Any) -> int | None:
    return None if value in ("", None) else int(value)


def at_most(characters: int) -> AtMost:
    """A text of at most so many characters."""
    return AtMost(characters)


class AtMost:
    """What ``at_most`` gives a field."""

    def __init__(self, characters: int) -> None:
        self.characters = characters
        self.field_flags = {"maxlength": characters}

    def __call__(self, form: Any, field: Field) -> None:
        if len(field.data or "") > self.characters:
            raise ValidationError(
                _(
                    "“%(label)s” is too long. Shorten it to %(most)s characters or fewer.",
                    label=field.label.text,
                    most=self.characters,
                )
            )
