"""Somebody floods the programme with applications that are begun and never sent."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import func, select

from pb.database import db
from pb.projects.models import Project
from pb.web import rate_limits


def test_one_address_cannot_begin_any_number_of_applications(new_visitor, make, monkeypatch, clock):
    clock.set("2026-11-24 10:05")
    monkeypatch.setattr(rate_limits, "BEGINNINGS", replace(rate_limits.BEGINNINGS, free=3))
    make.applying_round()
    for _ in range(4):
        visitor = new_visitor()
        visitor.opens("/apply")
        visitor.presses("Start")
        page = visitor.types("The name of your group", "The Larks").presses("Save and continue")
    assert page.status == 429 and "Wait 60 seconds" in page.text
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Project)) == 3
