"""The dashboard of staff: where each round has got to, and what is due next."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user

from pb.pages.dashboard import bp
from pb.pages.due import link_of, who_may
from pb.people.queries import rounds_to_declare
from pb.programme.queries import overview
from pb.web.access import APPOINTED, open_to


@bp.get("/dashboard")
@open_to(*APPOINTED)
def dashboard():
    """Where the rounds stand, what is due next and who has to do it."""
    statuses, earlier = overview.under_way()
    return render_template(
        "dashboard/dashboard.html",
        statuses=[(each, who_may(each.due.state), link_of(each.due, each.round)) for each in statuses],
        earlier=earlier,
        undeclared=rounds_to_declare(current_user, [each.round.id for each in statuses]),
    )
