"""Coordinators are told on their dashboard that the server's clock is wrong: they know who looks after the server."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.roles import Actor, Role
from pb.voting.actions import issue_cards
from pb.web.access import COORDINATOR, FACILITATOR, STEERING

SAID = "The server’s clock is not right"


@pytest.mark.parametrize(("seconds", "is_told"), [(61, True), (-61, True), (60, False), (-60, False), (None, False)])
def test_a_clock_that_differs_from_the_databases_by_more_than_a_minute(visitor, make, monkeypatch, seconds, is_told):
    different = program_clock.MachineClocks()
    different.difference = None if seconds is None else timedelta(seconds=seconds)
    monkeypatch.setattr(program_clock, "machine", different)
    page = visitor.signed_in_as(make.staff(COORDINATOR)).opens("/dashboard")
    assert (SAID in page.main) is is_told
    assert ("flask --app wsgi check" in page.main) is is_told


@pytest.mark.parametrize("role", [FACILITATOR, STEERING])
def test_others_can_do_nothing_about_it_and_are_not_told(visitor, make, monkeypatch, role):
    different = program_clock.MachineClocks()
    different.difference = timedelta(hours=1)
    monkeypatch.setattr(program_clock, "machine", different)
    assert SAID not in visitor.signed_in_as(make.staff(role)).opens("/dashboard").main


def test_a_clock_that_was_put_back(visitor, make, clock):
    clock.set(program_clock.now())
    issue_cards(Actor(None, Role.COMMAND), make.voting_round(), 1)
    coordinator = make.staff(COORDINATOR)
    clock.forward(seconds=-60)
    assert SAID not in visitor.signed_in_as(coordinator).opens("/dashboard").main
    clock.forward(seconds=-1)
    assert SAID in visitor.opens("/dashboard").main
