"""What is near is said by postcodes and words; sessions are listed on each of their days."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from pb.venues.rules.by_day import days_of, next_ones, open_now, to_come
from pb.venues.rules.near import Nearness, asked, nearness

LIBRARY = SimpleNamespace(name="Liberton Library", kind="library", address="22 Gilmerton Road, Edinburgh EH16 5TR")
CLUB = SimpleNamespace(name="Café Inch", kind="lunch club", address="Inch Park, eh165aa")
HALL = SimpleNamespace(name="Leith Hall", kind="", address="Ferry Road, EH6 4AE")
HOME = SimpleNamespace(name="A care home", kind="", address="Main Street")
VENUES = [LIBRARY, CLUB, HALL, HOME]


@pytest.mark.parametrize(
    ("typed", "how_near"),
    [
        ("EH16", "1123"),
        ("eh16 4pb", "1123"),
        ("EH164PB", "1123"),
        ("EH1", "2223"),  # EH16 does not begin with it: it is another district
        ("cafe", "1023"),  # the library has the same first half as the café
        ("liberton", "0123"),
        ("Glasgow", "3333"),
        ("G12", "3333"),
        ("main street", "3330"),
        ("EH6 4", "2213"),
        ("eh 6 4a", "2213"),
        ("EH64A", "2213"),
        ("near EH6", "2213"),
        ("Leith, Edinburgh", "2203"),
        ("Leith Edinburgh", "2203"),
        ("near Leith", "2203"),
        ("in the main street", "3330"),
        ("Glasgow, Leith", "2203"),
        ("Glasgow Road", "3333"),
        (", .", "3333"),
    ],
)
def test_how_near_each_venue_is(typed, how_near):
    found = asked(typed, VENUES)
    assert "".join(str(int(nearness(each, found))) for each in VENUES) == how_near


def test_the_nearest_come_first():
    assert sorted(Nearness) == [
        Nearness.NAMED, Nearness.SAME_DISTRICT, Nearness.SAME_LETTERS, Nearness.ELSEWHERE,
    ]  # fmt: skip


def session(starts, ends, cancelled_at=None, extended_until=None):
    return SimpleNamespace(starts_at=starts, ends_at=ends, cancelled_at=cancelled_at, extended_until=extended_until)


NINE = datetime(2026, 3, 27, 9, tzinfo=UTC)  # the clocks go forward on the 29th


def test_a_session_of_days_has_the_same_hours_on_each_and_stays_at_them_when_clocks_change():
    found = days_of(session(NINE, datetime(2026, 3, 30, 16, tzinfo=UTC)))  # until 5pm by the clock on the wall
    assert [each.day for each in found] == [date(2026, 3, 27) + timedelta(days=n) for n in range(4)]
    assert [each.starts.hour for each in found] == [9] * 4 and [each.ends.hour for each in found] == [17] * 4


def test_what_is_open_and_what_comes_next_leaves_out_what_was_cancelled():
    now = NINE + timedelta(hours=1)
    two = timedelta(hours=2)
    over = session(NINE - two, NINE)
    here = session(NINE, NINE + two)
    gone = session(now, now + two, cancelled_at=NINE)
    first, also = (session(now + two, now + 2 * two) for _ in range(2))
    late = session(now + 3 * two, now + 4 * two)
    ahead = to_come([late, over, gone, here, first, also], now)
    assert [each.session for each in ahead] == [here, gone, first, also, late]
    assert [each.session for each in open_now(ahead, now)] == [here]
    assert [each.session for each in next_ones(ahead, now)] == [first, also]
    assert next_ones([], now) == []


def test_a_session_that_was_kept_open_for_longer_is_open():
    now = NINE + timedelta(hours=3)
    longer = session(NINE, NINE + timedelta(hours=2), extended_until=NINE + timedelta(hours=4))
    assert [each.session for each in open_now(to_come([longer], now), now)] == [longer]
