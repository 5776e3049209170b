"""Home page and dashboard."""

from __future__ import annotations

from flask import Blueprint, render_template

from pb.programme import queries
from pb.web.access import APPOINTED, PUBLIC, open_to

bp = Blueprint("programme", __name__)


@bp.get("/")
@open_to(PUBLIC)
def home():
    """What is on now, for everybody: apply, vote, read results."""
    return render_template("programme/home.html", rounds=queries.rounds())


@bp.get("/dashboard")
@open_to(*APPOINTED)
def dashboard():
    """Where the rounds stand, what is due next and who has to do it."""
    return render_template("programme/dashboard.html", rounds=queries.rounds())
