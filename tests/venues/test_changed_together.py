"""Several sessions moved together on the nights on which the clocks change."""

from __future__ import annotations

from datetime import datetime, timedelta

from pb.clock import LOCAL
from pb.venues.rules.together import (
    SessionAsItIs,
    SessionChange,
    SessionChangeKind,
    SessionOutcome,
    SessionsAround,
    outcomes,
)


def moved(starts: datetime, hours: int, **by: int) -> SessionOutcome:
    """What becomes of a session that is planned for then."""
    one = SessionAsItIs(1, 1, "Night Shelter", starts, starts + timedelta(hours=hours))
    around = SessionsAround([one], starts - timedelta(days=9), starts + timedelta(days=9), starts - timedelta(days=1))
    (found,) = outcomes([one], SessionChange(SessionChangeKind.MOVE, **by), around)
    return found


def test_the_night_on_which_the_clocks_go_forward_has_no_half_past_one():
    found = moved(datetime(2027, 3, 27, 23, 30, tzinfo=LOCAL), 4, minutes=120)
    assert "There is no 1:30am on Sunday 28 March 2027, because the clocks go forward." in str(found.cannot)
    assert not found.is_done and found.then == found.session


def test_the_night_on_which_they_go_back_has_two():
    found = moved(datetime(2026, 10, 24, 23, 30, tzinfo=LOCAL), 4, minutes=120)
    assert "1:30am comes twice on Sunday 25 October 2026" in str(found.cannot)


def test_by_days_the_clock_on_the_wall_stays():
    found = moved(datetime(2026, 10, 24, 10, tzinfo=LOCAL), 2, days=1)
    assert found.is_done and found.then.starts_at == datetime(2026, 10, 25, 10, tzinfo=LOCAL)
