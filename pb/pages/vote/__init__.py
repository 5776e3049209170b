"""The voter's screens: code, declaration, ballot, review, saved."""

from flask import Blueprint

bp = Blueprint("vote", __name__)


@bp.context_processor
def no_way_back():
    """A page that refuses a ballot leads nowhere back: its code is spent, or the ballot was closed."""
    return {"page_above": lambda: ""}
