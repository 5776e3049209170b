"""Forms for people and their roles."""

from __future__ import annotations

from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from pb.pages.edits import EditForm
from pb.people.rules import ROLE_NAMES
from pb.words import lazy_gettext as _l


class RolesForm(EditForm):
    """The roles of somebody who has an account."""

    roles = SelectMultipleField(
        _l("What are their roles?"),
        choices=[SelectChoice(role, words) for role, words in ROLE_NAMES.items()],
        validators=[
            DataRequired(_l("Select at least one role. If they no longer work on the programme, close their account."))
        ],
    )
