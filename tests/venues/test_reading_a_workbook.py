"""Lists come as they are kept: XLSX and ODS with real days and times, empty rows below, other sheets beside."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time

import pytest

from pb.clock import LOCAL
from pb.tables import NotATable, as_text, table_of
from pb.venues.rules.columns import has_columns
from pb.venues.rules.reading import ReadAs, read_list
from tests.support.workbooks import ods, xlsx, zipped

HEAD = ("Venue", "Address", "Step free", "Date", "Starts", "Ends")
CELLS = ("Café Library", "1 High Street", "yes", date(2026, 11, 29), time(14, 30), time(16, 0))
STARTS, ENDS = (datetime(2026, 11, 29, *at, tzinfo=LOCAL) for at in ((14, 30), (16, 0)))


@pytest.mark.parametrize("book", [xlsx(Sessions=[HEAD, CELLS]), ods([HEAD, CELLS])], ids=["xlsx", "ods"])
def test_a_workbook_is_read_with_its_days_and_times(book):
    (row,), faults = read_list(book)
    assert faults == [] and (row.line, row.venue) == (2, "Café Library")
    assert (row.starts_at, row.ends_at) == (STARTS, ENDS)
    assert row.details == {"address": "1 High Street", "step_free": True}
    assert read_list(as_text(table_of(book)).encode()) == ([row], [])


TITLE = [("Voting sessions, second draft",), (), ("", "", "", "When", "", "")]


@pytest.mark.parametrize("write", [lambda rows: xlsx(("A1:F1", "D3:F3"), Sessions=rows), ods], ids=["xlsx", "ods"])
def test_the_columns_are_found_below_a_title_and_headings_over_several_of_them(write):
    (row,), faults = read_list(write([*TITLE, HEAD, CELLS]))
    assert faults == [] and (row.line, row.venue, row.starts_at) == (5, "Café Library", STARTS)


@pytest.mark.parametrize("write", [lambda rows: xlsx(("A1:A2", "B1:B2"), Sessions=rows), ods], ids=["xlsx", "ods"])
def test_a_name_of_a_column_may_lie_in_a_cell_of_two_rows(write):
    (row,), faults = read_list(
        write([("Venue", "Address", "When"), ("", "", "Date", "Start", "End"), (*CELLS[:2], *CELLS[3:])])
    )
    assert faults == [] and (row.venue, row.starts_at, row.ends_at) == ("Café Library", STARTS, ENDS)


def test_of_several_sheets_the_one_that_names_the_columns_is_read():
    book = xlsx(Notes=[("How to fill this in",)], Sessions=[HEAD, CELLS], Old=[HEAD])
    (row,), faults = read_list(book)
    assert faults == [] and row.venue == "Café Library"
    table = table_of(book, has_columns)
    assert (table.sheet, table.others) == ("Sessions", ("Notes", "Old"))


def test_a_whole_moment_in_either_column_is_the_same_moment():
    begins, ends = "2026-11-29 14:30:00", "2026-11-29 16:00:00"
    (row,), faults = read_list(xlsx(Sessions=[HEAD, (*CELLS[:3], begins, begins, ends)]))
    assert faults == [] and (row.starts_at, row.ends_at) == (STARTS, ENDS)
    assert read_list(xlsx(Sessions=[HEAD, (*CELLS[:3], begins, time(15, 0), ends)]))[1], "which of the two is it?"


def test_a_venue_merged_over_the_rows_of_its_sessions_is_in_each():
    rows = [HEAD, CELLS, (None, *CELLS[1:3], date(2026, 11, 30), *CELLS[4:])]
    found, faults = read_list(xlsx(("A2:A3", "C9:C12"), Sessions=rows))
    assert faults == [] and [row.venue for row in found] == ["Café Library"] * 2


def test_the_same_in_a_workbook_of_libreoffice():
    on_other_days = [(None, *CELLS[1:3], date(2026, 11, day), *CELLS[4:]) for day in (28, 30)]
    found, faults = read_list(ods([HEAD, CELLS, *on_other_days, ("Hall", *CELLS[1:])], merged=3))
    assert faults == [] and [row.venue for row in found] == ["Café Library"] * 3 + ["Hall"]


@pytest.mark.parametrize(
    "write", [lambda rows, hidden: xlsx(hidden=hidden, Sessions=rows), lambda rows, hidden: ods(rows, hidden=hidden)]
)
def test_rows_that_somebody_has_hidden_are_not_read_and_counted(write):
    found = table_of(
        write([HEAD, CELLS, ("Hidden Hall", *CELLS[1:]), ("Filtered Hall", *CELLS[1:]), ("Hall", *CELLS[1:])], (3, 4))
    )
    assert found.hidden == 2 and [(line, cells[0]) for line, cells in found.rows[1:]] == [
        (2, "Café Library"),
        (5, "Hall"),
    ]


def test_numbers_behind_days_and_times_are_read_too():
    (row,), faults = read_list(xlsx(Sessions=[HEAD, ("Hall", 4, True, 46355, 0.604166666666667, "4pm")]))
    assert faults == [] and (row.starts_at, row.ends_at) == (STARTS, ENDS) and row.details["address"] == "4"


def test_an_afternoon_that_a_spreadsheet_took_for_the_night_is_asked_about():
    book = xlsx(Sessions=[HEAD, ("Hall", "", "", date(2026, 11, 29), time(2, 30), 4.3)])
    assert [str(fault.reason) for fault in read_list(book)[1]] == [
        "ends says “4.3”. It must be in the format 16:00. Write 4:30am or 4:30pm.",
        "Is 02:30 in the afternoon? Write 2:30pm or 14:30. If it is in the morning, write 2:30am.",
    ]
    book = xlsx(Sessions=[HEAD, ("Hall", "", "", date(2026, 11, 29), time(2, 30), time(4, 0))])
    assert read_list(book, ReadAs(afternoon=True))[0][0].starts_at == STARTS


def test_a_time_whose_cell_has_lost_its_look_is_asked_about_and_not_read_as_minutes():
    book = xlsx(Sessions=[HEAD, ("Hall", "", "", date(2026, 11, 29), 0.25, 0.75)])
    assert [str(fault.reason) for fault in read_list(book)[1]] == [
        "starts says “0.25”. It must be in the format 14:30. Write 6am or 00:25.",
        "ends says “0.75”. It must be in the format 16:00. Write 6pm.",
    ]


def test_the_end_of_a_day_is_read_as_libreoffice_writes_24_hours():
    (row,), faults = read_list(ods([HEAD, ("Hall", "", "", date(2026, 11, 29), time(22, 0), "PT24H00M00S")]))
    assert faults == [] and row.ends_at == datetime(2026, 11, 30, tzinfo=LOCAL)


def test_rows_keep_their_numbers_and_empty_ones_do_not_count():
    empty = [("", None)] * 1_100
    table = table_of(xlsx(Notes=[], Sessions=[HEAD, *empty, CELLS], Old=[("x",)]))
    assert [line for line, _cells in table.rows] == [1, 1_102] and (table.sheet, table.others) == ("Sessions", ("Old",))
    (row,), _faults = read_list(as_text(table).encode())
    assert row.line == 1_102


def test_a_workbook_larger_than_300_kb_of_5_000_lines_is_read_and_one_of_more_is_not():
    lines = [(f"Hall {n}", f"{n:05d} High Street " * 11) for n in range(1, 5_001)]
    rows, faults = read_list(xlsx(Sessions=[HEAD, *lines]))
    assert len(rows) == 5_000 and faults == []
    assert "The file is too long." in str(read_list(xlsx(Sessions=[HEAD, *lines, ("One more",)]))[1][0].reason)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7", "This is a PDF"),
        (b"\x89PNG\r\n", "This is a picture"),
        (b"\xff\xd8\xff\xe0" * 3_000_000, "This is a picture"),
        (zipped({"word/document.xml": "<w/>"}), "We cannot read this as a spreadsheet."),
        (b"PK\x03\x04" + b"\0" * 100, "We cannot read this as a spreadsheet."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "We cannot read this as a spreadsheet."),
        (b"PK\x03\x04" + b"\0" * 9_000_000, "The file is too large."),
    ],
)
def test_what_is_no_list_is_told_what_it_is_before_how_large_it_is(data, said):
    with pytest.raises(NotATable) as refused:
        table_of(data)
    assert said in str(refused.value.reason)


def test_a_small_file_that_unfolds_into_a_giant_one_takes_no_server_with_it():
    far = '<c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>'
    giant = xlsx(Sessions=[("mark",)])
    with zipfile.ZipFile(io.BytesIO(giant)) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(parts[sheet].partition('<row r="1">')[2].partition("</row>")[0], far)
    with pytest.raises(NotATable) as refused:
        table_of(zipped(parts))
    assert "We cannot read this as a spreadsheet." in str(refused.value.reason)
