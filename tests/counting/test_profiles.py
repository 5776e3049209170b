"""Profile are merged when they are the same, and only then."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.counting import Election, ElectionError, Project, merging
from pb.counting.merging import merge_identical
from tests.counting.making import projects_of
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


def check_grouping(rows, kind: str) -> None:
    start, chosen, points, count = arrays(rows)
    found = merge_identical(start, chosen, points if kind == "points" else None, count, 5, ordered=kind == "order")
    expected: Counter = Counter()
    for row, times in rows:
        ordered = row if kind == "order" else sorted(row)
        expected[tuple(p for p, _ in ordered), tuple(v for _, v in ordered) if kind == "points" else None] += times
    assert as_counter(found) == expected
    assert found.num_ballots == sum(times for _, times in rows)


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
    "project", [Project("1", 1, 0), Project("1", 1, 100, 200), Project("1", 1, 100, 0), Project("1", 1, 100, None, "x")]
)
def test_what_is_no_project_is_refused(project):
    with pytest.raises(ElectionError):
        Election.of([project], [], "choose", 1000)


def test_points_too_large_to_add_exactly_are_refused():
    with pytest.raises(ValueError, match="too large"):
        Election.of(projects_of([100]), [({"1": 2**50}, 8)], "points", 1000)
