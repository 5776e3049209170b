"""Which pot each line of the settings is: by its name, else by the pot that its line carried; never by its place."""

from __future__ import annotations

import pytest

from pb.rounds.rules.same_pots import same_pots

THERE = [(1, "North"), (2, "South"), (3, "West")]


@pytest.mark.parametrize(
    ("lines", "ids", "same"),
    [
        (["North", "South", "West"], (1, 2, 3), [1, 2, 3]),
        (["South", "North", "West"], (1, 2, 3), [2, 1, 3]),  # names that changed their lines
        (["South", "West"], (2, 3), [2, 3]),  # a line was emptied
        (["West", "North", "South"], (), [3, 1, 2]),
        (["Nord", "South", "West"], (1, 2, 3), [1, 2, 3]),  # a new name
        (["North", "South", "West", "East"], (1, 2, 3, None), [1, 2, 3, None]),
        (["A", "B"], (9, 9), [None, None]),  # pots of another round
        (["South", "East", "West"], (1, 2, 3), [2, None, 3]),  # its line carried a pot that stands elsewhere now
    ],
)
def test_a_line_is_the_pot_that_it_names_or_carries(lines, ids, same):
    assert same_pots(THERE, lines, ids) == same


def test_where_there_is_one_pot_it_stays_the_same_whatever_its_name():
    assert same_pots([(4, "")], ["The money"]) == [4]
