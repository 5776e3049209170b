"""Pages of voting: the voter's screens at home and at a kiosk, cards, the desk of a voting session."""

from flask import Blueprint

bp = Blueprint("voting", __name__)

from pb.voting.views import busy, cards, kiosk, screens, session_desk  # noqa: E402, F401  (each adds its pages to the blueprint)
