"""Pages for signing in, for invitations and for the people of the programme."""

from flask import Blueprint

bp = Blueprint("people", __name__)

from pb.people.views import invitations, people, sign_in  # noqa: E402  (the pages put themselves on the blueprint above)

__all__ = ["bp", "invitations", "people", "sign_in"]
