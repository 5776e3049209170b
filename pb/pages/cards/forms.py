"""Forms for voting codes on cards."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from pb.pages.code_again import AsksForCode
from pb.pages.edits import EditForm
from pb.unicode_text import isolated
from pb.venues.queries import venues
from pb.voting.rules.cards import MOST_CARDS
from pb.voting.rules.sentences import SAY_WHAT_HAPPENED_TO_CARD, SAY_WHAT_HAPPENED_TO_CARDS, SAY_WHERE_CARDS_GO
from pb.web.fields import WholeNumberField, at_most, count_field
from pb.words import lazy_gettext as _l


class IssueForm(FlaskForm):
    """How many cards to make."""

    how_many = WholeNumberField(
        _l("How many cards do you need?"),
        _l("Enter how many cards to make, from 1 to %(most)s.", most=f"{MOST_CARDS:,}"),
        1,
        MOST_CARDS,
    )
    venue_id = SelectField(
        _l("Where do the cards go?"),
        coerce=lambda chosen: int(chosen) if chosen else None,
        description=_l("Sessions at this place, and those near it, come first on the cards."),
    )

    def __init__(self, **more: object) -> None:
        super().__init__(**more)
        places = [SelectChoice(each.id, isolated(each.name)) for each in venues()]
        self.venue_id.choices = [SelectChoice("", _("No particular place")), *places]


class ReleasePackForm(AsksForCode):
    """How many cards somebody has counted in the printed pack."""

    counted = WholeNumberField(
        _l("How many cards are in the pack?"), _l("Count the printed cards and enter the number."), 0
    )


class LostCardForm(FlaskForm):
    """A card that was lost, by the number printed on it."""

    card_number = WholeNumberField(_l("Number of the lost card"), _l("Enter the number of the card from your list."), 1)
    reason = StringField(
        _l("What happened to the card?"),
        validators=[InputRequired(SAY_WHAT_HAPPENED_TO_CARD), at_most(300)],
    )


class CancelOrderForm(FlaskForm):
    """Cards that were made and could not be printed."""

    reason = StringField(
        _l("What happened to the cards?"),
        validators=[InputRequired(SAY_WHAT_HAPPENED_TO_CARDS), at_most(300)],
    )


class SendOutForm(FlaskForm):
    """Cards go to a place where they are handed out."""

    first = WholeNumberField(_l("Number of the first card"), _l("Enter the number of the first card."), 1)
    last = WholeNumberField(_l("Number of the last card"), _l("Enter the number of the last card."), 1)
    place = StringField(
        _l("Where do they go?"),
        validators=[InputRequired(SAY_WHERE_CARDS_GO), at_most(80)],
        description=_l("For example, Kestrel Hall on 12 June, or by post."),
    )


class CountStackForm(EditForm):
    """What was counted of cards that had gone to a place."""

    handed_out = count_field(
        _l("How many cards were handed out?"),
        _l("Enter how many cards were handed out, or 0."),
        _l("Count the names on the list. Leave out cards that were cancelled."),
    )
    back_numbers = StringField(
        _l("Numbers of the cards that came back"),
        validators=[at_most(2000)],
        description=_l("For example, 41-48, 50. Leave this empty if none came back."),
    )
    reason = TextAreaField(
        _l("If a card is missing, what may have happened?"),
        validators=[at_most(1000)],
        description=_l("You only need this if the numbers do not add up."),
    )


class CountedTooForm(FlaskForm):
    """How many cards came back, by somebody else's count."""

    came_back = count_field(
        _l("How many cards came back?"), _l("Count the cards that came back, and enter the number.")
    )
