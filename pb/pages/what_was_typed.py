"""The list of what was typed too late: for staff and for groups it is the same page."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from pb.web.kept_typed import forget, mine


def list_of_typed(template: str, way_in: str) -> str:
    """The page; ``way_in`` leads whoever is somebody else to where they are let in."""
    return render_template(template, kept=mine(), way_in=url_for(way_in))


def forget_typed(then: str) -> Response:
    """Throw all of it away; ``then`` is shown next."""
    for kept in mine():
        forget(kept.secret)
    flash(_("What you typed has been deleted."), "success")
    return redirect(url_for(then))
