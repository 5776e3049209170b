"""Forms for voting codes on cards."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from pb.voting.actions.cards import MOST_CARDS
from pb.web.numbers import LARGEST


class IssueForm(FlaskForm):
    """How many cards to make."""

    how_many = IntegerField(
        _l("How many cards?"),
        validators=[
            InputRequired(_l("Say how many cards to make, as a number.")),
            NumberRange(1, MOST_CARDS, _l("Make between 1 and 20,000 cards at once.")),
        ],
    )


class LostCardForm(FlaskForm):
    """A card that was lost, by the number printed on it."""

    card_number = IntegerField(
        _l("Number of the lost card"),
        validators=[
            InputRequired(_l("Type the number of the card, as it stands on the list.")),
            NumberRange(1, LARGEST, _l("Type the number of the card, as it stands on the list.")),
        ],
    )
    reason = StringField(
        _l("What happened?"),
        validators=[InputRequired(_l("Say in a few words what happened to the card.")), Length(max=300)],
    )
