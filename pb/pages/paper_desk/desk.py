"""The board of all sessions: where their papers are, and what is next."""

from __future__ import annotations

from flask import render_template
from flask_babel import gettext as _

from pb.formats import day
from pb.pages.admission import after_declaring
from pb.pages.paper_desk import bp
from pb.pages.paper_desk.lookups import frozen
from pb.paper import queries
from pb.rounds.queries import is_abandoned
from pb.voting.queries import box_opening_of
from pb.web.access import COORDINATOR, COUNTER, open_to
from pb.web.lists import Filter, Listing, listing

#: States of a bundle that somebody counts or types.
ON_THE_DESK = ("counting", "typing", "typed_once", "typed_twice")


@bp.get("/rounds/<int:round_id>/paper-desk")
@open_to(COUNTER, COORDINATOR)
@after_declaring
def desk(round_id: int):
    """Where the papers of every session are, and what is next for each."""
    ballot = frozen(round_id)
    board = queries.board(ballot)
    return render_template(
        "paper_desk/desk.html",
        ballot=ballot,
        found=_listed(board.rows),
        tally=board.tally,
        post=board.post,
        is_over=is_abandoned(round_id) or box_opening_of(round_id) is not None,
    )


def _listed(rows: list[queries.BoardBox]) -> Listing[queries.BoardBox]:
    """Session boxes, by where they are; what is to be done first."""
    options = {
        "overdue": (_("Overdue"), lambda row: row.state == "overdue"),
        "open": (_("To be opened"), lambda row: row.state == "in"),
        "desk": (_("On the desk"), lambda row: row.state in ON_THE_DESK),
        "settled": (_("Settled"), lambda row: row.state == "settled"),
        "box": (_("In the ballot box"), lambda row: row.state == "in_the_box"),
        "rest": (_("Nothing to do"), lambda row: row.bundle is None and row.state not in ("overdue", "in")),
    }
    return listing(
        rows,
        words=lambda row: (row.session.venue.name, day(row.session.starts_at)) if row.session else (),
        filters=[Filter("show", _("Which session boxes"), options)],
    )
