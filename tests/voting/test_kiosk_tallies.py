"""What kiosks count, when many press at once and at its edges."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from pb import clock
from pb.database import db
from pb.marked import Forged
from pb.voting import actions, queries
from pb.voting.models import Kiosk, KioskTally
from pb.voting.rules.pins import MOST_WRONG, is_locked
from pb.voting.rules.short_turns import LEAST, is_short, shortest_turn
from pb.web.access import FACILITATOR
from tests.support.safety.racing import at_once


@pytest.fixture
def kiosk(make):
    round_ = make.voting_round(entitlement="vouch")
    return make.kiosk(make.session_at(round_, make.staff(FACILITATOR, declared_in=round_)))


def test_the_shortest_turn_grows_with_the_titles():
    assert shortest_turn(["Bus"]) == LEAST == shortest_turn([])
    assert shortest_turn(["A day by the water"] * 20) == pytest.approx(25.2, abs=0.1)
    assert is_short(14.9, []) and not is_short(15, [])


@pytest.mark.parametrize(("wrong", "locked"), [(0, False), (MOST_WRONG - 1, False), (MOST_WRONG, True)])
def test_a_kiosk_is_locked_by_the_twentieth_wrong_pin_in_a_row(wrong, locked):
    assert is_locked(wrong) == locked


@pytest.mark.both_databases
def test_of_pins_typed_at_the_same_moment_none_is_missed(app, kiosk):
    number = kiosk.id

    def press():
        actions.spend_pin(db.session.get(Kiosk, number), "next")

    done = at_once(app, [press] * (MOST_WRONG + 4))
    db.session.rollback()
    tally = db.session.get(KioskTally, number)
    assert (tally.wrong_next, tally.next_in_a_row, tally.wrong_leave) == (MOST_WRONG, MOST_WRONG, 0)
    assert sum(isinstance(each, actions.KioskLocked) for each in done) == 4


def test_a_turn_that_cannot_be_counted_is_nothing_for_the_voter(kiosk, monkeypatch, caplog):
    def forged(*_):
        raise Forged

    monkeypatch.setattr("pb.voting.actions.kiosk_tallies._tally", forged)
    ballot = queries.frozen_ballot(1)
    with caplog.at_level(logging.WARNING, logger="pb"):
        actions.note_turn(kiosk, ballot, clock.now() - timedelta(seconds=3))
    assert "a very short turn could not be counted: Forged" in caplog.text
