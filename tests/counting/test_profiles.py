"""Profile are merged when they are the same, and only then."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.counting import Election, ElectionError, ElectionProject, merging, profile
from pb.counting.merging import merge_identical
from pb.counting.profile import Profile
from tests.support.counting.elections import projects_of
from tests.support.effort import thorough


def as_counter(found) -> Counter:
    merged: Counter = Counter()
    for chosen, points, count in found.as_tuples():
        assert (chosen, points) not in merged
        merged[chosen, points] = count
    return merged


def arrays(rows):
    start = np.concatenate(([0], np.cumsum([len(row) for row, _ in rows]))).astype(int)
    chosen = np.array([place for row, _ in rows for place, _ in row], dtype=int)
    points = np.array([value for row, _ in rows for _, value in row], dtype=int)
    return start, chosen, points, np.array([count for _, count in rows], dtype=int)


row = st.dictionaries(st.integers(0, 4), st.integers(1, 2), max_size=4).map(lambda row: list(row.items()))
rows = st.lists(st.tuples(row, st.integers(1, 3)), max_size=8)


@thorough
@given(rows, st.sampled_from(["set", "points", "order"]))
def test_identical_ballots_are_held_once_with_their_count(rows, kind):
    check_grouping(rows, kind)


@thorough
@given(rows, st.sampled_from(["set", "points", "order"]))
def test_different_ballots_with_the_same_hash_stay_apart(rows, kind):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "_scrambled", lambda values: np.zeros_like(values))
        check_grouping(rows, kind)


def check_grouping(rows, kind: str) -> Profile:
    start, chosen, points, count = arrays(rows)
    found = merge_identical(start, chosen, points if kind == "points" else None, count, 5, ordered=kind == "order")
    expected: Counter = Counter()
    for row, times in rows:
        ordered = row if kind == "order" else sorted(row)
        expected[tuple(p for p, _ in ordered), tuple(v for _, v in ordered) if kind == "points" else None] += times
    assert as_counter(found) == expected
    assert found.num_ballots == sum(times for _, times in rows)
    return found


def test_the_rows_of_one_query_make_the_same_election():
    rows = [
        ("k1", None, "2", 1),
        ("k1", None, "1", 2),
        ("k2", None, None, None),
        ("k3", None, "1", 2),
        ("k3", None, "2", 1),
    ]
    election = Election.from_rows(projects_of([100, 200]), rows, "rank", 1000)
    assert election.ballots == 3 and election.parts[0].profile.num_blank == 1
    assert election.parts[0].profile.total_scores == [2, 4]


@pytest.mark.parametrize(
    ("ballots", "ballot_type", "words"),
    [
        ([(["9"], 1)], "choose", "not in this election"),
        ([(["1", "1"], 1)], "choose", "twice"),
        ([({"1": -1}, 1)], "points", "less than nothing"),
        ([], "guess", "no ballot type"),
    ],
)
def test_what_is_no_ballot_is_refused(ballots, ballot_type, words):
    with pytest.raises(ElectionError, match=words):
        Election.of(projects_of([100, 200]), ballots, ballot_type, 1000)


@pytest.mark.parametrize(
    "project",
    [
        ElectionProject("1", 1, -1),
        ElectionProject("1", 1, 100, 200),
        ElectionProject("1", 1, 100, 0),
        ElectionProject("1", 1, 100, None, "x"),
    ],
)
def test_what_is_no_project_is_refused(project):
    with pytest.raises(ElectionError):
        Election.of([project], [], "choose", 1000)


def test_points_too_large_to_add_exactly_are_refused():
    with pytest.raises(ValueError, match="too large"):
        Election.of(projects_of([100]), [({"1": 2**50}, 8)], "points", 1000)


@pytest.mark.parametrize(
    ("points", "count", "fits"),
    [(2**53 - 1, 1, True), (2**53, 1, False), (0, 2**53 - 1, True), (0, 2**53, False), (2**51, 4, False)],
)
def test_all_that_is_added_up_stays_below_two_to_the_53(points, count, fits):
    made = [0, 1], [0], [points], [count], 1
    if fits:
        assert merge_identical(*made, ordered=False).total_scores == [points * count]
    else:
        with pytest.raises(merging.TooLarge, match="must stay below"):
            merge_identical(*made, ordered=False)


def test_ballots_that_only_name_projects_are_limited_by_their_number():
    assert merge_identical([0, 1], [0], None, [2**53 - 1], 1, ordered=False).approval_scores == [2**53 - 1]
    with pytest.raises(merging.TooLarge):
        merge_identical([0, 1], [0], None, [2**53], 1, ordered=False)


def test_blocks_hold_whole_rows_and_at_least_one(monkeypatch):
    """Rows of 2, 2, 5, 0 and 1 entries in blocks of 4: the first two; the third alone, too long as it is; the rest."""
    monkeypatch.setattr(profile, "_BLOCK", 4)
    assert list(profile.blocks(np.array([0, 2, 4, 9, 9, 10]))) == [(0, 2), (2, 3), (3, 5)]
    assert list(profile.blocks(np.array([0]))) == []


@thorough
@given(rows, st.sampled_from(["set", "points", "order"]))
def test_in_small_blocks_the_same_comes_out(rows, kind):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(profile, "_BLOCK", 3)
        found = check_grouping(rows, kind)
        votes = Counter(place for row, times in rows for place, _ in row for _ in range(times))
        assert found.approval_scores == [votes[place] for place in range(5)]
        values = Counter()
        for row, times in rows:
            for place, value in row:
                values[place] += times * (value if kind == "points" else 1)
        assert found.total_scores == [values[place] for place in range(5)]


def test_more_projects_than_sixteen_bits_can_number():
    """Entries 0 to 2 name the last, the first and again the last of 65,537 projects."""
    many = merge_identical([0, 1, 2, 3], [2**16, 0, 2**16], None, [1, 2, 4], 2**16 + 1, ordered=True)
    order, bounds = many.by_project
    assert many.approval_scores[0] == 2 and many.approval_scores[2**16] == 5
    assert order.tolist()[0] == many.chosen.tolist().index(0) and bounds[1] == 1 and bounds[-1] == len(many.chosen)


def test_entries_of_rows():
    start = np.array([0, 2, 2, 5])
    assert profile.entries_of(start, np.array([2, 1, 0])).tolist() == [2, 3, 4, 0, 1]
    assert profile.entries_of(start, np.array([1])).tolist() == []
    assert profile.entries_of(start, np.array([], dtype=int)).tolist() == []


@pytest.mark.parametrize("kind", ["set", "points", "order"])
def test_ballots_of_one_length_and_one_hash_stay_apart(kind, monkeypatch):
    monkeypatch.setattr(merging, "_scrambled", lambda values: np.zeros_like(values))
    assert check_grouping([([(0, 1)], 1), ([(1, 1)], 2), ([(0, 1)], 3)], kind).num_distinct == 2
    assert check_grouping([([(0, 1)], 1), ([(0, 2)], 2)], kind).num_distinct == (2 if kind == "points" else 1)


def test_the_hash_keeps_ballots_apart_without_a_second_look(monkeypatch):
    """The slow comparison is for equal hashes of different ballots: it is not needed for these."""
    monkeypatch.setattr(merging, "_same_ballots_one_by_one", None)
    sets = [(list(enumerate([1] * size)), 1) for size in range(5)] * 2
    check_grouping(sets, "set")
    check_grouping([([(0, 1), (1, 2)], 1), ([(0, 2), (1, 1)], 1), ([(0, 1), (1, 2)], 1)], "points")
    check_grouping([([(0, 1), (1, 1)], 1), ([(1, 1), (0, 1)], 1), ([(0, 1), (1, 1)], 2)], "order")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"unit": 0}, "at least one penny"),
        ({"budgets": {None: -1}}, "no less than nothing"),
        ({"budgets": {None: 1, "other": -1}}, "no less than nothing"),
        ({"budgets": {None: -1}, "unit": 0}, "no less than nothing"),
    ],
)
def test_money_below_nothing_is_refused(more, words):
    with pytest.raises(ElectionError, match=words):
        Election.of(projects_of([100]), [], "choose", **{"budgets": 1000, **more})


def test_no_budget_one_pound_unit_and_the_rows_of_points():
    assert Election.of(projects_of([100]), [], "choose").budgets == {None: 0}
    assert (Election.of(projects_of([100]), [], "choose").unit, Election.of([], [], "choose").currency) == (100, "GBP")
    rows = [("a", None, "1", 2), ("a", None, "2", 0), ("b", None, "2", 3)]
    found = Election.from_rows(projects_of([100, 200]), rows, "score", 1000)
    assert found.parts[0].profile.total_scores == [2, 3] and found.parts[0].profile.approval_scores == [1, 1]
    assert Election.from_rows(projects_of([100]), [], "choose", 1000).ballots == 0
    chosen = Election.from_rows(projects_of([100]), [("a", None, "1", None)], "choose", 1000)
    assert chosen.parts[0].profile.approval_scores == [1]
