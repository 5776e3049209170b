"""The record, for people who work in the programme."""

from __future__ import annotations

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from pb.pages.interests.interests import may_read_all
from pb.pages.record import bp
from pb.people.queries import names
from pb.record import queries
from pb.record.acts import sentence_of
from pb.rounds.queries import newest_first
from pb.web.access import APPOINTED, Role, open_to
from pb.web.numbers import db_int

LINES_ON_A_PAGE = 100
ROLES = {
    Role.COORDINATOR: _l("coordinator"),
    Role.STEERING: _l("steering group member"),
    Role.FACILITATOR: _l("facilitator"),
    Role.COUNTER: _l("counter"),
    Role.APPLICANT: _l("a group"),
    Role.VOTER: _l("a voter"),
    Role.KIOSK: _l("a kiosk"),
    Role.PUBLIC: _l("someone without an account"),
    Role.COMMAND: _l("the command line"),
}


@bp.get("/record")
@open_to(*APPOINTED)
def record():
    """Who did what, when and why, newest first; of all rounds or of one."""
    round_id = request.args.get("round", type=db_int)
    before = request.args.get("before", type=db_int)
    lines = queries.lines_of(round_id, newest=LINES_ON_A_PAGE + 1, before=before)
    return render_template(
        "record/record.html",
        lines=[(line, sentence_of(line.act, line.facts)) for line in lines[:LINES_ON_A_PAGE]],
        older=lines[LINES_ON_A_PAGE - 1].position if len(lines) > LINES_ON_A_PAGE else None,
        names=names(),
        roles=ROLES,
        reads_interests=may_read_all(),
        rounds={round_.id: round_.name for round_ in newest_first()},
        round_id=round_id,
        head=queries.head(),
    )
