"""Finding venues and voting sessions."""

from pb.venues.queries.plans import (
    SHEET_ORDER,
    known_to,
    meant_in,
    order_to_tell_of,
    staffed,
    still_at_two_places,
    still_to_come,
)
from pb.venues.queries.sessions import (
    ListedSession,
    is_on_team,
    next_session,
    number_planned,
    planned_sessions,
    planned_to_look_at,
    sessions_by_id,
    sessions_of,
    sessions_to_list,
    sessions_to_look_at,
    team_of,
    teams_in,
)
from pb.venues.queries.venues import (
    session_as_edited,
    venue_as_edited,
    venue_name_is_taken,
    venues,
)

__all__ = [
    "ListedSession",
    "SHEET_ORDER",
    "is_on_team",
    "known_to",
    "meant_in",
    "next_session",
    "number_planned",
    "order_to_tell_of",
    "planned_sessions",
    "planned_to_look_at",
    "session_as_edited",
    "sessions_by_id",
    "sessions_of",
    "sessions_to_list",
    "sessions_to_look_at",
    "staffed",
    "still_at_two_places",
    "still_to_come",
    "team_of",
    "teams_in",
    "venue_as_edited",
    "venue_name_is_taken",
    "venues",
]
