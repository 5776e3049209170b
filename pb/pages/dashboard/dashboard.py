"""The dashboard of staff: where each round has got to, and what is due next."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from flask import render_template
from flask_login import current_user

from pb import clock
from pb.pages.dashboard import bp
from pb.pages.due import assessments_to_agree, proposals_of, who_opens
from pb.pages.guides.guides import own_guides
from pb.pages.people.code_replacements import replacements_in_words
from pb.pages.people.password_codes import password_codes_in_words
from pb.pages.people.proposal_sentences import proposals_in_words
from pb.pages.record.sentences import ROLES, ToldAct, what_was_done
from pb.pages.round_work import work_of_reader
from pb.pages.sections import parts_to_read
from pb.people.queries import last_read, names, password_codes_about, rounds_to_declare
from pb.programme.queries import overview
from pb.programme.queries.recovery_sheets import recovery_sheet_of
from pb.record import queries as record
from pb.web.access import APPOINTED, COORDINATOR, granted_to, may_open, open_to

#: Who is told that the server's clock is wrong.
looks_after_the_server = granted_to(COORDINATOR)

#: So long everybody reads here that a backup was put back.
TOLD_FOR = timedelta(days=14)

#: So many things that others did stand on the dashboard at a time, and so many lines are read for them: what somebody saved
#: again and again is one thing.
THINGS_SHOWN = 30
LINES_READ = 4 * THINGS_SHOWN


@bp.get("/dashboard")
@open_to(*APPOINTED)
def dashboard():
    """Where the rounds stand, what is due next and who has to do it."""
    statuses, earlier = overview.under_way()
    more = _from_the_others() if may_open("record.read") else {"waiting": [], "new_codes": [], "password_codes": []}
    return render_template(
        "dashboard/dashboard.html",
        statuses=[(each, work_of_reader(each)) for each in statuses],
        parts_of=parts_to_read,
        proposals_of=proposals_of,
        assessments_to_agree=assessments_to_agree,
        earlier=earlier,
        sheets={each.round.id: recovery_sheet_of(each.round) for each in statuses},
        who_prints=who_opens("freeze.recovery_sheet"),
        **more,
        clock_is_wrong=looks_after_the_server() and _is_clock_wrong(),
        guides=own_guides(),
        older_copy=_older_copy(),
        own_password_codes=password_codes_about(current_user.id),
        people_names=names,
        undeclared=rounds_to_declare(current_user, [each.round.id for each in statuses]),
    )


def _is_clock_wrong() -> bool:
    """Whether this server's clock differs from the database's, or has been put back: ``flask check`` says by how much."""
    return bool(clock.difference_that_matters() or record.seconds_ahead())


def _older_copy() -> record.OlderCopy | None:
    """The backup that was put back, for as long as somebody may still have to vote or type again."""
    found = record.older_copy()
    return found if found and (found.said_at is None or clock.now() - found.said_at < TOLD_FOR) else None


def _by_day(news: list[ToldAct]) -> list[tuple[date, list[ToldAct]]]:
    """What was done, by the day in Scotland on which it was begun."""
    return [
        (day, list(lines)) for day, lines in groupby(news, lambda each: each.line.at.astimezone(clock.LOCAL).date())
    ]


def _from_the_others() -> dict[str, Any]:
    """What waits for this person's agreement, and what the others did since they were here."""
    lines, how_many = record.since(last_read(current_user.id), besides=current_user.id, most=LINES_READ)
    news, shown = what_was_done(lines, THINGS_SHOWN)
    return {
        "waiting": [each for each in proposals_in_words(current_user.id) if each.may_agree],
        "new_codes": [each for each in replacements_in_words(current_user.id) if each.may_agree],
        "password_codes": [each for each in password_codes_in_words(current_user.id) if each.may_agree],
        "news": _by_day(news),
        "news_shown": shown,
        "news_in_all": how_many,
        "up_to": lines[shown - 1].position if lines else 0,  # nothing is marked as read that was not shown
        "names": names(),
        "roles": ROLES,
    }
