"""The list of rounds."""

from __future__ import annotations

from flask import render_template

from pb.pages.rounds import bp
from pb.results.queries.currencies import currencies_of
from pb.rounds import queries
from pb.web.access import APPOINTED, open_to


@bp.get("/rounds")
@open_to(*APPOINTED)
def index():
    """Every round of the programme."""
    rounds = queries.newest_first()
    return render_template("rounds/index.html", rounds=rounds, currencies=currencies_of(rounds))
