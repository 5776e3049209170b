"""Forms for signing in and for people."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length


class SignInForm(FlaskForm):
    """Sign-in name and password."""

    sign_in_name = StringField(
        _l("Your sign-in name"),
        validators=[InputRequired(_l("Enter your sign-in name.")), Length(max=120)],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Your password"),
        validators=[InputRequired(_l("Enter your password.")), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )
