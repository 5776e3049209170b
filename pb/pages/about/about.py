"""Pages that say what the programme promises: secrecy, privacy, accessibility."""

from __future__ import annotations

from flask import current_app, render_template

from pb.pages.about import bp
from pb.people.queries import codes_are_asked_for
from pb.web.access import PUBLIC, open_to


@bp.get("/about/secret")
@open_to(PUBLIC)
def secrecy():
    """How a vote is kept secret and counted, in plain words."""
    return render_template("about/secret.html", codes_asked=codes_are_asked_for())


@bp.get("/about/privacy")
@open_to(PUBLIC)
def privacy():
    """What is kept about people, why, and for how long."""
    return render_template("about/privacy.html", months=current_app.config["RETENTION_MONTHS"])


@bp.get("/about/accessibility")
@open_to(PUBLIC)
def accessibility():
    """What was done so that everybody can use these pages, and what to do when they do not work."""
    return render_template("about/accessibility.html")
