"""The home page."""

from __future__ import annotations

from flask import render_template

from pb.pages.home import bp
from pb.programme.queries import overview
from pb.web.access import PUBLIC, open_to


@bp.get("/")
@open_to(PUBLIC)
def home():
    """What is on now, for everybody: apply, vote, read results."""
    rounds = overview.on_now()
    return render_template(
        "home/home.html",
        now=[each for each in rounds if not each.published],
        published=[each for each in rounds if each.published],
    )
