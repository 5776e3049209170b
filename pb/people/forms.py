"""Forms for signing in and for people."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, PasswordField, RadioField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from pb.people.rules import password_refused
from pb.web.access import COORDINATOR, COUNTER, FACILITATOR, STEERING

#: The roles as people call them, in the order in which a page lists them.
ROLE_NAMES = {
    COORDINATOR: _l("Coordinator"),
    STEERING: _l("Steering group member"),
    FACILITATOR: _l("Facilitator"),
    COUNTER: _l("Counter"),
}
ROLE_HINTS = {
    COORDINATOR: _l("Sets up rounds, venues and people, and sees what is due."),
    STEERING: _l("Decides on applications, draws the lot and signs the result."),
    FACILITATOR: _l("Runs voting sessions at venues."),
    COUNTER: _l("Types in paper ballots."),
}


class SignInForm(FlaskForm):
    """Sign-in name and password."""

    sign_in_name = StringField(
        _l("Your sign-in name"),
        validators=[DataRequired(_l("Enter your sign-in name.")), Length(max=120)],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Your password"),
        validators=[DataRequired(_l("Enter your password.")), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )


class NewPassword(FlaskForm):
    """A new password, typed twice."""

    password = PasswordField(
        _l("New password"),
        description=_l("At least 12 characters. Three or four words together are easy to keep in mind."),
        validators=[DataRequired(_l("Choose a password."))],
    )
    again = PasswordField(
        _l("The same password again"), validators=[DataRequired(_l("Type the password a second time."))]
    )

    def validate_password(self, field: Field) -> None:
        if sentence := password_refused(field.data):
            raise ValidationError(sentence)

    def validate_again(self, field: Field) -> None:
        if field.data != self.password.data:
            raise ValidationError(_("The two passwords are not the same. Type both again."))


class PasswordForm(NewPassword):
    """Somebody changes their own password and shows that they know the one that holds now."""

    current = PasswordField(
        _l("Your password now"), validators=[DataRequired(_l("Enter the password that you use now."))]
    )


class AcceptForm(NewPassword):
    """An invited person makes their account."""

    name = StringField(_l("Your name"), validators=[DataRequired(_l("Write your name.")), Length(max=100)])
    sign_in_name = StringField(
        _l("Your sign-in name"),
        description=_l("An e-mail address, or any name that you will keep in mind."),
        validators=[DataRequired(_l("Choose a name to sign in with.")), Length(max=120)],
    )


class InviteForm(FlaskForm):
    """Somebody is invited into a role."""

    name = StringField(
        _l("Name of the person"), validators=[DataRequired(_l("Write the person’s name.")), Length(max=100)]
    )
    role = RadioField(
        _l("What will this person do?"),
        choices=[SelectChoice(role, words) for role, words in ROLE_NAMES.items()],
        validators=[DataRequired(_l("Choose what this person will do."))],
    )


class RolesForm(FlaskForm):
    """The roles of somebody who has an account."""

    roles = SelectMultipleField(
        _l("What does this person do?"),
        choices=[SelectChoice(role, words) for role, words in ROLE_NAMES.items()],
        validators=[DataRequired(_l("Choose at least one role. If this person has stopped, close their account."))],
    )
