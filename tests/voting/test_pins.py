"""Which two PINs a kiosk takes."""

from __future__ import annotations

import pytest

from pb.voting.rules.pins import is_weak, pin_error


@pytest.mark.parametrize("pin", ["0000", "1234", "8765", "9012", "2109", "1212", "474747", "123123", "123412341234"])
def test_a_pin_that_a_stranger_would_try_first_is_weak(pin):
    assert is_weak(pin)


@pytest.mark.parametrize("pin", ["2468", "1357", "1235", "1214", "9011", "4711", "12312", "1324"])
def test_any_other_pin_is_not(pin):
    assert not is_weak(pin)


@pytest.mark.parametrize("pins", [("2468", "4711"), ("2468", "471147114712"), ("471147114712", "2468")])
def test_two_different_pins_of_four_to_twelve_numbers_are_taken(pins):
    assert pin_error(*pins) is None


@pytest.mark.parametrize(
    ("pins", "said"),
    [
        (("246", "4711"), "must be 4 to 12 numbers"),
        (("2468", "471"), "must be 4 to 12 numbers"),
        (("4711471147112", "2468"), "must be 4 to 12 numbers"),
        (("", "4711"), "must be 4 to 12 numbers"),
        (("24a8", "4711"), "must be 4 to 12 numbers"),
        (("2468", "²³¹⁴"), "must be 4 to 12 numbers"),
        (("2468", "٢٤٦٨"), "must be 4 to 12 numbers"),
        (("1234", "4711"), "too easy to guess"),
        (("2468", "1111"), "too easy to guess"),
        (("2468", "2468"), "must be different"),
    ],
)
def test_each_other_pair_is_told_what_is_wrong_with_it(pins, said):
    assert said in str(pin_error(*pins))
