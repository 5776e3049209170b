"""Numbers of cards as people write them down: what is read, what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.voting.rules.card_numbers import NotNumbers, read_numbers, write_numbers
from pb.voting.rules.cards import MOST_CARDS


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", []), ("7", [7]), ("8, 7", [7, 8]), ("6-8", [6, 7, 8]), ("6 – 8", [6, 7, 8]), ("6 to 7,\n10", [6, 7, 10]),
        (" 5 6;7 ", [5, 6, 7]), ("5-5", [5]), ("5-10", [5, 6, 7, 8, 9, 10]),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(typed, read):
    assert read_numbers(typed, 5, 10) == read


@pytest.mark.parametrize(
    "typed",
    [
        "4",
        "11",
        "5-11",
        "8-6",
        "seven",
        "5, 5",
        "5-7, 6",
        "5-10, 5-10",
        "-5",
        "5-",
        "5.5",
        "٧",
        "9" * 30,
        "5," * 20_000,
    ],
)
def test_what_is_no_list_of_the_stacks_numbers_is_refused(typed):
    with pytest.raises(NotNumbers):
        read_numbers(typed, 5, 10)


@given(st.sets(st.integers(1, 60)))
def test_numbers_that_were_written_are_read_again(chosen):
    assert read_numbers(write_numbers(sorted(chosen)), 1, 60) == sorted(chosen)


def test_a_list_that_was_read_is_written_and_read_again_however_long_it_is():
    """Every second card of the largest pack, typed with one space between: it is kept with a comma as well."""
    numbers = list(range(10_001, 10_001 + MOST_CARDS, 2))
    read = read_numbers(" ".join(map(str, numbers)), numbers[0], numbers[-1])
    assert read_numbers(write_numbers(read), numbers[0], numbers[-1]) == read == numbers
