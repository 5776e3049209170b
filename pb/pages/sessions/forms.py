"""Forms for voting sessions."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from pb import clock
from pb.pages.edits import EditForm
from pb.people.models import Account
from pb.rounds.models import Round
from pb.rounds.rules import closes_at, session_margin
from pb.typed_times import NotAMoment, NotATime, asks_which_half, moment_of, time_of_day
from pb.venues import queries
from pb.venues.models import VotingSession
from pb.venues.rules.hours import longer_error
from pb.venues.rules.sentences import (
    ENTER_A_TIME,
    EVERYONE_READS_THIS,
    UNTIL_WHEN_LONGER,
    WHY_CANCELLED,
    WHY_LONGER,
    WHY_OPENED_AGAIN,
)
from pb.venues.rules.sessions import times_error
from pb.web.fields import ChooseField, MomentField, at_most
from pb.words import lazy_gettext as _l


class SessionForm(EditForm):
    """Where and when a session is, and who runs it."""

    venue = ChooseField(_l("Venue"), _l("Choose the venue."))
    starts_at = MomentField(
        _l("When the session starts"), [InputRequired(_l("Enter the date and time the session starts."))], begins=True
    )
    ends_at = MomentField(_l("When the session ends"), [InputRequired(_l("Enter the date and time the session ends."))])
    team = SelectMultipleField(_l("Which facilitators will run it?"), coerce=int)
    note = StringField(
        _l("What does everyone who comes need to know? (optional)"),
        [at_most(300)],
        description=_l("For example, “Use the side door”. Everyone can read this."),
    )

    def __init__(
        self, round_: Round, people: list[Account], voting_session: VotingSession | None = None, **kwargs: Any
    ) -> None:
        values = queries.session_as_edited(voting_session) if voting_session else {}
        super().__init__(data=values, **kwargs)
        self.edits(values)
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


class OpenAgainForm(FlaskForm):
    """Why a cancelled session takes place after all."""

    reason = StringField(
        _l("Why does the session take place after all?"),
        [DataRequired(WHY_OPENED_AGAIN), at_most(300)],
        description=EVERYONE_READS_THIS,
    )


class LongerForm(FlaskForm):
    """Until when a session stays open today, and why. ``moment`` is what the action takes."""

    until = StringField(
        _l("Until what time today?"), [DataRequired(UNTIL_WHEN_LONGER)], description=_l("For example, 5.30pm")
    )
    reason = StringField(_l("Why does it stay open for longer?"), [DataRequired(WHY_LONGER), at_most(300)])

    def __init__(self, round_: Round, voting_session: VotingSession, **more: Any) -> None:
        super().__init__(**more)
        self.round, self.voting_session = round_, voting_session
        self.moment = clock.now()

    def validate_until(self, field: Field) -> None:
        try:
            typed = time_of_day(field.data)
            self.moment = moment_of(clock.today(), typed)
        except NotATime as wrong:
            raise ValidationError(ENTER_A_TIME) from wrong
        except NotAMoment as never:
            raise ValidationError(never.why) from never
        if typed.is_asked:
            raise ValidationError(asks_which_half(field.data, typed))
        margin, closes = session_margin(self.round), closes_at(self.round)
        if sentence := longer_error(self.voting_session, self.moment, now=clock.now(), margin=margin, closes_at=closes):
            raise ValidationError(sentence)


class SessionsFileForm(FlaskForm):
    """A list of venues and sessions."""

    sheet = FileField(_l("Your spreadsheet or CSV file"), [FileRequired(_l("Select a file."))])
