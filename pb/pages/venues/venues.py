"""Venues."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb.pages.letters_note import tell_of_letters
from pb.pages.lookups import venue_with
from pb.pages.venues import bp
from pb.pages.venues.forms import VenueForm
from pb.unicode_text import by_name
from pb.venues import actions, queries
from pb.web.access import COORDINATOR, actor, open_to
from pb.web.lists import Filter, listing


@bp.get("/venues")
@open_to(COORDINATOR)
def index():
    """Every venue of the programme."""
    venues = queries.venues()
    kinds = sorted({venue.kind for venue in venues if venue.kind}, key=by_name)
    of_kind = {kind: (kind, lambda venue, kind=kind: venue.kind == kind) for kind in kinds}
    found = listing(
        venues,
        words=lambda venue: (venue.name, venue.kind, venue.address),
        filters=[Filter("kind", _("Kind"), of_kind)] if len(kinds) > 1 else [],
    )
    return render_template("venues/index.html", found=found)


@bp.route("/venues/new", methods=["GET", "POST"])
@open_to(COORDINATOR)
def new():
    """Add a venue."""
    form = VenueForm()
    if form.validate_on_submit():
        actions.add_venue(actor(), **form.described)
        flash(_("The venue has been added."), "success")
        tell_of_letters(form.described["name"])
        return redirect(url_for("venues.index"))
    return render_template("venues/venue.html", form=form, venue=None), 422 if form.errors else 200


@bp.route("/venues/<int:venue_id>", methods=["GET", "POST"])
@open_to(COORDINATOR)
def change(venue_id: int):
    """Change the details of a venue."""
    venue = venue_with(venue_id)
    form = VenueForm(venue)
    if form.validate_on_submit() and form.saved(
        lambda: actions.change_venue(actor(), venue, **form.described), "venue.changed", venue=venue_id
    ):
        flash(_("The venue has been saved."), "success")
        tell_of_letters(form.described["name"])
        return redirect(url_for("venues.index"))
    return render_template("venues/venue.html", form=form, venue=venue), form.page_status
