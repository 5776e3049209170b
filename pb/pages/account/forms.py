"""What is typed to sign in, and a new password."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import Field, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired

from pb.codes import Slip, read_codes
from pb.people.queries import easily_known
from pb.people.rules import PASSWORD_LENGTH, password_error
from pb.web.fields import at_most
from pb.words import lazy_gettext as _l


class SignInForm(FlaskForm):
    """Sign-in name and password."""

    sign_in_name = StringField(
        _l("Your sign-in name"),
        validators=[DataRequired(_l("Enter your sign-in name.")), at_most(120)],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Your password"),
        validators=[DataRequired(_l("Enter your password.")), at_most(200)],
        render_kw={"autocomplete": "current-password"},
    )


class NewPassword(FlaskForm):
    """A new password, typed twice."""

    password = PasswordField(
        _l("New password"),
        description=_l(
            "Use at least %(least)s characters. Three or four words together are easy to remember.",
            least=PASSWORD_LENGTH,
        ),
        validators=[DataRequired(_l("Enter a password."))],
    )
    again = PasswordField(_l("Enter the password again"), validators=[DataRequired(_l("Enter the password again."))])

    def validate_password(self, field: Field) -> None:
        if sentence := password_error(field.data, easily_known(*self.names())):
            raise ValidationError(sentence)

    def names(self) -> tuple[str, ...]:
        """What the person is called, as far as this page knows: no password."""
        typed = self.sign_in_name.data if "sign_in_name" in self else ""
        return (typed or "",)

    def validate_again(self, field: Field) -> None:
        if field.data != self.password.data:
            raise ValidationError(_("The passwords do not match. Enter both again."))


class ForgottenPasswordForm(NewPassword):
    """Someone who was given a code, or a code by each of two people, chooses a new password."""

    sign_in_name = StringField(
        _l("Your sign-in name"),
        validators=[DataRequired(_l("Enter your sign-in name.")), at_most(120)],
        render_kw={"autocomplete": "username"},
    )
    code = StringField(
        _l("The code that you were given"),
        description=_l("10 letters and numbers. If two people each gave you a code, type both, one after the other."),
        validators=[DataRequired(_l("Enter the code that you were given.")), at_most(60)],
    )

    def validate_code(self, field: Field) -> None:
        try:
            read_codes(field.data)
        except Slip:
            raise ValidationError(_("There is a typing mistake in the code. Check each letter and number.")) from None


class PasswordForm(NewPassword):
    """Someone changes their own password, and must know the current one."""

    current = PasswordField(_l("Current password"), validators=[DataRequired(_l("Enter your current password."))])

    def names(self) -> tuple[str, ...]:
        return current_user.name, current_user.sign_in_name
