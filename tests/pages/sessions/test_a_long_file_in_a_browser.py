"""The page of a long file, as somebody sees it: while it is added, when it was, and when it could not be."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock
from pb.clock import LOCAL
from pb.database import db
from pb.job_running import run_next
from pb.roles import Actor, Role
from pb.rounds.models import Round
from pb.venues import actions
from pb.venues.rules import planning
from tests.support import browser
from tests.support.whole_words import require_whole_words

BY = Actor(None, Role.COMMAND)


@pytest.mark.parametrize("size", [browser.PHONE, browser.DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("wrong", [False, True], ids=["added", "not added"])
def test_a_long_file_of_sessions(make, new_browser_visitor, monkeypatch, size, wrong):
    monkeypatch.setattr(planning, "MOST_AT_ONCE", 3)
    round_id = make.voting_round().id
    day = (clock.now() + timedelta(days=2)).astimezone(LOCAL).replace(hour=10, minute=0, second=0, microsecond=0)
    lines = "\n".join(f"Hall {n},{day:%d/%m/%Y},10:00,12:00" for n in range(5))
    morag = new_browser_visitor(size).signed_in_as(make.account(Role.COORDINATOR, name="Morag"))
    morag.opens(f"/rounds/{round_id}/sessions/from-file")
    sheet = f"venue,date,starts,ends\n{lines}".encode()
    morag.attaches("Your spreadsheet or CSV file", sheet, "sessions.csv").presses("Check the file")
    assert "This file is long." in morag.text
    morag.presses("Add these")
    assert "Lines read so far" in morag.text
    if wrong:
        hall = actions.add_venue(BY, "Hall 3")
        actions.plan_session(BY, db.session.get_one(Round, round_id), hall, day, day + timedelta(hours=1), [])
    assert run_next()
    heading = "Nothing was added from the file" if wrong else "Sessions were added from the file"
    morag.page.get_by_role("heading", name=heading).wait_for()  # the page looks again by itself
    morag.looks()
    assert ("Hall 3 already has a session" if wrong else "Sessions added: 5.") in morag.text
    if wrong:
        require_whole_words(morag.page)
