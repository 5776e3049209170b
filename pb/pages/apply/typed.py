"""What was typed into an application that was not open any longer, for whoever has its code."""

from __future__ import annotations

from pb.pages.apply import bp
from pb.pages.what_was_typed import forget_typed, list_of_typed
from pb.web.access import PUBLIC, open_to


@bp.get("/apply/typed")
@open_to(PUBLIC)
def typed():
    """What is kept here for the application that is open."""
    return list_of_typed("apply/typed.html", "apply.resume")


@bp.post("/apply/typed")
@open_to(PUBLIC)
def forget():
    """Throw away what is kept here for it."""
    return forget_typed("apply.your_application")
