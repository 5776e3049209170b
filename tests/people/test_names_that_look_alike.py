"""Two names that an eye could take for one another are one name."""

import pytest

from pb.people.rules import skeleton


@pytest.mark.parametrize(
    "other",
    [
        "ina gray",
        "Ina  Gray",
        " Ina\u00a0Gray\u200b",
        "Ína Grày",
        "Inа Grаy",  # Cyrillic а
        "lna Gray",  # a small L
        "1na Gray",
        "Ιna Gray",  # Greek iota
        "Ina-Gray.",
        "ＩＮＡ ＧＲＡＹ",  # wide letters
    ],
)
def test_names_that_look_like_ina_gray(other):
    assert skeleton(other) == skeleton("Ina Gray")


@pytest.mark.parametrize("other", ["Ina Grey", "Ian Gray", "Ina M Gray", "Nina Gray", "Ina"])
def test_names_that_do_not(other):
    assert skeleton(other) != skeleton("Ina Gray")


@pytest.mark.parametrize(
    ("one", "two"), [("Bernard", "Bemard"), ("Oona", "00na"), ("Łukasz", "Lukasz"), ("Søren", "Soren")]
)
def test_letters_of_neighbours(one, two):
    assert skeleton(one) == skeleton(two)
