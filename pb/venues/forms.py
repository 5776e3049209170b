"""Forms for venues and voting sessions."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, Field, SelectField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from pb.people.models import Account
from pb.rounds.models import Round
from pb.rounds.rules import closes_at
from pb.venues import queries
from pb.venues.models import Venue, VotingSession
from pb.venues.rules.sessions import times_refused
from pb.web.fields import MomentField


def _at_most(letters: int) -> Length:
    return Length(max=letters, message=_l("This is too long. Shorten it to %(max)d letters or fewer."))


class VenueForm(FlaskForm):
    """A venue and what it is like to get into."""

    name = StringField(_l("Name of the venue"), [DataRequired(_l("Write the name of the venue.")), _at_most(120)])
    kind = StringField(
        _l("What kind of place is it?"), [_at_most(40)], description=_l("For example: lunch club, library, care home")
    )
    address = StringField(_l("Address"), [_at_most(200)])
    step_free = BooleanField(_l("People can get in without steps"))
    hearing_loop = BooleanField(_l("There is a hearing loop"))
    quiet_time = StringField(
        _l("When is it quiet there?"), [_at_most(100)], description=_l("For example: Mondays from 2 to 3pm")
    )
    access_notes = TextAreaField(
        _l("What else should people know?"),
        [_at_most(1000)],
        description=_l("Seats, light, toilets, parking, which door."),
    )

    def __init__(self, venue: Venue | None = None, **kwargs: Any) -> None:
        super().__init__(obj=venue, **kwargs)
        self.venue_id = venue.id if venue else None

    def validate_name(self, field: Field) -> None:
        if queries.name_is_taken(field.data, besides=self.venue_id):
            raise ValidationError(_("A venue has this name already. Choose another name, or change that venue."))

    @property
    def described(self) -> dict[str, Any]:
        """What the actions take."""
        return {name: field.data for name, field in self._fields.items() if name != "csrf_token"}


class SessionForm(FlaskForm):
    """Where and when a session is, and who runs it."""

    venue = SelectField(_l("Venue"), coerce=int)
    starts_at = MomentField(_l("The session starts"), [DataRequired(_l("Write the day and time when it starts."))])
    ends_at = MomentField(_l("The session ends"), [DataRequired(_l("Write the day and time when it ends."))])
    team = SelectMultipleField(_l("Which facilitators run it?"), coerce=int)

    def __init__(self, round_: Round, people: list[Account], visit: VotingSession | None = None, **kwargs: Any) -> None:
        values = {}
        if visit:
            values = {"venue": visit.venue_id, "starts_at": visit.starts_at, "ends_at": visit.ends_at}
            values["team"] = [member.account_id for member in visit.team]
        super().__init__(data=values, **kwargs)
        self.round = round_
        self.team.choices = [SelectChoice(person.id, person.name) for person in people]
        self.venue.choices = [SelectChoice(venue.id, venue.name) for venue in queries.venues()]
        if visit:
            del self.venue  # a session stays at its venue

    def validate_ends_at(self, field: Field) -> None:
        if self.starts_at.data and field.data:
            if sentence := times_refused(
                self.starts_at.data, field.data, self.round.voting_opens_at, closes_at(self.round)
            ):
                raise ValidationError(sentence)


class CancelForm(FlaskForm):
    """Why a session is cancelled."""

    reason = StringField(
        _l("Why is it cancelled?"), [DataRequired(_l("Write why the session is cancelled.")), _at_most(300)]
    )


class SheetForm(FlaskForm):
    """A CSV file of venues and sessions."""

    sheet = FileField(_l("Your CSV file"), [FileRequired(_l("Choose a file first."))])
