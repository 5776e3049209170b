"""Forms for venues."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, Field, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired

from pb.pages.edits import EditForm
from pb.venues import queries
from pb.venues.models import Venue
from pb.venues.rules.sentences import NAME_THE_VENUE
from pb.web.fields import at_most
from pb.words import lazy_gettext as _l


class VenueForm(EditForm):
    """A venue and what it is like to get into."""

    name = StringField(_l("Name of the venue"), [DataRequired(NAME_THE_VENUE), at_most(120)])
    kind = StringField(
        _l("What kind of place is it?"), [at_most(40)], description=_l("For example, lunch club, library or care home")
    )
    address = StringField(_l("Address"), [at_most(200)])
    step_free = BooleanField(_l("There is step-free access"))
    hearing_loop = BooleanField(_l("There is a hearing loop"))
    quiet_time = StringField(
        _l("When is it quiet there?"), [at_most(100)], description=_l("For example, Mondays from 2pm to 3pm")
    )
    access_notes = TextAreaField(
        _l("What else should people know?"),
        [at_most(1000)],
        description=_l("For example, seats, lighting, toilets, parking or which door to use."),
    )

    def __init__(self, venue: Venue | None = None, **kwargs: Any) -> None:
        super().__init__(obj=venue, **kwargs)
        self.edits(queries.venue_as_edited(venue) if venue else {})
        self.venue_id = venue.id if venue else None

    def validate_name(self, field: Field) -> None:
        if queries.venue_name_is_taken(field.data, besides=self.venue_id):
            raise ValidationError(
                _("There is already a venue with this name. Enter a different name, or change that venue.")
            )

    @property
    def described(self) -> dict[str, Any]:
        """What the actions take."""
        return {name: field.data for name, field in self._fields.items() if name != "csrf_token"}
