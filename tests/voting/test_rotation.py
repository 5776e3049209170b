"""Rotation of the projects on ballots: no project gains by its place."""

from __future__ import annotations

from collections import Counter

import pytest

from pb.voting.rules.rotation import how_many_lists, list_of, turned


def test_list_by_list():
    assert [turned((1, 2, 3), number) for number in range(1, 7)] == [
        (1, 2, 3),
        (1, 3, 2),
        (2, 3, 1),
        (2, 1, 3),
        (3, 1, 2),
        (3, 2, 1),
    ]


@pytest.mark.parametrize("projects", [*range(1, 13), 24, 50])
def test_every_project_is_in_every_place_on_two_lists(projects):
    numbers = tuple(range(1, projects + 1))
    lists = [turned(numbers, number) for number in range(1, how_many_lists(projects) + 1)]
    assert len(lists) == 2 * projects and all(sorted(each) == list(numbers) for each in lists)
    for place in range(projects):
        assert Counter(each[place] for each in lists) == dict.fromkeys(numbers, 2)


def test_a_key_always_has_the_same_list_and_keys_are_spread_over_all():
    found = [list_of(f"key {n}", 7, 24) for n in range(9_600)]
    assert found == [list_of(f"key {n}", 7, 24) for n in range(9_600)]
    times = Counter(found)
    assert set(times) == set(range(1, 49)) and all(120 < each < 280 for each in times.values()), "200 each"


def test_the_lists_of_two_pots_go_together_in_every_way():
    pairs = Counter((list_of(f"key {n}", 1, 3), list_of(f"key {n}", 2, 2)) for n in range(2_400))
    assert len(pairs) == 6 * 4 and min(pairs.values()) > 50, "100 each"


def test_a_pot_without_projects_has_nothing_to_turn():
    assert turned((), list_of("key", 1, 0)) == ()
