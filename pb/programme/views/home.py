"""The home page and the dashboard."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user

from pb.programme.queries import facts, overview
from pb.programme.views import bp
from pb.programme.views.ways import link_of
from pb.web.access import APPOINTED, PUBLIC, open_to


@bp.get("/")
@open_to(PUBLIC)
def home():
    """What is on now, for everybody: apply, vote, read results."""
    rounds = overview.on_now()
    return render_template(
        "programme/home.html",
        now=[each for each in rounds if not each.published],
        published=[each for each in rounds if each.published],
    )


@bp.get("/dashboard")
@open_to(*APPOINTED)
def dashboard():
    """Where the rounds stand, what is due next and who has to do it."""
    standing, earlier = overview.under_way()
    return render_template(
        "programme/dashboard.html",
        standing=[(each, link_of(each.due, each.round)) for each in standing],
        earlier=earlier,
        undeclared={each.id for each in facts.interests_to_declare(current_user, [s.round for s in standing])},
    )
