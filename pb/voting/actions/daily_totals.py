"""Votes are noted day by day: a line of the record holds how many there were and a mark over all of them together, so
that none of them can be taken out later without a trace.

No channels and nothing finer than a day; and fewer than ten new votes are noted only after a close, so that no line
tells who voted. What runs the clock is ``flask voting note-days``, which ``serve`` starts.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from pb import clock
from pb.database import db
from pb.record.actions import acting
from pb.record.acts import Act
from pb.roles import Actor, Role
from pb.rounds.models import Round
from pb.rounds.rules import closes_at, post_closes_at
from pb.voting.queries import box_opening_of
from pb.voting.queries.marks import mark_of_day, marks_up_to, noted_days
from pb.voting.rules.envelopes import DAY_NOTED, day_is_due
from pb.words import lazy_gettext as _l

VOTES_NOTED = Act(
    DAY_NOTED,
    _l("recorded how many votes were in the ballot box at the end of %(day)s: %(votes)s"),
    changes_no_row=True,
)


def note_days(now: datetime) -> int:
    """Write a line for each round whose votes of the days that are over are to be noted; how many lines were written.

    A day is over an hour after midnight in London, when no vote of it can still be on its way. Harmless to repeat.
    """
    day = (now.astimezone(clock.LOCAL) - timedelta(hours=1)).date() - timedelta(days=1)
    rounds = db.session.scalars(select(Round.id).where(Round.frozen_at.is_not(None), Round.source == "people")).all()
    return sum(_note(round_id, day) for round_id in rounds if _is_due(round_id, day))


def _is_due(round_id: int, day: date) -> bool:
    if box_opening_of(round_id):
        return False
    noted = noted_days(round_id)
    round_ = db.session.get_one(Round, round_id)
    closes = [each.astimezone(clock.LOCAL).date() for each in (closes_at(round_), post_closes_at(round_))]
    return day_is_due(day, len(marks_up_to(round_id, day)), noted, closes)


class _NotedMeanwhile(Exception):
    """Another process noted this day while we waited for the lock."""


def _note(round_id: int, day: date) -> bool:
    try:
        _note_if_due(round_id, day)
    except _NotedMeanwhile:
        return False
    return True


def _note_if_due(round_id: int, day: date) -> None:
    with acting(Actor(None, Role.COMMAND), VOTES_NOTED, round_id=round_id) as act:
        if not _is_due(round_id, day):
            raise _NotedMeanwhile
        marks = marks_up_to(round_id, day)
        act.facts.update(day=day.isoformat(), votes=len(marks), mark=mark_of_day(round_id, day, marks))
