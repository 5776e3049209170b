"""The line that names the columns of a list, and what the columns are called. No database."""

from __future__ import annotations

from datetime import datetime

import pytest

from pb.clock import LOCAL
from pb.venues.rules.columns import COLUMNS, NEEDED
from pb.venues.rules.reading import DETAILS, SheetLine, read_list

LINE = "Leith Library,24/11/2026,14:30,16:00"
STARTS, ENDS = (datetime(2026, 11, 24, *at, tzinfo=LOCAL) for at in ((14, 30), (16, 0)))
ROW = SheetLine(4, "Leith Library", {}, STARTS, ENDS)


def rows(text: str) -> list[SheetLine]:
    found, faults = read_list(text.encode())
    assert faults == []
    return found


def test_the_columns_of_the_sheet():
    assert NEEDED == ("venue", "date", "starts", "ends") and set(NEEDED) < set(COLUMNS)
    assert list(DETAILS) == ["kind", "address", "step_free", "hearing_loop", "quiet_time", "access_notes"]
    assert ("venue", *DETAILS, "date", "starts", "ends", "facilitators") == COLUMNS


def test_columns_are_known_however_they_are_written_and_one_without_a_name_is_left_out():
    assert rows(f" Venue ,DATE,starts,Ends,Step-free,quiet  time,\n{LINE},yes,2pm,whatever") == [
        SheetLine(2, "Leith Library", {"step_free": True, "quiet_time": "2pm"}, STARTS, ENDS)
    ]


@pytest.mark.parametrize(
    "head",
    ["Place,Day,Start time,End time", "Name of venue,Session date,From,To", "Venue name:,DATE *,Start,Finish (time)"],
)
def test_columns_are_known_by_what_people_also_call_them(head):
    sheet = f"Sessions, Leith\n\n{head}\n{LINE}"
    assert rows(sheet) == rows(sheet.replace(",", ";").replace(";", ",", 1)) == [ROW]
