"""Forms for voting sessions."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from pb.people.models import Account
from pb.rounds.models import Round
from pb.rounds.rules import closes_at
from pb.venues import queries
from pb.venues.models import VotingSession
from pb.venues.rules.sentences import WHY_CANCELLED
from pb.venues.rules.sessions import times_error
from pb.web.fields import ChooseField, MomentField, at_most
from pb.words import lazy_gettext as _l


class SessionForm(FlaskForm):
    """Where and when a session is, and who runs it."""

    venue = ChooseField(_l("Venue"), _l("Choose the venue."))
    starts_at = MomentField(
        _l("When the session starts"), [DataRequired(_l("Enter the date and time the session starts."))]
    )
    ends_at = MomentField(_l("When the session ends"), [DataRequired(_l("Enter the date and time the session ends."))])
    team = SelectMultipleField(_l("Which facilitators will run it?"), coerce=int)

    def __init__(
        self, round_: Round, people: list[Account], voting_session: VotingSession | None = None, **kwargs: Any
    ) -> None:
        values = {}
        if voting_session:
            values = {
                "venue": voting_session.venue_id,
                "starts_at": voting_session.starts_at,
                "ends_at": voting_session.ends_at,
            }
            values["team"] = [member.account_id for member in voting_session.team]
        super().__init__(data=values, **kwargs)
        self.round = round_
        self.team.choices = [SelectChoice(person.id, person.name) for person in people]
        self.venue.offer((venue.id, venue.name) for venue in queries.venues())
        if voting_session:
            del self.venue  # a session stays at its venue

    def validate_ends_at(self, field: Field) -> None:
        starts, ends, round_ = self.starts_at.data, field.data, self.round
        if starts and ends and (sentence := times_error(starts, ends, round_.voting_opens_at, closes_at(round_))):
            raise ValidationError(sentence)


class CancelForm(FlaskForm):
    """Why a session is cancelled."""

    reason = StringField(
        _l("Why is the session being cancelled?"),
        [DataRequired(WHY_CANCELLED), at_most(300)],
    )


class SheetForm(FlaskForm):
    """A CSV file of venues and sessions."""

    sheet = FileField(_l("Your CSV file"), [FileRequired(_l("Select a file."))])
