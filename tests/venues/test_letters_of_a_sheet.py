"""In which letters a CSV file of venues and sessions was saved, and that nothing is read that nobody wrote. No database."""

from __future__ import annotations

import pytest

from pb.tables import as_text, table_of
from pb.venues.rules.reading import read_list

HEAD = "venue,date,starts,ends"
LINE = "Leith Library,24/11/2026,14:30,16:00"


def venues(sheet: bytes) -> list[str]:
    found, faults = read_list(sheet)
    assert faults == []
    return [row.venue for row in found]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_sheet_is_read_as_spreadsheets_save_it(encoding):
    sheet = f"{HEAD}\n{LINE}".replace("Leith", "Café").encode(encoding)
    assert venues(sheet) == ["Café Library"] and as_text(table_of(sheet)).startswith("venue")


def test_utf_16_is_read_from_either_end_with_its_mark_and_without():
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        for start in (mark, b""):
            assert venues(start + f"{HEAD}\n{LINE}".encode(encoding)) == ["Leith Library"]


@pytest.mark.parametrize(
    "name", ["Café", "Caffè Nero", "The £1 shop", "Mary’s hall", "“The Hub”", "Hall – upstairs", "À la Crème"]
)
def test_a_sheet_that_excel_saved_as_csv_on_a_british_pc_is_read(name):
    sheet = f"{HEAD}\r\n{LINE}\r\n".replace("Leith Library", name).encode("cp1252")
    assert venues(sheet) == [name] and not name.isascii()


@pytest.mark.parametrize(
    "last",
    [
        b"Caf\xc3\xa9 Caf\xe9,,,",  # one in UTF-8, one not: neither is sure
        "Café,,,".encode("mac-roman"),
        "Caffè,,,".encode("mac-roman"),
        "Mary’s,,,".encode("mac-roman"),
    ],
)
def test_letters_that_would_come_out_as_others_are_told_with_their_line(last):
    ((at, reason),) = [(each.line, str(each.reason)) for each in read_list(f"{HEAD}\n{LINE}\n".encode() + last)[1]]
    assert at == 0 and "characters on line 3 cannot be read" in reason


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        *((each, "because its formula does not work") for each in ("#REF!", "#N/A", "#NAME?", "#DIV/0!", "Err:502")),
        ("########", "because its column was too narrow"),
    ],
)
def test_what_a_spreadsheet_shows_for_a_cell_that_is_broken_is_no_name_and_no_day(cell, said):
    for line in (f"{cell},24/11/2026,14:30,16:00", f"Leith Library,{cell},14:30,16:00"):
        ((fault,), rows) = read_list(f"{HEAD}\n{line}".encode())[::-1]
        assert rows == [] and f"says “{cell}”, {said}" in str(fault.reason)
    assert venues(f"{HEAD}\n#1 Club,,,".encode()) == ["#1 Club"]
