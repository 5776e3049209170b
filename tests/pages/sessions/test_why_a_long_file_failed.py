"""Why a long list of sessions could not be added: for who uploaded it, and for no stolen database."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from pb import clock as program_clock
from pb.database import db
from pb.job_files import KEPT_FOR
from pb.job_running import run_next
from pb.people.models import Account
from pb.roles import Role
from tests.support.long_list import orders, planned_meanwhile, round_for_it, six_sessions, the_job

pytestmark = pytest.mark.both_databases


def test_what_stopped_it_names_nobody_in_the_database_and_goes_within_the_day(visitor, make, monkeypatch, clock):
    """Names that somebody typed stand in the faults, and in the sentence about the first of them."""
    round_ = round_for_it(make, monkeypatch)
    morag = visitor.signed_in_as(make.account(Role.COORDINATOR, name="Morag"))
    orders(morag, round_, six_sessions(make))
    planned_meanwhile(round_, "Rowan Library", 14, 16)
    clock.set(program_clock.now())
    assert run_next() and the_job(round_).state == "failed"
    assert "rowan library" in morag.follows("Look again").text
    assert "rowan" not in str(list(db.session.execute(text("SELECT * FROM job")))).lower()
    clock.forward(seconds=KEPT_FOR.total_seconds())
    assert run_next() and list(the_job(round_).outcome) == ["said"]
    morag.signed_in_as(db.session.get_one(Account, the_job(round_).account_id))
    page = morag.opens(f"/rounds/{round_.id}/sessions/from-file/{the_job(round_).id}")
    assert "The file is no longer here. Upload it again." in page.text and "rowan" not in page.text.lower()
