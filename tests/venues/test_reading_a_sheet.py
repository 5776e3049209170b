"""A CSV file of venues and sessions, cell by cell: what is read, and which line is told what is wrong. No database."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from pb.clock import LOCAL
from pb.tables import MOST_BYTES, MOST_LETTERS
from pb.venues.rules.columns import NEEDED
from pb.venues.rules.reading import LineFault, ReadAs, SheetLine, read_list

HEAD = "venue,date,starts,ends"
LINE = "Leith Library,24/11/2026,14:30,16:00"
STARTS, ENDS = (datetime(2026, 11, 24, *at, tzinfo=LOCAL) for at in ((14, 30), (16, 0)))
ROW = SheetLine(2, "Leith Library", {}, STARTS, ENDS)


def rows(text: str | bytes) -> list[SheetLine]:
    found, faults = read_list(text if isinstance(text, bytes) else text.encode())
    assert faults == []
    return found


def faults(text: str | bytes) -> list[tuple[int, str]]:
    return [(each.line, str(each.reason)) for each in read_list(text if isinstance(text, bytes) else text.encode())[1]]


def of_cells(**cells: str) -> str:
    """A sheet of one line, with what it needs and these cells."""
    values = {"venue": "Leith Library"} | cells
    return f"{';'.join(NEEDED + tuple(c for c in values if c not in NEEDED))}\n" + ";".join(
        values.get(column, "") for column in (*NEEDED, *(c for c in values if c not in NEEDED))
    )


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_is_read_whatever_stands_between_its_cells(between, end):
    assert rows(f"{HEAD}{end}{LINE}{end}".replace(",", between)) == [ROW]


def test_lines_are_counted_as_an_editor_shows_them():
    found, wrong = read_list(f'\n{HEAD},address\n\n{LINE},"1 High St\nLeith"\n , \n,24/11/2026,9:00,10:00\n'.encode())
    assert [row.line for row in found] == [4] and found[0].details == {"address": "1 High St\nLeith"}
    assert [(each.line, str(each.reason)) for each in wrong] == [(7, "The name of the venue is missing.")]


def test_a_short_line_lacks_its_last_cells_and_a_long_one_may_have_empty_ones():
    assert rows(f"{HEAD}\nLeith Library") == [SheetLine(2, "Leith Library")]
    assert rows(f"{HEAD}\n{LINE},, ") == [ROW]
    assert faults("date,starts,ends,venue\n24/11/2026,9:00,10:00") == [(2, "The name of the venue is missing.")]
    assert faults(f"{HEAD}\n{LINE},, x\n{LINE},x") == [
        (2, "This line has more cells than there are columns."),
        (3, "This line has more cells than there are columns."),
    ]


@pytest.mark.parametrize(
    ("sheet", "line", "said"),
    [
        (b"", 0, "The file is empty."),
        (b" \n\n", 0, "The file is empty."),
        (HEAD.encode(), 0, "The file only has column names."),
        (b"PK\x03\x04", 0, "We cannot read this as a spreadsheet."),
        (f"{HEAD}\n{LINE}\0".encode(), 0, "This is not a CSV file."),
        (b"venue;date\n", 1, "missing: starts, ends. A line at the top"),
        (
            f"{HEAD},day,kind,time\n".encode(),
            1,
            "recognise these columns: day, time. Take them out, or rename them. The columns are: venue, ",
        ),
        (f"{HEAD},kind,ends,kind\n".encode(), 1, "appear twice: ends, kind."),
        (f'{HEAD}\n{LINE}\n"Leith Library,24'.encode(), 3, "quotation mark missing"),
        (f'{HEAD}\n"Leith" Library,24\n{LINE}'.encode(), 2, "quotation mark missing"),
        (f"{HEAD}\n{'x' * 140_000},24".encode(), 2, "too long"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_why(sheet, line, said):
    ((at, reason),) = faults(sheet)
    assert at == line and said in reason


def test_a_file_of_the_largest_size_and_of_the_most_lines_is_read():
    assert MOST_BYTES == 8 * 1024 * 1024 and MOST_LETTERS == 1_500_000
    empty = f"{HEAD}\n{LINE}\n{',,,' * 30_000}\n"
    blank = " " * 100_000 + "\n"
    assert rows(empty + blank * ((MOST_BYTES - len(empty)) // len(blank))) == [ROW]
    assert faults(b" " * (MOST_BYTES + 1)) == [
        (0, "The file is too large. Split it into files of at most 5,000 lines.")
    ]
    many = "\n".join([HEAD, *[LINE] * 5000])
    assert len(rows(many)) == 5000
    assert faults(f"{many}\n{LINE}") == [(0, "The file is too long. Split it into files of at most 5,000 lines.")]


def test_empty_rows_and_long_addresses_are_no_reason_to_refuse():
    assert rows(f"{HEAD}\n{LINE}\n" + ",,,\n" * 5_100) == [ROW]
    lines = "\n".join(f"Hall {number},{'x' * 200},{'y' * 300},,," for number in range(1, 1_001))
    assert len(rows(f"venue,address,access_notes,date,starts,ends\n{lines}")) == 1000
    assert faults(f"{HEAD}\n" + f"{'x' * 100_000},,,\n" * 16) == [
        (0, "The file is too large. Split it into files of at most 5,000 lines.")
    ]


def test_a_name_may_be_120_characters_long_and_its_spaces_are_one():
    assert rows(of_cells(venue="x" * 120))[0].venue == "x" * 120
    assert faults(of_cells(venue="x" * 121)) == [(2, "The name of the venue must be 120 characters or fewer.")]
    assert rows(of_cells(venue="  Leith \t  Library "))[0].venue == "Leith Library"


def test_a_name_that_we_made_safe_for_a_spreadsheet_is_as_it_was():
    assert rows(of_cells(venue="'=Leith"))[0].venue == "=Leith"


@pytest.mark.parametrize(
    ("column", "most"), [("kind", 40), ("address", 200), ("quiet_time", 100), ("access_notes", 1000)]
)
def test_a_detail_may_be_so_long(column, most):
    assert rows(of_cells(**{column: "x" * most}))[0].details == {column: "x" * most}
    assert faults(of_cells(**{column: "x" * (most + 1)})) == [(2, f"{column} must be {most} characters or fewer.")]
    assert rows(of_cells(**{column: ""}))[0].details == {}


@pytest.mark.parametrize("column", ["step_free", "hearing_loop"])
def test_yes_and_no_are_read_as_people_write_them(column):
    for written in ("yes", "Y", "TRUE", "1", "x"):
        assert rows(of_cells(**{column: written}))[0].details == {column: True}
    for written in ("no", "N", "false", "0", "-"):
        assert rows(of_cells(**{column: written}))[0].details == {column: False}
    assert faults(of_cells(**{column: "Perhaps"})) == [(2, f"{column} says “Perhaps”. It must be yes or no.")]


def test_names_of_facilitators_are_parted_in_four_ways():
    assert rows(of_cells(facilitators="Ann, Jo /  Rose Gray|, Sam"))[0].facilitators == (
        "Ann",
        "Jo",
        "Rose Gray",
        "Sam",
    )
    assert rows(of_cells())[0].facilitators == ()


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"date": "24/11/2026"}, ["starts is missing.", "ends is missing."]),
        ({"starts": "9:00", "ends": "10:00"}, ["date is missing."]),
        ({"date": "soon", "starts": "9:00", "ends": "10:00"}, ["date says “soon”. It must be in the format 24/11/2026."]),
        ({"date": "24/11/2026", "starts": "9", "ends": "x"}, [
            "starts says “9”. It must be in the format 14:30. Write 9am or 9pm.", "ends says “x”. It must be in the format 16:00.",
        ]),
        ({"date": "24/11/2026", "starts": "9:00", "ends": "9:00"}, ["The session must end after it starts. Check the two times."]),
        ({"venue": "", "kind": "x" * 41}, ["The name of the venue is missing.", "kind must be 40 characters or fewer."]),
    ],
)  # fmt: skip
def test_everything_that_is_wrong_with_a_line_is_said(cells, said):
    assert faults(of_cells(**cells)) == [(2, each) for each in said]
    assert read_list(of_cells(**cells).encode())[0] == []


def test_a_line_with_a_fault_leaves_the_others():
    found, wrong = read_list(f"{HEAD}\n{LINE}\n,1,2,3\n{LINE}".encode())
    assert [row.line for row in found] == [2, 4] and {each.line for each in wrong} == {3}
    assert isinstance(wrong[0], LineFault)


@pytest.mark.parametrize(
    ("cells", "starts", "ends"),
    [
        ({"date": "29-Nov-26", "starts": "10:00", "ends": "12:00"}, "29 10:00", "29 12:00"),
        ({"date": "Sunday 29th November 2026", "starts": "9am", "ends": "noon"}, "29 09:00", "29 12:00"),
        ({"date": "46355", "starts": "0.583333333333333", "ends": "5.30 p.m."}, "29 14:00", "29 17:30"),
        ({"date": "29/11/2026 00:00", "starts": "29/11/2026 10:00", "ends": "24:00"}, "29 10:00", "30 00:00"),
        ({"date": "29 Nov", "starts": "1400", "ends": "16.00"}, "29 14:00", "29 16:00"),
        (
            {"date": "29/11/2026 12:00:00 AM", "starts": "1899-12-30 10:00:00", "ends": "30/12/1899 12:00"},
            "29 10:00",
            "29 12:00",
        ),
        (
            {"date": "29/11/2026", "starts": "29/11/2026 10:00:00 AM", "ends": "1/0/1900 2:00 PM"},
            "29 10:00",
            "29 14:00",
        ),
    ],
)
def test_days_and_times_are_read_as_spreadsheets_write_them(cells, starts, ends):
    (row,), wrong = read_list(of_cells(**cells).encode(), ReadAs(after=date(2026, 11, 20)))
    assert wrong == [] and row.starts_at and row.ends_at
    assert [f"{each:%d %H:%M}" for each in (row.starts_at, row.ends_at)] == [starts, ends]


AFTERNOON = of_cells(date="29/11/2026", starts="2.00", ends="04:00:00")


def test_a_time_that_could_be_in_the_afternoon_is_asked_about_and_never_planned_at_night():
    found, wrong = read_list(AFTERNOON.encode())
    assert found == [] and [each.asks for each in wrong] == [True, True]
    assert [str(each.reason) for each in wrong] == [
        "Is 2.00 in the afternoon? Write 2pm or 14:00. If it is in the morning, write 2am.",
        "Is 04:00:00 in the afternoon? Write 4pm or 16:00. If it is in the morning, write 4am.",
    ]
    ((row,), wrong) = read_list(AFTERNOON.encode(), ReadAs(afternoon=True))
    assert wrong == [] and (row.starts_at, row.ends_at) == (
        datetime(2026, 11, 29, 14, tzinfo=LOCAL),
        datetime(2026, 11, 29, 16, tzinfo=LOCAL),
    )
    assert rows(of_cells(date="29/11/2026", starts="2am", ends="4am"))[0].starts_at == datetime(
        2026, 11, 29, 2, tzinfo=LOCAL
    )


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            {"date": "11/24/2026"},
            "It must be in the format 24/11/2026. Is it Tuesday 24 November 2026? Write 24/11/2026.",
        ),
        ({"date": "Monday 29/11/2026"}, "This date is Sunday 29 November 2026."),
        ({"starts": "14.3"}, "Write 14:30."),
        ({"starts": "midnight"}, "write 24:00"),
        ({"date": "28/3/2027", "starts": "1:30am"}, "There is no 1:30am on Sunday 28 March 2027"),
        ({"date": "25/10/2026", "starts": "1:30am"}, "1:30am comes twice on Sunday 25 October 2026"),
    ],
)
def test_what_is_refused_comes_with_a_proposal(cells, said):
    (fault,) = read_list(of_cells(**{"date": "29/11/2026", "starts": "10:00", "ends": "18:00"} | cells).encode())[1]
    assert said in str(fault.reason)
