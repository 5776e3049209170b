"""The home page and the dashboard."""

from __future__ import annotations

from flask import render_template

from pb.programme.views import bp
from pb.rounds import queries
from pb.web.access import APPOINTED, PUBLIC, open_to


@bp.get("/")
@open_to(PUBLIC)
def home():
    """What is on now, for everybody: apply, vote, read results."""
    return render_template("programme/home.html", rounds=queries.newest_first())


@bp.get("/dashboard")
@open_to(*APPOINTED)
def dashboard():
    """Where the rounds stand, what is due next and who has to do it."""
    return render_template("programme/dashboard.html", rounds=queries.newest_first())
