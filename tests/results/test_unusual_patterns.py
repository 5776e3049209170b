"""Ballots that nobody else filled in alike: how many there are, and which are withheld where a round wants that."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pb.results.queries.elections import unusual_choices
from pb.results.rules.groups import LEAST
from pb.results.rules.patterns import UnusualBallots, unusual_ballots, withheld

times = st.dictionaries(st.frozensets(st.integers(1, 6), max_size=3), st.integers(1, 30), min_size=1)


def test_a_pattern_is_unique_where_one_ballot_has_it_blank_ones_among_them():
    assert unusual_ballots([{(1, 2): 1, (1,): 3, (): 1}]) == UnusualBallots(ballots=5, patterns=3, unique=2)


def test_each_pot_has_ballots_of_its_own():
    assert unusual_ballots([{(1,): 1}, {(1,): 1, (5,): 2}]) == UnusualBallots(ballots=4, patterns=3, unique=2)


def test_rare_patterns_are_withheld_and_common_ones_are_not():
    assert withheld({"a": 6, "b": 7, "c": 8, "d": 40}, 8) == {"a", "b"}


def test_a_sum_of_few_ballots_is_hidden_behind_the_next_rarest():
    assert withheld({"a": 1, "b": 20, "c": 30}, 2) == {"a", "b"}


def test_nothing_is_withheld_where_nothing_is_rare_or_the_round_does_not_ask():
    assert withheld({"a": 5, "b": 9}, 5) == withheld({"a": 1, "b": 9}, None) == frozenset()


@given(times, st.integers(1, 20))
def test_what_is_published_is_common_and_what_is_withheld_is_ten_ballots_or_all(given_times, least_alike):
    hidden = withheld(given_times, least_alike)
    assert all(n >= least_alike for pattern, n in given_times.items() if pattern not in hidden)
    ballots = sum(given_times[pattern] for pattern in hidden)
    assert not hidden or ballots >= LEAST or hidden == set(given_times)


@given(times, st.integers(1, 20), st.randoms())
def test_the_order_of_the_database_decides_nothing(given_times, least_alike, random):
    shuffled = list(given_times.items())
    random.shuffle(shuffled)
    assert withheld(dict(shuffled), least_alike) == withheld(given_times, least_alike)


@given(times, st.integers(1, 20))
def test_no_more_is_withheld_than_must_be(given_times, least_alike):
    hidden = withheld(given_times, least_alike)
    more = [pattern for pattern in hidden if given_times[pattern] >= least_alike]
    rare = sum(given_times[pattern] for pattern in hidden if given_times[pattern] < least_alike)
    assert not more or 0 < rare < LEAST
    assert rare + sum(sorted(given_times[pattern] for pattern in more)[:-1]) < LEAST or not more


def test_the_numbers_come_from_the_ballots_of_the_box(app, make):
    round_ = make.opened_box(make.voting_round(projects=5, min_choices=0), (1, 2), (2, 1), (3,), (4, 5), ())
    assert unusual_choices(make.fresh(round_)) == UnusualBallots(ballots=5, patterns=4, unique=3)
