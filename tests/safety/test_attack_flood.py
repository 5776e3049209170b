"""Somebody floods the programme with applications that are begun and never sent."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from pb.database import db
from pb.projects.models import Project
from pb.web import rate_limits
from pb.web.access import FACILITATOR
from tests.support.safety.racing import at_once


def test_one_address_cannot_begin_any_number_of_applications(new_visitor, make, monkeypatch, clock):
    clock.set("2026-11-24 10:05")
    monkeypatch.setattr(rate_limits, "BEGINNINGS", replace(rate_limits.BEGINNINGS, free=3))
    make.applying_round()
    for _ in range(4):
        visitor = new_visitor()
        visitor.opens("/apply")
        visitor.presses("Start")
        page = visitor.types("The name of your group", "The Larks").presses("Save and continue")
    assert page.status == 422 and "Wait 20 seconds" in page.text and "You are next." in page.text
    assert "The Larks" in page.html, "nothing that was typed is lost"
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Project)) == 3
    clock.forward(seconds=20)
    assert visitor.presses("Save and continue").heading == "Write down this code", "who waited is next"


def test_strangers_who_flood_make_no_member_of_staff_wait(visitor, make, monkeypatch, clock):
    clock.set("2026-11-24 10:05")
    monkeypatch.setattr(rate_limits, "BEGINNINGS", replace(rate_limits.BEGINNINGS, free=1, in_all=1))
    round_ = make.applying_round()
    rate_limits.spend(rate_limits.BEGINNINGS, "127.0.0.1")
    visitor.signed_in_as(make.staff(FACILITATOR)).opens(f"/rounds/{round_.id}/applications/type-in")
    visitor.ticks("On paper").presses("Begin")
    page = visitor.types("The name of your group", "The Larks").presses("Save and continue")
    assert page.heading == "Write down this code"


@pytest.mark.both_databases
def test_of_many_beginnings_at_once_as_many_are_made_as_the_limit_allows(app, make, monkeypatch, clock):
    clock.set("2026-11-24 10:05")
    monkeypatch.setattr(rate_limits, "BEGINNINGS", replace(rate_limits.BEGINNINGS, free=3))
    make.applying_round()
    looked = []

    def begins():
        with app.test_request_context():
            rate_limits.spend(rate_limits.BEGINNINGS, "10.0.0.1")
            looked.append(1)

    done = at_once(app, [begins] * 20)
    assert len(looked) == 3 and sum(isinstance(each, rate_limits.TooManyTries) for each in done) == 17
