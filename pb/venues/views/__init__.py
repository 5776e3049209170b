"""Pages for venues, voting sessions and the file that brings both."""

from flask import Blueprint

bp = Blueprint("venues", __name__)

# The pages put themselves on the blueprint above.
from pb.venues.views import sessions, sheets, venues  # noqa: E402

__all__ = ["bp", "sessions", "sheets", "venues"]
