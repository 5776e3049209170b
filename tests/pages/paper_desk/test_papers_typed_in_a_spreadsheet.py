"""One of the two typings of a bundle from a spreadsheet: all or nothing, by the typist, and never both."""

from __future__ import annotations

from datetime import date, time

import pytest

from pb.paper.rules import read_entry, shown_serial
from pb.roles import FACILITATOR
from pb.voting.queries import frozen_ballot
from pb.web.access import COUNTER
from tests.support.typed_lists import entries_of, faults_on, from_file, typed_list, uploads
from tests.support.workbooks import ods, xlsx


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_a_list_is_read_back_and_saved_as_typed_by_who_uploads_it(typing_desks, counters, kind):
    (first, second, _), bundle, serials = typing_desks
    marked = ("3 7 12", "B", "4 ?")
    rows = [["paper", "marked"], *([int(serial), each] for serial, each in zip(serials, marked, strict=True))]
    data = {"csv": typed_list(*zip(serials, marked, strict=True)), "xlsx": xlsx(typed=rows), "ods": ods(rows)}[kind]
    page = uploads(first, bundle, data, name=f"typed.{kind}")
    assert page.heading == "Check before you save these papers" and entries_of(bundle) == []
    assert [row[1:] for row in page.tables["Papers in the file"][1:]] == [
        [shown_serial(serials[0]), "3 Project number 3 · 7 Project number 7 · 12 Project number 12"],
        [shown_serial(serials[1]), "blank"],
        [shown_serial(serials[2]), "doubtful · 4 Project number 4"],
    ]
    page = first.presses("Save these papers as typed by me")
    assert "3 papers have been saved as typed by you." in page.text
    made = {each.paper.serial: each for each in entries_of(bundle)}
    assert {each.typed_by for each in made.values()} == {counters[0].id}
    rules = frozen_ballot(bundle.round_id).rules
    assert [made[serial].reading for serial in serials] == [read_entry(each, rules) for each in marked]
    second.opens(f"/rounds/{bundle.round_id}/paper-desk/bundles/{bundle.id}")
    second.follows("Start the second typing")
    second.types("Number on the paper", serials[0]).types("Projects ticked", "3 7 12").presses("Next paper")
    assert len(entries_of(bundle)) == 4


def test_each_row_that_cannot_be_used_is_named_with_what_to_do_and_nothing_is_saved(typing_desks, make):
    (first, _, _), bundle, serials = typing_desks
    other = make.voting_round(projects=3, entitlement="vouch")
    [stranger] = make.papers(make.session_at(other), printed=1, issued=0)
    page = uploads(
        first,
        bundle,
        typed_list(
            (serials[0], "3 7"),
            ("123 4560", "1"),
            (stranger, "2"),
            (serials[1], "99"),
            (serials[2], ""),
            (serials[0], "4"),
        ),
    )
    assert faults_on(page) == [
        ["3", "123 4560", "This is not the number of a ballot paper. It has 7 digits. Check each digit."],
        ["4", shown_serial(stranger), "No paper with this number was printed for this round. Check each digit."],
        ["5", shown_serial(serials[1]), "There is no project 99 on this ballot. Check the paper again."],
        ["6", shown_serial(serials[2]), "Enter the project numbers, or B for blank, S for spoiled or ? for doubtful."],
        [
            "7",
            shown_serial(serials[0]),
            "This paper is also on row 2. Look at both papers, and correct one of the numbers.",
        ],
    ]
    assert "There are 5 problems in this file. Nothing has been saved." in page.errors
    assert entries_of(bundle) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"serial;choices\n", "The file only has column names. Add a line for each paper below them."),
        (b"1,2\n3,4\n", "A line at the top must name the two columns: paper and marked."),
        (b"paper,marked,notes\n1,2,hm\n", "The file may have two columns alone: paper and marked. Take out the others"),
        (b"paper,marked,,\n1,2,hm,\n", "This row has something outside the two columns."),
        (b"%PDF-1.7", "This is a PDF, which cannot be read as a list."),
        (b"", "A line at the top must name the two columns: paper and marked."),
    ],
)
def test_a_file_that_is_no_such_list_says_why(typing_desks, data, said):
    (first, _, _), bundle, _serials = typing_desks
    [[_row, _paper, reason]] = faults_on(uploads(first, bundle, data))
    assert reason.startswith(said)


def test_what_a_spreadsheet_has_changed_by_itself_is_put_right_or_refused(typing_desks, make):
    (first, _, _), bundle, serials = typing_desks
    page = uploads(
        first, bundle, xlsx(typed=[["Number", "Marks"], [serials[0], date(2026, 5, 2)], [serials[1], time(7, 1)]])
    )
    assert [row[0] for row in faults_on(page)] == ["2", "3"]
    assert all("has made a date or a time of what was typed" in row[2] for row in faults_on(page))
    assert entries_of(bundle) == []


TYPES = [
    ({"max_choices": 3}, ("1", "2 5", "B", "3 4 9", "S", "7 ?")),
    ({"ballot_type": "budget"}, ("1", "2 5", "B", "3 4 9", "S", "7 ?")),
    ({"ballot_type": "points", "points_to_share": 10}, ("1=10", "2=5 3=5", "B", "4/1 5/9", "S", "7=2 ?")),
    ({"ballot_type": "rank", "max_choices": 3}, ("1", "2 5", "B", "3=1 4=1", "S", "7 ?")),
    ({"ballot_type": "score"}, ("1=5", "2=4 3=0", "B", "4=1 5=3", "S", "7=2 ?")),
]


@pytest.mark.parametrize(("settings", "marked"), TYPES)
def test_every_type_of_ballot_says_what_it_says_at_the_desk(make, visitor, settings, marked):
    round_ = make.voting_round(projects=12, entitlement="vouch", **settings)
    one, two = (make.staff(COUNTER, declared_in=round_) for _ in range(2))
    voting_session = make.session_at(round_, make.staff(FACILITATOR))
    serials = make.papers(voting_session, printed=6, issued=6)
    bundle = make.bundle(voting_session, in_box=6, one=one, two=two)
    rules = frozen_ballot(round_.id).rules
    visitor.signed_in_as(one)
    example = visitor.downloads(f"{from_file(bundle)}/example.csv").get_data(as_text=True).splitlines()[1:]
    assert all(read_entry(row.split(",", 1)[1].strip('"'), rules) for row in example)
    page = uploads(visitor, bundle, typed_list(*zip(serials, marked, strict=True)))
    assert page.heading == "Check before you save these papers"
    visitor.presses("Save these papers as typed by me")
    made = {each.paper.serial: each.reading for each in entries_of(bundle)}
    assert made == {serial: read_entry(each, rules) for serial, each in zip(serials, marked, strict=True)}
