"""Forms for voting codes on cards."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired

from pb.pages.code_again import AsksForCode
from pb.voting.actions.cards import MOST_CARDS
from pb.web.fields import WholeNumberField, at_most
from pb.words import lazy_gettext as _l


class IssueForm(FlaskForm):
    """How many cards to make."""

    how_many = WholeNumberField(
        _l("How many cards do you need?"), _l("Enter how many cards to make, from 1 to 20,000."), 1, MOST_CARDS
    )


class ReleaseForm(AsksForCode):
    """How many cards somebody has counted in the printed pack."""

    counted = WholeNumberField(
        _l("How many cards are in the pack?"), _l("Count the printed cards and enter the number."), 0
    )


class LostCardForm(FlaskForm):
    """A card that was lost, by the number printed on it."""

    card_number = WholeNumberField(_l("Number of the lost card"), _l("Enter the number of the card from your list."), 1)
    reason = StringField(
        _l("What happened to the card?"),
        validators=[InputRequired(_l("Enter a few words about what happened to the card.")), at_most(300)],
    )
