"""Rotation of the projects on ballots: no project gains by its place."""

from __future__ import annotations

from collections import Counter

import pytest

from pb.voting.rules.rotation import BY_NUMBER, how_many_lists, list_of, listed


def test_list_by_list():
    assert [listed((1, 2, 3), number) for number in range(7)] == [
        (1, 2, 3),
        (1, 2, 3),
        (1, 3, 2),
        (2, 3, 1),
        (2, 1, 3),
        (3, 1, 2),
        (3, 2, 1),
    ]
    assert listed((), 4) == () and how_many_lists([]) == 0


@pytest.mark.parametrize("projects", [*range(1, 13), 24, 50])
def test_every_project_is_in_every_place_on_two_lists(projects):
    numbers = tuple(range(1, projects + 1))
    lists = [listed(numbers, number) for number in range(1, how_many_lists([projects]) + 1)]
    assert len(lists) == 2 * projects and all(sorted(each) == list(numbers) for each in lists)
    for place in range(projects):
        assert Counter(each[place] for each in lists) == dict.fromkeys(numbers, 2)


@pytest.mark.parametrize("sizes", [(24, 12), (13, 11), (5, 1)])
def test_a_smaller_pot_goes_through_its_own_lists_again(sizes):
    lists = range(1, how_many_lists(sizes) + 1)
    for size in sizes:
        first = Counter(listed(range(size), number)[0] for number in lists)
        assert set(first) == set(range(size)) and max(first.values()) - min(first.values()) <= 2


def test_a_key_always_has_the_same_list_and_keys_are_spread_over_all():
    found = [list_of(f"key {n}", 48) for n in range(9_600)]
    assert found == [list_of(f"key {n}", 48) for n in range(9_600)]
    times = Counter(found)
    assert set(times) == set(range(1, 49)) and all(120 < each < 280 for each in times.values()), "200 each"
    assert list_of("key 1", 0) == BY_NUMBER
