"""The pages that span the rooms. One file for each; all of them on one blueprint."""

from flask import Blueprint

bp = Blueprint("programme", __name__)

from pb.programme.views import home, navigation  # noqa: E402  (the pages put themselves on the blueprint above)

__all__ = ["bp", "home", "navigation"]
