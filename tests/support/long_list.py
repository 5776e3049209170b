"""A list of venues and sessions that is long enough to be added by a job, and who uploads it."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from pb import clock as program_clock
from pb.clock import LOCAL
from pb.database import db
from pb.jobs import Job, jobs_of
from pb.roles import Actor, Role
from pb.rounds.models import Round
from pb.venues import actions
from pb.venues.models import Venue
from pb.venues.queries import SHEET_ORDER
from pb.venues.rules import planning
from tests.support.make import Make
from tests.support.visitor import Visitor

BY = Actor(None, Role.COMMAND)


def round_for_it(make: Make, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Its id alone: a job ends the session of who runs it. A list of more than three lines is a long one."""
    monkeypatch.setattr(planning, "MOST_AT_ONCE", 3)
    return SimpleNamespace(id=make.voting_round().id)


def _day() -> datetime:
    return (program_clock.now() + timedelta(days=2)).astimezone(LOCAL)


def six_sessions(make: Make) -> str:
    """Six sessions at three venues, one of which is there already, with Rose on the first team."""
    make.account(Role.FACILITATOR, name="Rose Gray", sign_in_name="rose")
    actions.add_venue(BY, "Rowan Library")
    day = f"{_day():%d/%m/%Y}"
    lines = [f"Hall {n % 2},Side door {n % 2},{day},{10 + n}:00,{10 + n}:30,{'' if n else 'rose'}" for n in range(5)]
    lines.append(f"rowan library,Ring the bell,{day},14:00,15:00,")
    return "\n".join(["venue,access_notes,date,starts,ends,facilitators", *lines])


def orders(person: Visitor, round_: SimpleNamespace, sheet: str):
    person.opens(f"/rounds/{round_.id}/sessions/from-file")
    person.attaches("Your spreadsheet or CSV file", sheet.encode(), "sessions.csv").presses("Check the file")
    return person.presses("Add these")


def the_job(round_: SimpleNamespace) -> Job:
    db.session.rollback()
    return jobs_of(round_.id, SHEET_ORDER)[0]


def planned_meanwhile(round_: SimpleNamespace, venue: str, starts: int, ends: int) -> None:
    """Somebody plans a session at this venue, on the day of the list."""
    day = _day().replace(minute=0, second=0, microsecond=0)
    found = db.session.scalar(select(Venue).where(Venue.name == venue)) or actions.add_venue(BY, venue)
    round_row = db.session.get_one(Round, round_.id)
    actions.plan_session(BY, round_row, found, day.replace(hour=starts), day.replace(hour=ends), [])
