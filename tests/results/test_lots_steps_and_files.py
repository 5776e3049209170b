"""The lot as people type it, the order of acts after the close, and files that become rounds. No database."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pb.counting import Election, ElectionProject, Rulebook
from pb.counting.pabulib import ElectionFile
from pb.results.rules.files import (
    LARGEST,
    METHODS,
    date_of,
    file_error,
    limit_in_meta,
    methods_of,
    values_of,
    with_printed_numbers,
)
from pb.results.rules.files_readme import readme
from pb.results.rules.lots import difference, digits_error, in_fives, read_digits
from pb.results.rules.steps import ChecklistStep, StepFact, steps_in_order


def test_digits_are_read_without_what_stands_between_throws():
    assert read_digits(" 12, 34.\n5-6;7\t8 ") == "12345678" and read_digits("1x2") == "1x2" and read_digits("") == ""


@pytest.mark.parametrize("many", [20, 200])
def test_so_many_digits_are_a_lot(many):
    assert digits_error("5" * many) is None


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        ("5" * 19, "Enter at least 20 digits. You have entered 19."),
        ("", "Enter at least 20 digits. You have entered 0."),
        ("5" * 201, "You have entered 201 digits. Enter 200 or fewer."),
        ("5" * 19 + "x", "Enter only digits"),
        ("x" + "5" * 20, "Enter only digits"),
        ("٥" * 20, "Enter only digits"),
    ],
)
def test_other_typings_are_told_what_is_wrong(digits, said):
    assert str(digits_error(digits)).startswith(said)


def test_two_typings_are_compared_digit_by_digit():
    assert difference("12345", "12345") is None
    assert str(difference("12345", "12945")) == "Digit 3 is different. One person entered 3, the other 9."
    assert str(difference("9", "1")) == "Digit 1 is different. One person entered 9, the other 1."
    assert str(difference("1234", "12345")) == "One person entered 4 digits, the other 5."
    assert str(difference("12345", "1934")).startswith("Digit 2 is different.")


def test_digits_are_read_out_in_fives():
    assert in_fives("123456789012") == "12345 67890 12" and in_fives("12345") == "12345" and in_fives("") == ""


def test_the_first_step_that_is_not_done_is_next_and_those_after_it_wait():
    facts = [StepFact("a", True), StepFact("b", False, ("Do it.",)), StepFact("c", True), StepFact("d", False)]
    assert steps_in_order(facts) == [
        ChecklistStep("a", "done", ()),
        ChecklistStep("b", "next", ("Do it.",)),
        ChecklistStep("c", "waiting", ()),
        ChecklistStep("d", "waiting", ()),
    ]
    assert [step.state for step in steps_in_order([StepFact("a", True), StepFact("b", True)])] == ["done", "done"]


def file_of(*projects: ElectionProject, budget: int = 500, **rulebook) -> ElectionFile:
    election = Election.of(projects, [([projects[0].id], 1)], "choose", budget)
    return ElectionFile(election, {}, Rulebook("most-votes", **rulebook), None)


BENCHES, BULBS = ElectionProject("p4", 4, 300), ElectionProject("p9", 9, LARGEST)


def test_a_file_with_amounts_that_fit_becomes_a_round():
    assert LARGEST == 2_147_483_647 and file_error(file_of(BENCHES, BULBS, budget=LARGEST)) is None


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (file_of(BENCHES, replace(BULBS, withdrawn=True)), "has withdrawn projects"),
        (file_of(BENCHES, replace(BULBS, cost=LARGEST + 1)), "too large for the database"),
        (file_of(BENCHES, budget=LARGEST + 1), "too large for the database"),
    ],
)
def test_a_file_that_cannot_is_told_why(file, said):
    assert said in str(file_error(file))


@pytest.mark.parametrize(
    ("own", "printed"),
    [
        ([4, 9], [4, 9]),
        ([1, LARGEST], [1, LARGEST]),
        ([0, 9], [1, 2]),
        ([9, LARGEST + 1], [1, 2]),
        ([9, "9b"], [1, 2]),
    ],
)
def test_projects_keep_their_numbers_where_all_of_them_are_numbers(own, printed):
    file = file_of(
        *(ElectionProject(f"p{number}", number, 300) for number in own),
        exclusions=(frozenset({f"p{own[0]}", f"p{own[1]}"}),),
    )
    election, rulebook = with_printed_numbers(file)
    assert [(project.id, project.number) for project in election.projects] == [(str(n), n) for n in printed]
    assert [project for part in election.parts for project in part.projects] == list(election.projects)
    assert rulebook == replace(file.rulebook, exclusions=(frozenset(map(str, printed)),))


def test_a_date_is_a_day_a_year_or_plainly_wrong():
    assert date_of(" 01.06.2025 ") == datetime(2025, 5, 31, 23, tzinfo=UTC)
    assert date_of("2025") == datetime(2025, 1, 1, tzinfo=UTC)
    assert date_of("June") == date_of("") == datetime(1969, 12, 31, 23, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-05-14", "14/05/2026", "14-05-2026", "14.5.26", "14 May 2026", "46156"])
def test_a_date_of_a_file_is_read_as_people_write_it(text):
    assert date_of(text) == datetime(2026, 5, 13, 23, tzinfo=UTC)


def test_a_month_alone_begins_on_its_first_day():
    assert date_of("05.2026") == date_of("2026-05") == date_of("05/2026") == datetime(2026, 4, 30, 23, tzinfo=UTC)
    assert date_of("1995-05-14") == datetime(1995, 5, 13, 23, tzinfo=UTC), "no vote is too old for a file"


def test_the_value_of_a_choice_is_a_tick_a_place_or_its_points():
    assert list(values_of([4, 9, 12], [2, 0], None, "choose")) == [(12, 1), (4, 1)]
    assert list(values_of([4, 9, 12], [2, 0], None, "rank")) == [(12, 1), (4, 2)]
    assert list(values_of([4, 9, 12], [2, 0], [5, 3], "points")) == [(12, 5), (4, 3)]


def test_ways_of_voting_are_counted_where_the_file_has_a_column(tmp_path):
    file = tmp_path / "village.pb"
    file.write_text(
        "\ufeffMETA\nkey;value\nPROJECTS\n\n votes \nvoter_id; voting_method ;vote\n1; internet;4\n2;paper;9\n3;internet\n4\n"
    )
    assert methods_of(file) == Counter(internet=2, paper=1)
    file.write_text("META\nVOTES\nvoter_id;vote\n1;4\n")
    assert methods_of(file) == Counter()
    file.write_text("META\n")
    assert methods_of(file) == Counter()
    assert METHODS == {"internet": "screen", "paper": "on-paper"}


def test_the_readme_names_the_round_and_the_commands_for_each_pot():
    text = readme("Spring", "3 projects", "abc123", {"north.pb": "North", "south.pb": "South"})
    assert text.startswith("Spring: the published result\n3 projects\n")
    for line in (
        "north.pb            the votes on the pot North in the open format",
        "    python3 recount_naive.py south.pb",
        "    python3 -m pb.counting north.pb",
        "    abc123",
    ):
        assert f"\n{line}" in text


def test_dates_and_limits_that_no_vote_has_are_as_if_nothing_were_said():
    assert date_of("31.12.9999") == date_of("01.01.0001") == date_of("")
    assert [limit_in_meta(text, 7) for text in ("3", "", "²", "9" * 5_000, "-1")] == [3, 7, 7, 7, 7]
