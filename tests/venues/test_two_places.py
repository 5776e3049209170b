"""What is unusual in the plan of sessions: somebody at two places at once, a venue twice, nobody or one person on a team."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from pb.clock import LOCAL
from pb.venues.rules.two_places import SessionWithTeam, unusual_sessions

TEN = datetime(2026, 5, 4, 10, tzinfo=LOCAL)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def planned(id_: int, venue: int, starts=TEN, lasts=2 * HOUR, team=(1, 2), round_id=1, longer=None) -> SessionWithTeam:
    return SessionWithTeam(id_, round_id, venue, f"Venue {venue}", starts, starts + lasts, frozenset(team), longer)


@pytest.mark.parametrize(
    ("why", "one", "other", "is_said"),
    [
        ("at the same time", planned(1, 1), planned(2, 2), True),
        ("for the last minute", planned(1, 1), planned(2, 2, TEN + 2 * HOUR - timedelta(minutes=1)), True),
        ("one after the other: the way is not known", planned(1, 1), planned(2, 2, TEN + 2 * HOUR), False),
        ("other people", planned(1, 1), planned(2, 2, team=(3, 4)), False),
        ("in another round too", planned(1, 1), planned(2, 2, round_id=2), True),
        ("the same place in another round", planned(1, 1), planned(2, 1, round_id=2), False),
        ("within a box that stays for days", planned(1, 1, lasts=3 * DAY + 2 * HOUR), planned(2, 2, TEN + DAY), True),
        (
            "in the evening between its days",
            planned(1, 1, lasts=3 * DAY + 2 * HOUR),
            planned(2, 2, TEN + 9 * HOUR),
            False,
        ),
        ("kept open for longer", planned(1, 1, longer=TEN + 3 * HOUR), planned(2, 2, TEN + 2 * HOUR), True),
        ("through the night", planned(1, 1, TEN + 12 * HOUR, 4 * HOUR), planned(2, 2, TEN + 15 * HOUR), True),
    ],
)
def test_somebody_is_at_two_places_at_once(why, one, other, is_said):
    for first, second in ((one, other), (other, one)):
        found = unusual_sessions([first, second])
        said = {id_: {who for who, _there in each.elsewhere} for id_, each in found.items()}
        assert said == ({1: {1, 2}, 2: {1, 2}} if is_said else {1: set(), 2: set()}), why


def test_of_some_sessions_the_same_is_said_as_of_all():
    plan = [planned(n, n % 3, round_id=n % 2, team=(7, 8) if n % 2 else (8,)) for n in range(1, 8)]
    everything = unusual_sessions(plan)
    for of in ({1}, {2, 5}, {3, 4, 7}):
        some = unusual_sessions(plan, of)
        assert some.keys() == of
        for id_ in of:
            told = [_by_id(each.elsewhere, each.same_venue) for each in (some[id_], everything[id_])]
            assert told[0] == told[1] and told[0]


def _by_id(elsewhere, same_venue) -> list:
    return sorted((who, each.id) for who, each in elsewhere) + sorted(each.id for each in same_venue)


def test_two_days_of_one_session_are_not_two_sessions_and_each_pair_is_said_once():
    stays = planned(1, 1, lasts=5 * DAY + 2 * HOUR)
    found = unusual_sessions([stays, planned(2, 2, lasts=5 * DAY + 2 * HOUR)])
    assert len(found[1].elsewhere) == 2 and not unusual_sessions([stays])[1]


def test_a_venue_twice_a_team_of_nobody_and_of_one():
    found = unusual_sessions([planned(1, 1, team=()), planned(2, 1, round_id=2, team=(7,)), planned(3, 2)])
    assert [each.id for each in found[1].same_venue] == [2] and [each.id for each in found[2].same_venue] == [1]
    assert found[1].nobody and not found[1].alone and found[2].alone and not found[2].nobody
    assert found[1] and found[2] and not found[3]
    assert not unusual_sessions([planned(4, 9, team=(5,))])[
        4
    ]  # one alone may be right: it is said, and nobody is asked to look
