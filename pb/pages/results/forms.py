"""What a reader of the result types."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from pb.words import lazy_gettext as _l


class ReceiptForm(FlaskForm):
    """A receipt code to look up."""

    code = StringField(
        _l("Your receipt code"),
        description=_l("16 letters and numbers, like ABCD-EFGH-JKMN-PQRS. An older code can have 12."),
        validators=[
            InputRequired(_l("Enter your receipt code.")),
            Length(max=40, message=_l("A receipt code has 16 letters and numbers. Check your code.")),
        ],
    )
