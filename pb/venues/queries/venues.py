"""Finding venues, and what the forms of venues and sessions edit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from pb.database import db
from pb.unicode_text import alike, by_name
from pb.venues.models import Venue, VotingSession
from pb.venues.rules.reading import DETAILS


def venues() -> list[Venue]:
    """Every venue of the programme, by name."""
    return sorted(db.session.scalars(select(Venue)), key=lambda venue: by_name(venue.name))


def venue_name_is_taken(name: str, *, besides: int | None) -> bool:
    """Whether a venue other than ``besides`` has this name, however it is typed (``letters.alike``)."""
    others = db.session.scalars(select(Venue.name).where(Venue.id.is_distinct_from(besides)))
    return alike(name) in map(alike, others)


def venue_as_edited(venue: Venue) -> dict[str, Any]:
    """What the form of a venue edits, by the names of its fields."""
    return {name: getattr(venue, name) for name in ("name", *DETAILS)}


def session_as_edited(voting_session: VotingSession) -> dict[str, Any]:
    """What the form of a session edits. ``team``: ids of accounts."""
    team = sorted(member.account_id for member in voting_session.team)
    times = {"starts_at": voting_session.starts_at, "ends_at": voting_session.ends_at}
    return {**times, "note": voting_session.note or "", "team": team}
