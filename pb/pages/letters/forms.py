"""Which letters are made, to whom, and how large."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from pb.programme.rules.letters import KINDS, TO_VENUES
from pb.unicode_text import isolated
from pb.words import lazy_gettext as _l

#: In the address of a file and in the form: everybody who gets such a letter.
ALL = "all"
NORMAL, LARGE = "normal", "large"


class LettersForm(FlaskForm):
    """One kind of letter, to all or to one."""

    kind = RadioField(_l("Which letters?"), validators=[InputRequired(_l("Select which letters."))])
    to = SelectField(_l("Who are they for?"), default=ALL)
    size = RadioField(
        _l("How large?"),
        choices=[SelectChoice(NORMAL, _l("14 points")), SelectChoice(LARGE, _l("18 points, large print"))],
        default=NORMAL,
        validators=[InputRequired(_l("Select how large."))],
    )

    def __init__(self, names: Mapping[str, Mapping[int, str]], **more: Any) -> None:
        """``names``: for each kind who gets such a letter, by id. A letter that nobody gets is not offered."""
        super().__init__(**more)
        self.names = names
        self.kind.choices = [SelectChoice(kind, said) for kind, said in KINDS.items() if names[kind]]
        if len(self.kind.choices) == 1 and not self.kind.data:
            self.kind.data = self.kind.choices[0].value
        one = {f"{_of(kind)}{id_}": isolated(name) for kind in KINDS for id_, name in names[kind].items()}
        self.to.choices = [SelectChoice(ALL, _("All of them")), *(SelectChoice(*each) for each in one.items())]

    def validate_to(self, field: Field) -> None:
        if field.data != ALL and one_of(field.data, self.kind.data or "") not in self.names.get(
            self.kind.data or "", {}
        ):
            raise ValidationError(_("This group or venue does not get the letters that you selected."))


def _of(kind: str) -> str:
    return "venue-" if kind in TO_VENUES else "group-"


def one_of(to: str, kind: str) -> int | None:
    """The id of a group or venue from an option of ``to``; None where it is no such option of this kind of letter."""
    number = to.removeprefix(_of(kind))
    return (
        int(number) if to.startswith(_of(kind)) and number.isascii() and number.isdigit() and len(number) < 10 else None
    )
