"""Fields for forms that WTForms does not have, and the ones that several pages use: money, moments, PINs, numbers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateTimeField, IntegerField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from pb.clock import LOCAL
from pb.wording import NotMoney, money, pence


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
                raise ValueError(_("Enter an amount in pounds, like 120 or 120.50.")) from wrong

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else money(self.data).removeprefix("£")


class MomentField(DateTimeField):
    """A day and a time as a clock in the programme's place shows them; ``data`` is a moment with that zone."""

    data: datetime | None

    @property
    def moment(self) -> datetime:
        """``data`` of a valid form in which a moment had to be written."""
        assert self.data is not None
        return self.data

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        formats = [f"%d {month} %Y {time}" for month in ("%m", "%B", "%b") for time in ("%H:%M", "%H.%M")]
        super().__init__(label, validators, format=formats, **kwargs)

    def process_data(self, value: datetime | None) -> None:
        super().process_data(value.astimezone(LOCAL) if value else None)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not any(str(part).strip() for part in valuelist):
            return
        try:
            super().process_formdata(valuelist)
        except ValueError as wrong:
            raise ValueError(_("Enter a day, month, year and time, like 24 11 2026 and 14:30.")) from wrong
        assert self.data is not None  # what cannot be read raised just now
        if not 2000 <= self.data.year <= 2100:
            self.data = None
            raise ValueError(_("Check the year."))
        self.data = self.data.replace(tzinfo=LOCAL)


def count_field(label: str, hint: str = "") -> IntegerField:
    """A number of papers, 0 or more."""
    return IntegerField(
        label,
        description=hint,
        validators=[
            InputRequired(_l("Write a number, 0 if there are none.")),
            NumberRange(0, 100_000, _l("Write a number of 0 or more.")),
        ],
    )


def pin_field(label: str, hint: str) -> PasswordField:
    """A PIN of a kiosk, typed on a keypad and never remembered by the browser."""
    keyboard = {"inputmode": "numeric", "autocomplete": "off"}
    asked = [InputRequired(_l("Type the PIN.")), Length(max=12)]
    return PasswordField(label, description=hint, validators=asked, render_kw=keyboard)


def at_most(letters: int) -> Length:
    """A text of at most so many characters."""
    return Length(max=letters, message=_l("This is too long. Shorten it to %(max)d letters or fewer."))
