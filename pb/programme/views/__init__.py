"""The pages that span the rooms. One file for each; all of them on one blueprint."""

from flask import Blueprint

bp = Blueprint("programme", __name__)

# The pages put themselves on the blueprint above.
from pb.programme.views import about, decisions, freezing, home, interests, navigation, rounds  # noqa: E402

__all__ = ["about", "bp", "decisions", "freezing", "home", "interests", "navigation", "rounds"]
