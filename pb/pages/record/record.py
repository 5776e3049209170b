"""The record, for people who work in the programme; and what the others did since somebody was last here."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from pb.pages.interests.interests import may_read_all
from pb.pages.record import bp
from pb.pages.record.sentences import ROLES, lines_in_words
from pb.people.actions import read_up_to
from pb.people.queries import names
from pb.record import queries
from pb.rounds.queries import newest_first
from pb.web.access import COORDINATOR, STEERING, WORKING, actor, open_to
from pb.web.numbers import db_int

LINES_ON_A_PAGE = 100


@bp.get("/record")
@open_to(*WORKING)
def record():
    """Who did what, when and why, newest first; of all rounds or of one."""
    round_id = request.args.get("round", type=db_int)
    before = request.args.get("before", type=db_int)
    lines = queries.lines_of(round_id, newest=LINES_ON_A_PAGE + 1, before=before)
    return render_template(
        "record/record.html",
        lines=lines_in_words(lines[:LINES_ON_A_PAGE]),
        older=lines[LINES_ON_A_PAGE - 1].position if len(lines) > LINES_ON_A_PAGE else None,
        names=names(),
        roles=ROLES,
        reads_interests=may_read_all(),
        rounds={round_.id: round_.name for round_ in newest_first()},
        round_id=round_id,
        head=queries.newest_hash(),
    )


@bp.post("/record/read")
@open_to(COORDINATOR, STEERING)
def read():
    """Somebody has read what the others did, up to the line that their page showed."""
    up_to = request.form.get("up_to", type=db_int) or 0
    read_up_to(actor(), min(up_to, queries.length()))
    flash(_("Thank you. From now on you will see what is new."), "success")
    return redirect(url_for("dashboard.dashboard"))
