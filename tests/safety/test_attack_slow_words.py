"""One request with two megabytes of the right nonsense must not keep the program busy for hours."""

from __future__ import annotations

import time

import pytest

from pb.codes import Slip, read_code
from pb.formats import NotMoney, pence
from pb.paper.rules import UnreadableEntry, read_entry
from pb.typed_days import NotADay, day_of
from pb.typed_times import NotATime, time_of_day
from tests.support.ballot_rules import whole_ballot

MANY = 200_000
#: Seconds of the processor. What is read in one pass takes hundredths; the pass for each letter took minutes.
SOON = 2.0


def seconds(read, text: str) -> float:
    began = time.process_time()
    with pytest.raises((NotADay, NotATime, NotMoney, Slip, UnreadableEntry)):
        read(text)
    return time.process_time() - began


@pytest.mark.parametrize(
    "text", ["-" * MANY + "x", "." * MANY + "x", " " * MANY + "x", "£" * MANY + "x", "1," * MANY, "pound" * MANY + "x"]
)
def test_an_amount_is_read_in_one_pass(text):
    assert seconds(pence, text) < SOON


@pytest.mark.parametrize(
    "text", ["2" * MANY, "1 " * MANY, "1\xa0" * MANY, "1st" * MANY, "nov " * MANY, "-" * MANY, "a m" * MANY]
)
@pytest.mark.parametrize("read", [day_of, time_of_day])
def test_a_day_and_a_time_are_read_in_one_pass(read, text):
    assert seconds(read, text) < SOON


@pytest.mark.parametrize("text", ["1 " * MANY + "x", "1" + " " * MANY + "x", "1 " * MANY + "p"])
def test_an_amount_in_groups_is_read_in_one_pass(text):
    assert seconds(pence, text) < SOON


@pytest.mark.parametrize("text", ["2" * MANY, "-" * MANY, "Z " * MANY])
def test_a_code_is_read_in_one_pass(text):
    assert seconds(read_code, text) < SOON


@pytest.mark.parametrize("kind", ["choose", "points", "rank"])
@pytest.mark.parametrize("text", ["1 " * MANY, "? " * MANY, "9" * MANY, "1=" * MANY, "=" * MANY, "1=1 " * MANY])
def test_a_paper_is_read_in_one_pass(text, kind):
    assert seconds(lambda typed: read_entry(typed, whole_ballot(kind, {1, 2, 3}, 1, 3)), text) < SOON


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("35.-", 3500),
        ("£1,200", 120_000),
        ("12.50.", 1250),
        ("80p", 80),
        ("35 pounds", 3500),
        ("7--", 700),
        ("£2k", 200_000),
    ],
)
def test_amounts_are_still_read_as_people_write_them(typed, meant):
    assert pence(typed) == meant
