"""The pages that span the rooms. One file for each; all of them on one blueprint."""

from flask import Blueprint

bp = Blueprint("programme", __name__)

# The pages put themselves on the blueprint above.
from pb.programme.views import (  # noqa: E402
    about,
    decisions,
    following,
    freezing,
    home,
    interests,
    navigation,
    record,
    rounds,
)

__all__ = ["about", "bp", "decisions", "following", "freezing", "home", "interests", "navigation", "record", "rounds"]
