"""Forms of the freeze."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from pb.people.models import Account
from pb.words import lazy_gettext as _l


class SubstituteForm(FlaskForm):
    """Who of the steering group is the substitute: the list is fixed at the freeze."""

    substitute = SelectField(
        _l("Who is the substitute?"),
        description=_l("The substitute acts when another member of the steering group cannot."),
        coerce=int,
        validators=[DataRequired(_l("Select who the substitute is."))],
    )


class FreezeForm(SubstituteForm):
    """The coordinator proposes the freeze. For custody "folder"."""

    sure = BooleanField(
        _l("I have read the list. I understand that it cannot be changed after this."),
        validators=[InputRequired(_l("Read the list, then tick this box."))],
    )


class HoldersForm(SubstituteForm):
    """Who will hold a word sheet. For custody "shares"."""

    holders = SelectMultipleField(
        _l("Who will keep a sheet?"),
        description=_l("Each person gets a sheet of words on paper. Any two of them together can open the ballot box."),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired(_l("Select at least 2 people.")), Length(2, 16, _l("Select from 2 to 16 people."))],
    )


def freeze_form(members: Sequence[Account], *, shared: bool) -> FreezeForm | HoldersForm:
    """The form for these steering group members."""
    form = HoldersForm() if shared else FreezeForm()
    choices = [SelectChoice(member.id, member.name) for member in members]
    form.substitute.choices = [SelectChoice(0, str(_l("Select a person"))), *choices]
    if isinstance(form, HoldersForm):
        form.holders.choices = choices
    return form


class PrintedForm(FlaskForm):
    """The sheets are on paper: now the ballot may be frozen. ``sealed`` says for which key and which proposal."""

    sealed = HiddenField()
    printed = BooleanField(
        _l("Every sheet has been printed and given to the right person."),
        validators=[
            InputRequired(
                _l("Print the sheets and give them out, then tick this box. If any sheet is lost, make new ones.")
            )
        ],
    )
