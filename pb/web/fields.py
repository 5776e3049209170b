"""Fields for forms that WTForms does not have: money as people type it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import StringField

from pb.web.wording import NotMoney, money, pence


class MoneyField(StringField):
    """Pounds as typed; ``data`` is whole pence, or None when nothing was typed or it is no amount (then with an error)."""

    data: int | None  # type: ignore[assignment]

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if typed:
            try:
                self.data = pence(typed)
            except NotMoney as wrong:
                raise ValueError(_("Type the amount in pounds, for example 120 or 120.50.")) from wrong

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else money(self.data).removeprefix("£")
