"""Venues are added and described."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb.edits import require_unedited, requires_change
from pb.guards import is_taken
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, Actor
from pb.unicode_text import tidy
from pb.venues.models import Venue
from pb.venues.queries import venue_as_edited, venue_name_is_taken
from pb.venues.rules.sentences import NAME_THE_VENUE
from pb.words import lazy_gettext as _l

#: What is said of a venue beside its name.
DETAILS = ("kind", "address", "step_free", "hearing_loop", "quiet_time", "access_notes")

_NAME_IS_TAKEN = _l("There is already a venue with this name.")
_ANOTHER_NAME = _l("Enter a different name, or change that venue.")

VENUE_ADDED = Act("venue.added", _l("added a venue: %(venue)s"), only=(COORDINATOR,))


def add_venue(by: Actor, name: str, **details: Any) -> Venue:
    """The coordinator adds a venue. ``details`` as in ``DETAILS``. Refuses a name that is taken or empty."""
    with acting(by, VENUE_ADDED) as act:
        venue = Venue()
        _describe(act.session, venue, name, details)
        act.facts["venue"] = venue.id
    return venue


VENUE_CHANGED = Act("venue.changed", _l("changed the details of a venue: %(venue)s"), only=(COORDINATOR,))


def change_venue(by: Actor, venue: Venue, name: str, **details: Any) -> None:
    """The coordinator changes the details of a venue. Refuses a name that is taken or empty, and
    who has not seen what somebody else saved meanwhile.
    """
    with acting(by, VENUE_CHANGED, venue=venue.id) as act, requires_change(lambda: venue_as_edited(venue)):
        require_unedited(by, venue_as_edited(venue))
        _describe(act.session, venue, name, details)


def _describe(session: Session, venue: Venue, name: str, details: dict[str, Any]) -> None:
    name = " ".join(tidy(name).split())
    if not name:
        raise Refusal(NAME_THE_VENUE, status=422)
    if venue_name_is_taken(name, besides=venue.id):
        raise Refusal(_NAME_IS_TAKEN, _ANOTHER_NAME)
    venue.name = name
    for column, value in details.items():
        setattr(venue, column, tidy(value) if isinstance(value, str) else value)
    session.add(venue)
    try:
        session.flush()
    except IntegrityError as taken:
        if not is_taken(taken, "venue.name"):
            raise
        raise Refusal(_NAME_IS_TAKEN, _ANOTHER_NAME) from taken
