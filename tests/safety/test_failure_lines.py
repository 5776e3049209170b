"""The log of failed requests while something stays broken."""

import logging

import pytest

from pb.web.failure_lines import MOST_LINES, QUIET_FOR, FailureLines


@pytest.fixture
def at():
    """Seconds of a clock that a test moves."""
    return [0.0]


@pytest.fixture
def lines(at, caplog):
    caplog.set_level(logging.ERROR)
    return FailureLines(lambda: at[0])


def test_the_same_line_comes_once_a_minute_with_how_often_it_came_in_between(lines, at, caplog):
    for second in range(150):
        at[0] = float(second)
        lines.write("error 503: disk full")
    assert caplog.messages == [
        "error 503: disk full",
        "error 503: disk full (and 59 times since this was last said)",
        "error 503: disk full (and 59 times since this was last said)",
    ]


def test_another_cause_is_said_at_once_and_a_single_one_without_a_number(lines, at, caplog):
    lines.write("error 503: disk full")
    lines.write("error 500: KeyError at pages/home.py:3")
    at[0] = QUIET_FOR
    lines.write("error 503: disk full")
    assert caplog.messages == ["error 503: disk full", "error 500: KeyError at pages/home.py:3", "error 503: disk full"]


def test_many_different_lines_are_all_said(lines, caplog):
    for number in range(MOST_LINES + 5):
        lines.write(f"error {number}")
    assert len(caplog.messages) == MOST_LINES + 5
