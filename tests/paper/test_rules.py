"""Serials, what a typist may type, when two typings agree, when numbers fit."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.paper.rules import (
    REASONS,
    PaperCounts,
    PaperReading,
    PaperState,
    RuledReading,
    UnreadableEntry,
    check_digit,
    discrepancies,
    new_serial,
    read_entry,
    read_serial,
    reading_from,
    ruled_from,
    shown_serial,
    state_of,
)
from pb.paper.rules.serials import _DAMM
from tests.support.ballot_rules import whole_ballot

BALLOT = frozenset(range(1, 25))


RULES = whole_ballot("choose", BALLOT, 1, 3)


def test_the_check_digit_is_the_one_of_the_published_example():
    assert check_digit("572") == "4"


def test_the_table_behind_it_is_a_quasigroup_with_zeros_on_its_diagonal():
    """Then every wrong digit is found, and a serial with its check digit ends at 0 (Damm, 2004)."""
    columns = ["".join(column) for column in zip(*_DAMM, strict=True)]
    assert all("".join(sorted(line)) == "0123456789" for line in [*_DAMM, *columns])
    assert [_DAMM[n][n] for n in range(10)] == ["0"] * 10


@given(st.integers(0, 999_999), st.integers(0, 6), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number, place, by):
    body = f"{number:06d}"
    serial = body + check_digit(body)
    wrong = serial[:place] + str((int(serial[place]) + by) % 10) + serial[place + 1 :]
    assert read_serial(serial) == serial and read_serial(wrong) is None


@given(st.integers(0, 999_999), st.integers(0, 5))
def test_two_neighbours_swapped_are_always_found(number, place):
    body = f"{number:06d}"
    serial = body + check_digit(body)
    swapped = serial[:place] + serial[place + 1] + serial[place] + serial[place + 2 :]
    assert read_serial(swapped) is None or swapped == serial


def test_a_serial_is_read_as_it_is_printed():
    serial = new_serial()
    assert read_serial(f" {shown_serial(serial)} ") == serial
    assert read_serial("") is None and read_serial("12345678") is None and read_serial("²³⁴⁵⁶⁷⁸") is None


def test_any_six_digits_can_be_drawn_for_a_serial(monkeypatch):
    drawn_from = []
    monkeypatch.setattr("pb.paper.rules.serials.secrets.randbelow", lambda many: drawn_from.append(many) or 47)
    assert new_serial() == "0000475" and drawn_from == [1_000_000]


@pytest.mark.parametrize(
    ("typed", "numbers", "mark"),
    [
        ("3 7 12", (3, 7, 12), ""),
        ("0007 3", (3, 7), ""),
        ("12,3 7", (3, 7, 12), ""),
        ("1 2 3 4 5", (1, 2, 3, 4, 5), ""),
        ("b", (), "blank"),
        ("S", (), "spoiled"),
        ("?", (), "doubtful"),
        ("3 7?", (3, 7), "doubtful"),
    ],
)
def test_what_a_typist_types_is_read_as_the_paper_says(typed, numbers, mark):
    reading = read_entry(typed, RULES)
    assert (reading.numbers, reading.kind) == (numbers, mark)
    assert reading_from(reading.as_text) == reading


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter the project numbers"),
        ("3 25", "no project 25"),
        ("0", "no project 0"),
        ("00003", "no project 00003"),
        ("3 3", "You have typed number"),
        ("3 03", "You have typed number"),
        ("3 x", "“X” is not a number"),
        ("B 3", "on its own"),
        ("B S", "on its own"),
        ("3-7", "is not a number"),
    ],
)
def test_a_slip_is_refused_with_what_to_do(typed, said):
    with pytest.raises(UnreadableEntry, match=said):
        read_entry(typed, RULES)


def state(*typed: str, ruled: bool = False, withdrawn: Collection[int] = ()) -> PaperState:
    return state_of([read_entry(each, RULES) for each in typed], ruled, RULES, withdrawn)


def test_a_paper_is_settled_by_two_equal_typings_of_an_allowed_ballot_or_by_a_ruling_only():
    assert state("3 7") == PaperState.TYPED_ONCE
    assert state("3 7", "7 3") == PaperState.SETTLED
    assert state("3 7", "3 8") == PaperState.DIFFERS
    assert state("3 7", "3 8", "3 8") == PaperState.SETTLED
    assert state("3 7", "3 8", "3 9") == PaperState.TO_RULE
    assert state("1 2 3 4", "1 2 3 4") == PaperState.TO_RULE
    assert state("B", "B") == state("S", "S") == state("3 ?", "3 ?") == PaperState.TO_RULE
    assert state("B", "B", ruled=True) == PaperState.SETTLED


def test_where_fewer_projects_are_left_than_the_ballot_asks_for_fewer_are_enough_on_paper_too():
    def two_of(withdrawn: Collection[int]) -> PaperState:
        return state_of([PaperReading((1,))] * 2, False, whole_ballot("choose", {1, 2}, 2, 3), withdrawn)

    assert two_of({2}) == PaperState.SETTLED and two_of(()) == PaperState.TO_RULE


def test_templates_know_a_state_by_its_name_in_small_letters():
    assert [str(state) for state in PaperState] == [state.name.lower() for state in PaperState]


@given(st.lists(st.sampled_from(["1", "2", "1 2 3 4", "B", "?"]), min_size=1, max_size=3))
def test_no_paper_settles_without_two_equal_typings_that_the_ballot_allows(typed):
    equal = any(typed.count(each) >= 2 and each in ("1", "2") for each in typed)
    assert (state(*typed) == PaperState.SETTLED) == equal


def test_an_account_fits_only_when_every_number_does():
    known = {"printed": 50, "issued": 30, "replaced": 2}
    assert discrepancies(PaperCounts(50, 30, 20, 2, 1), **known) == []
    assert "Papers issued and unused papers together: 49." in discrepancies(PaperCounts(50, 30, 19, 2, 1), **known)[0]
    assert len(discrepancies(PaperCounts(50, 31, 19, 2, 1), **known)) == 1
    assert len(discrepancies(PaperCounts(49, 30, 19, 3, 1), **known)) == 2
    assert discrepancies(PaperCounts(50, 30, 20, 2, 28), **known) == [], "every issued paper may be gone"
    assert "More papers were spoiled" in discrepancies(PaperCounts(50, 30, 20, 2, 40), **known)[-1]


def test_a_reading_is_cast_as_one_tick_each():
    assert PaperReading((3, 7)).choices == {3: 1, 7: 1}
    assert PaperReading((3, 7)).kind == ""


def test_a_ruling_is_kept_as_text_and_read_again():
    refused, counts = RuledReading("blank", None), RuledReading("unclear", PaperReading((3, 7)))
    assert (refused.as_text, counts.as_text) == ("blank|", "unclear|3 7")
    assert ruled_from(refused.as_text) == refused and ruled_from(counts.as_text) == counts


@pytest.mark.parametrize("reason", ["blank", "too_many", "too_few", "unclear", "torn", "not_ours", "typed_wrong"])
def test_two_people_may_rule_for_these_reasons(reason):
    assert reason in REASONS and RuledReading(reason, None).reason == reason


def test_no_ruling_has_another_reason_or_counts_a_paper_without_numbers():
    with pytest.raises(ValueError, match="late is no reason"):
        RuledReading("late", None)
    with pytest.raises(ValueError, match="has numbers"):
        RuledReading("unclear", PaperReading())
