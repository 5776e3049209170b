"""One round: its page for everybody and its page for staff."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user

from pb import clock
from pb.pages.chores import chores_for_reader
from pb.pages.due import assessments_to_agree, link_of, may_agree_to, who_may
from pb.pages.lookups import round_with
from pb.pages.rounds import bp
from pb.pages.sections import sections_of
from pb.people.queries import names, rounds_to_declare
from pb.programme.queries.overview import round_status
from pb.programme.queries.public_projects import projects_are_public
from pb.projects.queries import ballot_lines_by_project
from pb.record.queries import newest
from pb.results.queries.counts import publication_of
from pb.rounds.queries import members_of, never_set_of
from pb.rounds.rules import (
    agreed,
    closes_at,
    phase,
    post_closes_at,
    replaced_member,
    session_margin,
    undoing,
    was_touched,
)
from pb.venues.queries import sessions_of
from pb.web.access import APPOINTED, PUBLIC, open_to


@bp.get("/rounds/<int:round_id>")
@open_to(PUBLIC)
def round_page(round_id: int):
    """A round for everybody: dates, who may vote, how it is counted, where and when to vote, what was decided."""
    round_ = round_with(round_id)
    if never_set_of(round_):
        return render_template("rounds/being_set_up.html", round=round_)
    voting_sessions, now = sessions_of(round_id), clock.now()
    return render_template(
        "rounds/round.html",
        margin=session_margin(round_),
        round=round_,
        phase=phase(round_, now),
        closes=closes_at(round_),
        post_closes=post_closes_at(round_),
        coming=[voting_session for voting_session in voting_sessions if voting_session.ends_at > now],
        over=[voting_session for voting_session in voting_sessions if voting_session.ends_at <= now],
        lines=ballot_lines_by_project(round_id),
        members=members_of(round_id),
        names=names(),
        decisions=agreed(round_),
        undoing=undoing(round_),
        replaced=replaced_member(round_.decisions),
        was_touched=was_touched,
        published=publication_of(round_id) is not None,
        shows_projects=projects_are_public(round_),
        newest_line=newest(),
        now=now,
    )


@bp.get("/rounds/<int:round_id>/manage")
@open_to(*APPOINTED)
def manage(round_id: int):
    """A round for staff: where it stands, what is due next, and the way into every section of it."""
    round_ = round_with(round_id)
    status = round_status(round_)
    due = status.due
    return render_template(
        "rounds/manage.html",
        round=round_,
        due=due,
        who_may=who_may(due.state),
        due_url=link_of(due, round_),
        chores=chores_for_reader(status),
        stages=status.way,
        sections=sections_of(round_),
        closes=closes_at(round_),
        post_closes=post_closes_at(round_),
        undeclared=rounds_to_declare(current_user, [round_id]),
        may_agree_to=may_agree_to(round_),
        to_agree=assessments_to_agree(round_),
    )
