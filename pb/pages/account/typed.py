"""What was typed into a form that came too late, for whoever typed it."""

from __future__ import annotations

from pb.pages.account import bp
from pb.pages.what_was_typed import forget_typed, list_of_typed
from pb.web.access import PUBLIC, open_to


@bp.get("/account/typed")
@open_to(PUBLIC)
def typed():
    """What is kept here for the person who is signed in."""
    return list_of_typed("account/typed.html", "account.sign_in")


@bp.post("/account/typed")
@open_to(PUBLIC)
def forget():
    """Throw away what is kept here for them."""
    return forget_typed("dashboard.dashboard")
