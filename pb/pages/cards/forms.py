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
        _l("How many cards do you need?"),
        validators=[
            InputRequired(_l("Enter how many cards to make.")),
            NumberRange(1, MOST_CARDS, _l("Enter a number from 1 to 20,000.")),
        ],
    )


class ReleaseForm(FlaskForm):
    """How many cards somebody has counted in the printed pack."""

    counted = IntegerField(
        _l("How many cards are in the pack?"),
        validators=[
            InputRequired(_l("Count the printed cards and enter the number.")),
            NumberRange(0, LARGEST, _l("Count the printed cards and enter the number.")),
        ],
    )


class LostCardForm(FlaskForm):
    """A card that was lost, by the number printed on it."""

    card_number = IntegerField(
        _l("Number of the lost card"),
        validators=[
            InputRequired(_l("Enter the number of the card from your list.")),
            NumberRange(1, LARGEST, _l("Enter the number of the card from your list.")),
        ],
    )
    reason = StringField(
        _l("What happened to the card?"),
        validators=[InputRequired(_l("Enter a few words about what happened to the card.")), Length(max=300)],
    )
