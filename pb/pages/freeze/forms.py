"""Forms of the freeze."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from pb.people.models import Account
from pb.words import lazy_gettext as _l


class FreezeForm(FlaskForm):
    """The coordinator confirms. For custody "folder"."""

    sure = BooleanField(
        _l("I have read the list. I understand that it cannot be changed after this."),
        validators=[InputRequired(_l("Read the list, then tick this box."))],
    )


class HoldersForm(FlaskForm):
    """Who will hold a word sheet. For custody "shares"."""

    holders = SelectMultipleField(
        _l("Who will keep a sheet?"),
        description=_l("Each person gets a sheet of words on paper. Any two of them together can open the ballot box."),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired(_l("Select at least 2 people.")), Length(2, 16, _l("Select from 2 to 16 people."))],
    )


def holders_form(members: Sequence[Account]) -> HoldersForm:
    """The form for these steering group members."""
    form = HoldersForm()
    form.holders.choices = [SelectChoice(member.id, member.name) for member in members]
    return form


class PrintedForm(FlaskForm):
    """The sheets are on paper: now the ballot may be frozen. ``sealed`` says for which key and which holders."""

    sealed = HiddenField()
    printed = BooleanField(
        _l("Every sheet has been printed and given to the right person."),
        validators=[
            InputRequired(
                _l("Print the sheets and give them out, then tick this box. If any sheet is lost, make new ones.")
            )
        ],
    )
