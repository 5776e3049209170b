"""A list of sessions that is uploaded again adds what is new, says what is there already, and is no act where that is all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from pb import clock
from pb.clock import LOCAL
from pb.database import db
from pb.job_running import run_next
from pb.jobs import jobs_of
from pb.record.models import RecordLine
from pb.roles import Actor, Role
from pb.rounds.models import Round
from pb.venues import actions
from pb.venues.models import Venue
from pb.venues.queries import SHEET_ORDER
from pb.venues.rules import planning

BY = Actor(None, Role.COMMAND)
ALREADY = "Everything in this file is there already. There is nothing to add."


@pytest.fixture
def round_id(make):
    return make.voting_round().id


@pytest.fixture
def day():
    return f"{(clock.now() + timedelta(days=2)).astimezone(LOCAL):%d/%m/%Y}"


@pytest.fixture
def sheet(day):
    return f"venue,date,starts,ends\nThistle Club,{day},10:00,12:00\nThistle Club,{day},14:00,16:00\n"


@pytest.fixture
def desk(visitor, make):
    return visitor.signed_in_as(make.account())


def uploads(desk, round_id: int, sheet: str):
    desk.opens(f"/rounds/{round_id}/sessions/from-file")
    return desk.attaches("Your spreadsheet or CSV file", sheet.encode(), "s.csv").presses("Check the file")


def acts() -> list[int]:
    """How many sessions each act added."""
    lines = db.session.scalars(select(RecordLine.facts).where(RecordLine.act == "sessions.imported"))
    return [line["sessions"] for line in lines]


def test_it_adds_what_is_new_and_says_what_is_there_already(desk, round_id, sheet, day):
    uploads(desk, round_id, sheet)
    desk.presses("Add these")
    page = uploads(desk, round_id, sheet)
    assert page.status == 200 and ALREADY in page.main and "Add these" not in page.buttons
    assert "2 sessions in the file are planned already" in page.main
    page = desk.posts(f"/rounds/{round_id}/sessions/from-file/add", {"text": sheet})
    assert "what you saved was there already" in page.text and acts() == [2]
    page = uploads(desk, round_id, sheet + f"Rowan Library,{day},9am,noon\n")
    assert "2 sessions in the file are planned already" in page.main and "sessions to add 1" in page.main
    assert "Sessions added: 1. New venues added: 1. Venues changed: 0." in desk.presses("Add these").text
    assert acts() == [2, 1]


def test_what_a_list_says_anew_of_a_venue_is_changed_beside_its_sessions(desk, round_id, sheet):
    uploads(desk, round_id, sheet)
    desk.presses("Add these")
    page = uploads(desk, round_id, sheet.replace("ends\n", "ends,kind\n").replace("12:00", "12:00,Library"))
    assert ALREADY not in page.main and "venues to change 1" in page.main
    assert "Sessions added: 0. New venues added: 0. Venues changed: 1." in desk.presses("Add these").text


@pytest.mark.parametrize("most", [1_000, 1], ids=["at once", "by a job"])
def test_what_somebody_else_changes_meanwhile_is_not_written_over(desk, round_id, sheet, monkeypatch, most):
    uploads(desk, round_id, sheet)
    desk.presses("Add these")
    page = uploads(desk, round_id, sheet.replace("ends\n", "ends,quiet_time\n").replace("12:00", "12:00,Mondays"))
    listed = " ".join(" ".join(each.itertext()) for each in page.all("table"))
    assert "Quiet time" in listed and "nothing" in listed and "Mondays" in listed
    venue = db.session.scalars(select(Venue).where(Venue.name == "Thistle Club")).one()
    said = {
        name: getattr(venue, name) for name in ("name", "kind", "address", "step_free", "hearing_loop", "access_notes")
    }
    actions.change_venue(BY, venue, **said, quiet_time="Tuesdays")
    monkeypatch.setattr(planning, "MOST_AT_ONCE", most)
    page = desk.presses("Add these")
    if most == 1:
        assert run_next()
        page = desk.follows("Look again")
    assert "Someone changed a venue that is in the file after you looked" in page.text
    db.session.rollback()
    assert db.session.scalars(select(Venue.quiet_time).where(Venue.name == "Thistle Club")).one() == "Tuesdays"


def test_a_session_at_nearly_the_same_time_is_still_a_problem(desk, round_id, sheet):
    uploads(desk, round_id, sheet)
    desk.presses("Add these")
    page = uploads(desk, round_id, sheet.replace("12:00", "12:30"))
    assert page.status == 422 and "Thistle Club already has a session at this time." in page.main


@pytest.mark.both_databases
def test_a_long_list_that_somebody_else_added_meanwhile_is_no_act(desk, round_id, sheet, monkeypatch):
    monkeypatch.setattr(planning, "MOST_AT_ONCE", 1)
    uploads(desk, round_id, sheet)
    desk.presses("Add these")
    monkeypatch.setattr(planning, "MOST_AT_ONCE", 1_000)
    actions.import_or_order(BY, db.session.get_one(Round, round_id), sheet.encode())
    assert run_next() and jobs_of(round_id, SHEET_ORDER)[0].state == "done" and acts() == [2]
    assert "Sessions added: 0. New venues added: 0. Venues changed: 0." in desk.follows("Look again").text
