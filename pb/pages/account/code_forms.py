"""What is typed to set up security codes."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField, ValidationError
from wtforms.validators import InputRequired

from pb import clock
from pb.codes import Slip, read_code
from pb.pages.code_again import ENTER, HINT, code_field
from pb.people.rules import time_step_of
from pb.web.fields import at_most
from pb.words import lazy_gettext as _l


class SignInCodeForm(FlaskForm):
    """The security code, after the password."""

    security_code = code_field(_l("Your security code"), ENTER, HINT)


class SetUpForm(FlaskForm):
    """Shows that the new codes have arrived. ``sealed`` holds them until then. ``proof``: what shows that it is the owner
    who asks, "security_code" (an old one) or "password"; empty for somebody who has just typed their password.
    """

    sealed = HiddenField()
    security_code = code_field(
        _l("A security code that you have now"),
        _l("Enter a security code from the app or sheet that you have now."),
        _l("From the app or sheet that you use now. It shows that it is you."),
    )

    password = PasswordField(_l("Your password"), validators=[InputRequired(_l("Enter your password.")), at_most(200)])

    def __init__(self, *, proof: str) -> None:
        super().__init__()
        for name in {"security_code", "password"} - {proof}:
            delattr(self, name)


class AppForm(SetUpForm):
    """The first code of an app with this ``secret``."""

    new_code = code_field(
        _l("The code that the app shows now"),
        _l("Enter the code that the app shows."),
        _l("6 digits. A new code comes every 30 seconds."),
    )

    def __init__(self, secret: str, *, proof: str) -> None:
        super().__init__(proof=proof)
        self.secret = secret

    def validate_new_code(self, field: StringField) -> None:
        if time_step_of(self.secret, field.data or "", clock.now()) is None:
            raise ValidationError(
                _(
                    "This is not the code that the app should show. Wait for the next code. Is the time on the phone right?"
                )
            )


class PrintedSheetForm(SetUpForm):
    """One of the ``codes`` of the sheet that was printed."""

    new_code = code_field(
        _l("A code from the new sheet"),
        _l("Enter a code from the new sheet."),
        _l("Enter any one of them, then cross it out on the sheet."),
    )

    def __init__(self, codes: Collection[str], *, proof: str) -> None:
        super().__init__(proof=proof)
        self.codes = codes

    def validate_new_code(self, field: StringField) -> None:
        try:
            typed = read_code(field.data or "")
        except Slip:
            typed = ""
        if typed not in self.codes:
            raise ValidationError(_("This code is not on the new sheet. Check it and try again."))
