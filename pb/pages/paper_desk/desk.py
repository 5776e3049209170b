"""The board of all sessions: where their papers are, and what is next."""

from __future__ import annotations

from flask import render_template

from pb.pages.admission import after_declaring
from pb.pages.paper_desk import bp
from pb.pages.paper_desk.lookups import frozen
from pb.paper import queries
from pb.web.access import COORDINATOR, COUNTER, open_to


@bp.get("/rounds/<int:round_id>/paper-desk")
@open_to(COUNTER, COORDINATOR)
@after_declaring
def desk(round_id: int):
    """Where the papers of every session are, and what is next for each."""
    ballot = frozen(round_id)
    board = queries.board(ballot)
    return render_template("paper_desk/desk.html", ballot=ballot, rows=board.rows, tally=board.tally, post=board.post)
