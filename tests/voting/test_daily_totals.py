"""Lines of the record on how many votes were in at the end of a day: once, and only while the box is shut."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock
from pb.voting.actions import daily_totals
from pb.voting.actions.daily_totals import note_days
from pb.voting.queries.marks import noted_days

pytestmark = pytest.mark.both_databases


@pytest.fixture
def round_(make):
    round_ = make.voting_round()
    make.cast(round_, *[(1,)] * 10)
    return round_


@pytest.fixture
def tomorrow():
    """Two days on, when today is over for certain."""
    return clock.now() + timedelta(days=2)


def test_a_day_that_another_process_notes_between_the_look_and_the_lock_is_noted_once(round_, tomorrow, monkeypatch):
    look, counted = daily_totals._is_due, []

    def looks_before_the_other(round_id, day):
        due = look(round_id, day)
        monkeypatch.setattr(daily_totals, "_is_due", look)
        counted.append(note_days(tomorrow))
        return due

    monkeypatch.setattr(daily_totals, "_is_due", looks_before_the_other)
    assert note_days(tomorrow) == 0 and counted == [1]
    assert [facts["votes"] for facts in noted_days(round_.id)] == [10]


def test_a_round_whose_box_is_open_is_noted_no_more_and_an_empty_one_not_at_all(make, round_, tomorrow):
    make.opened_box(round_)
    empty = make.voting_round()
    assert note_days(tomorrow) == 0
    assert noted_days(empty.id) == []
