"""What is done with venues and voting sessions."""

from pb.venues.actions.sessions import (
    cancel_session,
    change_session,
    extend_session,
    open_session_again,
    plan_session,
    set_cancelled,
    set_times,
)
from pb.venues.actions.sessions_file import faults_of, import_or_order
from pb.venues.actions.venues import add_venue, change_venue

__all__ = [
    "add_venue",
    "cancel_session",
    "change_session",
    "change_venue",
    "extend_session",
    "faults_of",
    "import_or_order",
    "open_session_again",
    "plan_session",
    "set_cancelled",
    "set_times",
]
