"""Small numbers put together, case by case; the two other modules say what must never follow from any of them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pb.results.rules import derivable
from pb.results.rules.derivable import tells_below
from pb.results.rules.groups import LEAST, TurnoutGroup, TurnoutSplit, in_a_row, merged, split, split_of_days

ONE, TWO = Fraction(1), Fraction(2)


@pytest.mark.parametrize(
    ("counts", "groups"),
    [
        ({}, ()),
        ({"A": 9}, (TurnoutGroup(("A",), 9),)),
        ({"A": 10, "B": 10}, (TurnoutGroup(("A",), 10), TurnoutGroup(("B",), 10))),
        ({"A": 5, "B": 5, "C": 9}, (TurnoutGroup(("A", "B", "C"), 19),)),
        (
            {"A": 30, "B": 4, "C": 6, "D": 12},
            (TurnoutGroup(("A",), 30), TurnoutGroup(("D",), 12), TurnoutGroup(("B", "C"), 10)),
        ),
        ({"A": 6, "B": 6, "C": 3}, (TurnoutGroup(("A", "B", "C"), 15),)),
        ({"B": 0, "A": 40}, (TurnoutGroup(("A", "B"), 40),)),
    ],
)
def test_the_smallest_are_put_together_largest_group_first(counts, groups):
    assert merged(counts) == groups


def test_groups_of_the_same_size_stand_in_the_order_of_fewer_then_of_names():
    assert merged({"B": 12, "A": 12, "C": 6, "D": 6}) == (
        TurnoutGroup(("A",), 12),
        TurnoutGroup(("B",), 12),
        TurnoutGroup(("C", "D"), 12),
    )


@pytest.mark.parametrize(
    ("counts", "groups"),
    [
        ({}, ()),
        ({"Mon": 9}, (TurnoutGroup(("Mon",), 9),)),
        ({"Mon": 10, "Tue": 11}, (TurnoutGroup(("Mon",), 10), TurnoutGroup(("Tue",), 11))),
        (
            {"Mon": 4, "Tue": 6, "Wed": 11, "Thu": 0},
            (TurnoutGroup(("Mon", "Tue"), 10), TurnoutGroup(("Wed", "Thu"), 11)),
        ),
        ({"Mon": 0, "Tue": 9}, (TurnoutGroup(("Mon", "Tue"), 9),)),
    ],
)
def test_days_are_put_together_with_their_neighbours(counts, groups):
    assert in_a_row(counts) == groups


def test_another_least_can_be_asked_for():
    assert LEAST == 10
    assert merged({"A": 3, "B": 2}, 2) == (TurnoutGroup(("A",), 3), TurnoutGroup(("B",), 2))
    assert in_a_row({"A": 2, "B": 2}, 2) == (TurnoutGroup(("A",), 2), TurnoutGroup(("B",), 2))


def test_home_and_venues_are_two_sides_and_each_has_its_channels():
    found = split({(None, "online"): 20, (None, "post"): 10, ("Abbey", "kiosk"): 15, ("Dean", "kiosk"): 11})
    assert found == TurnoutSplit(
        places=(TurnoutGroup((None,), 30), TurnoutGroup(("Abbey",), 15), TurnoutGroup(("Dean",), 11)),
        channels=(TurnoutGroup(("kiosk",), 26), TurnoutGroup(("online",), 20), TurnoutGroup(("post",), 10)),
    )


def test_a_side_alone_keeps_its_channels_apart():
    found = split({(None, "online"): 20, (None, "post"): 12})
    assert found == TurnoutSplit(
        (TurnoutGroup((None,), 32),), (TurnoutGroup(("online",), 20), TurnoutGroup(("post",), 12))
    )


def test_a_side_of_ten_is_told_from_the_other():
    found = split({(None, "online"): 10, ("Abbey", "kiosk"): 50})
    assert found.channels == (TurnoutGroup(("kiosk",), 50), TurnoutGroup(("online",), 10))


def test_a_side_of_fewer_than_ten_is_not_told_from_the_other():
    found = split({(None, "online"): 9, ("Abbey", "kiosk"): 50, ("Dean", "paper"): 30})
    assert found.channels == (TurnoutGroup(("kiosk", "online", "paper"), 89),)
    assert found.places == (TurnoutGroup(("Abbey",), 50), TurnoutGroup(("Dean", None), 39))


def test_a_channel_of_both_sides_makes_them_one():
    found = split({(None, "paper"): 20, ("Abbey", "paper"): 15})
    assert found.places == (TurnoutGroup((None,), 20), TurnoutGroup(("Abbey",), 15))
    assert found.channels == (TurnoutGroup(("paper",), 35),)


def test_days_stand_beside_the_rest_only_where_there_are_two_groups_of_them():
    cells = {(None, "online", "Mon"): 20, (None, "online", "Tue"): 12, (None, "online", "Wed"): 3}
    beside = split({(None, "online"): 35})
    days = ["Mon", "Tue", "Wed", "Thu"]
    assert split_of_days(cells, days, beside) == (TurnoutGroup(("Mon",), 20), TurnoutGroup(("Tue", "Wed", "Thu"), 15))
    assert split_of_days({(None, "online", "Mon"): 19}, days, split({(None, "online"): 19})) == ()


@pytest.mark.parametrize(
    ("cells", "tells"),
    [
        ({("A",): 10, ("B",): 10}, False),
        ({("A",): 9, ("B",): 10}, True),
        ({("A",): 9}, False),  # the whole round, which is published anyhow
        ({("A",): 0, ("B",): 10}, True),
        ({}, False),
    ],
)
def test_a_group_alone_in_its_view_is_told(cells, tells):
    assert tells_below(10, [[("A",), ("B",)]], cells) is tells


def test_each_of_two_small_groups_is_told_though_both_together_are_ten_or_more():
    assert tells_below(10, [[("A",), ("B",), ("C",)]], {("A",): 6, ("B",): 6, ("C",): 50})


@pytest.mark.parametrize(("kiosk", "paper"), [(4, 6), (10, 3), (3, 10)])
def test_a_sum_of_ten_or_more_may_be_told_whatever_it_is_made_of(kiosk, paper):
    views = [[("Abbey",), ("Dean",)], [("kiosk",), ("paper",)]]
    cells = {("Abbey", "kiosk"): kiosk, ("Abbey", "paper"): paper, ("Dean", "kiosk"): 20, ("Dean", "paper"): 20}
    assert not tells_below(10, views, cells)


def test_what_is_left_of_a_group_that_another_view_has_too_is_told():
    """Monday is Abbey's 20 and Dean's 3."""
    cells = {("Abbey", "Mon"): 20, ("Dean", "Mon"): 3, ("Dean", "Tue"): 12}
    assert tells_below(10, [[("Abbey",), ("Dean",)], [("Mon",), ("Tue",)]], cells)
    assert not tells_below(3, [[("Abbey",), ("Dean",)], [("Mon",), ("Tue",)]], cells)
    assert not tells_below(10, [[("Abbey",), ("Dean",)], [("Mon", "Tue")]], cells)


def test_every_column_of_a_reduced_row_is_taken_out_of_the_others():
    """x + y = 1 and x + 2y = 1, as a pupil would solve them: x = 1 and y = 0."""
    rows = [{"x": ONE, "y": ONE, "right": ONE}, {"x": ONE, "y": TWO, "right": ONE}, {"x": TWO, "y": TWO, "right": TWO}]
    assert derivable._reduced(rows) == {"x": {"x": ONE, "right": ONE}, "y": {"y": ONE}}
    # x + 2y = 4 and x + y = 3: x = 2 and y = 1.
    rows = [{"x": ONE, "y": TWO, "right": 4 * ONE}, {"x": ONE, "y": ONE, "right": 3 * ONE}]
    assert derivable._reduced(rows) == {"x": {"x": ONE, "right": TWO}, "y": {"y": ONE, "right": ONE}}
