"""Inviting somebody into a role, and accepting it."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from pb.pages.account.forms import NewPassword
from pb.people.rules import ROLE_NAMES
from pb.web.fields import at_most
from pb.words import lazy_gettext as _l


class AcceptForm(NewPassword):
    """An invited person makes their account."""

    sign_in_name = StringField(
        _l("Your sign-in name"),
        description=_l("This can be your email address, or any name you will remember."),
        validators=[DataRequired(_l("Enter a sign-in name.")), at_most(120)],
    )


class InviteForm(FlaskForm):
    """Somebody is invited into a role."""

    name = StringField(_l("Name"), validators=[DataRequired(_l("Enter the person’s name.")), at_most(100)])
    role = RadioField(
        _l("What will their role be?"),
        choices=[SelectChoice(role, words) for role, words in ROLE_NAMES.items()],
        validators=[DataRequired(_l("Select what their role will be."))],
    )
