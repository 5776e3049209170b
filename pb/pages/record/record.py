"""The record, for people who work in the programme."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from sqlalchemy import select

from pb.database import db
from pb.pages.interests.interests import may_read_all
from pb.pages.record import bp
from pb.paper.models import Bundle
from pb.people.queries import names
from pb.record import queries
from pb.record.acts import sentence_of
from pb.record.models import RecordLine
from pb.rounds.queries import newest_first
from pb.venues.models import Venue, VotingSession
from pb.web.access import APPOINTED, Role, open_to
from pb.web.numbers import db_int
from pb.wording import short_day
from pb.words import lazy_gettext as _l

LINES_ON_A_PAGE = 100
ROLES = {
    Role.COORDINATOR: _l("coordinator"),
    Role.STEERING: _l("steering group member"),
    Role.FACILITATOR: _l("facilitator"),
    Role.COUNTER: _l("counter"),
    Role.APPLICANT: _l("a group"),
    Role.VOTER: _l("a voter"),
    Role.KIOSK: _l("someone at a kiosk"),
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
    rounds = {round_.id: round_.name for round_ in newest_first()}
    known = {"follows": rounds, **_sessions_and_bundles(lines)}
    return render_template(
        "record/record.html",
        lines=[(line, sentence_of(line.act, _named(line.facts, known))) for line in lines[:LINES_ON_A_PAGE]],
        older=lines[LINES_ON_A_PAGE - 1].position if len(lines) > LINES_ON_A_PAGE else None,
        names=names(),
        roles=ROLES,
        reads_interests=may_read_all(),
        rounds=rounds,
        round_id=round_id,
        head=queries.head(),
    )


def _named(facts: dict[str, Any], known: dict[str, dict[int, str]]) -> dict[str, Any]:
    """The facts of a line, with names in place of the numbers by which it tells of sessions, bundles and rounds."""
    return {
        key: known.get(key, {}).get(value, value) if isinstance(value, int) else value for key, value in facts.items()
    }


def _sessions_and_bundles(lines: Iterable[RecordLine]) -> dict[str, dict[int, str]]:
    """How sessions and bundles in these lines are called: venue and day."""
    bundle_ids = {line.facts["bundle"] for line in lines if "bundle" in line.facts}
    of_bundle = dict(db.session.execute(select(Bundle.id, Bundle.session_id).where(Bundle.id.in_(bundle_ids))).all())
    session_ids = {line.facts["session"] for line in lines if "session" in line.facts} | set(of_bundle.values())
    query = select(VotingSession.id, Venue.name, VotingSession.starts_at).join(Venue)
    sessions = {
        id: f"{venue}, {short_day(starts_at)}"
        for id, venue, starts_at in db.session.execute(query.where(VotingSession.id.in_(session_ids - {None})))
    }
    bundles = {id: sessions[at] if at else _("the post") for id, at in of_bundle.items()}
    return {"session": sessions, "bundle": bundles}
