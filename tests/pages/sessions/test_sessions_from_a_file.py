"""Venues and sessions come from a list: every bad line named by number and reason, nothing added if one is bad."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from pb import clock as program_clock
from pb import formats
from pb.clock import LOCAL
from pb.refusals import Refusal
from pb.venues import actions, queries
from pb.venues.rules.reading import read_list
from pb.web.access import Actor, Role
from tests.support.workbooks import xlsx

BY = Actor(None, Role.COMMAND)
HEADER = "venue,kind,address,step_free,hearing_loop,quiet_time,access_notes,date,starts,ends,facilitators\n"


@pytest.fixture
def desk(visitor, make):
    return visitor.signed_in_as(make.account())


@pytest.fixture
def round_(make):
    return make.voting_round()


@pytest.fixture
def day():
    """A day within the voting days, as a sheet writes it."""
    return f"{(program_clock.now() + timedelta(days=2)).astimezone(LOCAL):%d/%m/%Y}"


def uploads(desk, round_, content: bytes | str, name: str = "sessions.csv"):
    desk.opens(f"/rounds/{round_.id}/sessions/from-file")
    content = content.encode() if isinstance(content, str) else content
    return desk.attaches("Your spreadsheet or CSV file", content, name).presses("Check the file")


def test_a_file_is_summarised_first_and_added_whole(desk, round_, make, day):
    rose = make.account(Role.FACILITATOR, name="Rose Gray", sign_in_name="rose")
    actions.add_venue(BY, "Rowan Library")
    sheet = HEADER + (
        f"Thistle Club,lunch club,1 Elm Row,yes,no,Mondays,Side door,{day},10:00,12:00,Rose Gray\n"
        f"Thistle Club,,,,,,,{day},2pm,4.30 pm,\n\n"
        f'rowan library,library,,,,,,{day},14:00,16:00,"rose, Rose Gray"\n'
    )
    page = uploads(desk, round_, sheet)
    assert (
        page.heading == "Check before you add these"
        and queries.sessions_of(round_.id) == []
        and len(queries.venues()) == 1
    )
    assert "sessions to add 3" in page.main and "new venues 1" in page.main and "venues to change 1" in page.main
    page = desk.presses("Add these")
    assert "Sessions added: 3. New venues added: 1. Venues changed: 1." in page.text
    first = queries.sessions_of(round_.id)[0]
    assert (first.venue.name, first.venue.step_free, first.venue.quiet_time) == ("Thistle Club", True, "Mondays")
    assert [member.account_id for member in first.team] == [rose.id]
    assert f"{first.starts_at.astimezone(LOCAL):%d/%m/%Y %H:%M}" == f"{day} 10:00"


def test_every_bad_line_is_named_with_its_reason_and_nothing_is_added(desk, round_, day):
    page = uploads(desk, round_, HEADER + (
        f"Thistle Club,,,perhaps,,,,{day},10:00,12:00,\n"
        f",,,,,,,{day},10:00,12:00,\n"
        f'Rowan Library,,,,,,"two\nlines",{day},soon,12:00,\n'
        f"Fern House,,,,,,,31/02/2026,10:00,12:00,Nobody Known\n"
        f"Birch Court,,,,,,,{day},12:00,10:00,\n"
        "Birch Court,,,,,,,01/01/2020,10:00,11:00,\n"
        f"Oak Hall,,,,,,,{day},10:00,12:00,Somebody\n"
        f"Oak Hall,,,,,,,{day},11:00,13:00,\n"
    ))  # fmt: skip
    assert page.status == 422 and queries.venues() == []
    found = [(line, reason) for line, reason in page.tables["Problems in the file"][1:]]
    lines = [line for line, _reason in found]
    assert lines == ["2", "3", "4", "6", "7", "8", "9", "10"]
    for (_line, reason), words in zip(found, (
        "It must be yes or no", "name of the venue is missing", "starts says “soon”",
        "date says “31/02/2026”. There is no such day: that month has only 28 days.", "must end after it starts",
        "Voting is open from", "There is no facilitator called Somebody", "Oak Hall has another session at this time, on line 9.",
    ), strict=True):  # fmt: skip
        assert words in reason
    assert "There are 8 problems in this file" in page.text
    assert page.main.index("Check the file") < page.main.index("Problems in the file"), (
        "the next try stands above the list"
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (HEADER.encode(), "only has column names"),
        ("venue;date;starts\nCaf\u00e9;x;y\n".encode("mac-roman"), "line 2 cannot be read"),
        (b"PK\x03\x04 a workbook", "cannot read this as a spreadsheet"),
        (b"venue,date,starts,ends\nA\0B,,,\n", "not a CSV file"),
        (b"venue,date\nThistle,1/1/2027\n", "columns are missing: starts, ends"),
        (b"venue,date,starts,ends,parking\nThistle,,,,\n", "We do not recognise these columns: parking"),
        (b"venue,date,starts,ends,date\nThistle,,,,\n", "These columns appear twice: date"),
        (b'venue,date,starts,ends\n"Thistle,1/1/2027,10:00,11:00\n', "quotation mark"),
        (b"venue,date,starts,ends\nThistle,,,,,,extra\n", "more cells than there are columns"),
        (b"venue,date,starts,ends\n" + b"A,,,\n" * 5_001, "too long"),
        (b"%PDF-1.7" + b"\xff" * 400_000, "This is a PDF"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(desk, round_, content, sentence):
    page = uploads(desk, round_, content)
    assert page.status == 422 and sentence in page.main
    with pytest.raises(Refusal, match="Nothing was added"):
        actions.import_or_order(BY, round_, content)
    assert queries.venues() == []


def test_a_file_of_the_most_lines_with_letters_of_any_kind_goes_the_whole_way(desk, round_, day):
    notes = "é" * 240
    lines = "\n".join(f"Hall {n},,,,,,{notes},{day},10:00,12:00," for n in range(5_000))
    page = uploads(desk, round_, HEADER + lines)
    assert "sessions to add 5,000" in page.main and "show the first 100 of each list" in page.main
    assert len(page.tables["Sessions in the file"]) == 101 and "Hall 99" in page.main
    page = desk.presses("Add these")
    assert "0 of 5,000" in page.text and queries.sessions_of(round_.id) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_spreadsheet_programs_write_is_read(encoding, delimiter):
    text = "Venue,Step Free,date,starts,ends\r\nCafé Ünique,x,24/11/2026,10:00,11:00\r\n".replace(",", delimiter)
    rows, faults = read_list(text.encode(encoding))
    assert faults == [] and rows[0].venue == "Café Ünique" and rows[0].details == {"step_free": True}


def test_times_that_could_be_in_the_afternoon_are_answered_with_one_press(desk, round_, day):
    page = uploads(desk, round_, f"venue,date,starts,ends\nThistle Club,{day},2.00,4.00\n")
    assert page.status == 422 and "Is 2.00 in the afternoon? Write 2pm or 14:00." in page.main
    page = desk.presses("All these times are in the afternoon")
    assert page.heading == "Check before you add these" and ", 2pm to 4pm" in page.main and "sessions.csv" in page.text
    assert "Sessions added: 1." in desk.presses("Add these").text
    (there,) = queries.sessions_of(round_.id)
    assert f"{there.starts_at.astimezone(LOCAL):%d/%m/%Y %H:%M}" == f"{day} 14:00"
    page = uploads(desk, round_, f"venue,date,starts,ends\nThistle Club,{day},2.00,soon\n")
    assert page.status == 422 and "All these times are in the afternoon" not in page.main


def test_a_workbook_is_read_back_in_words_and_what_was_not_read_of_it_is_said(desk, round_):
    on = (program_clock.now() + timedelta(days=2)).astimezone(LOCAL).date()
    sessions = [(venue, on, time(14, 0), "4.30 pm") for venue in ("Thistle Club", "Hidden Hall")]
    rows = [("venue", "date", "starts", "ends"), *sessions]
    page = uploads(desk, round_, xlsx(hidden=(3,), Sessions=rows, Old=[("x",)]), "sessions.xlsx")
    assert f"{formats.day(on)}, 2pm to 4:30pm" in page.main
    assert "We read the sheet “Sessions” of your spreadsheet. We did not read: Old." in page.main
    assert "We did not read 1 row that is hidden in your spreadsheet." in page.main
    assert "Sessions added: 1." in desk.presses("Add these").text


def test_a_session_until_the_end_of_a_day_is_written_and_read_again(desk, round_, day):
    uploads(desk, round_, f"venue,date,starts,ends\nThistle Club,{day},7am,24:00\n")
    desk.presses("Add these")
    desk.opens("/venues")
    (row,), faults = read_list(desk.downloads(f"/rounds/{round_.id}/sessions/list.csv").data)
    (there,) = queries.sessions_of(round_.id)
    assert faults == [] and (row.starts_at, row.ends_at) == (there.starts_at, there.ends_at)


def test_a_file_is_no_longer_added_when_something_has_changed_since_it_was_shown(desk, round_, day):
    uploads(desk, round_, f"venue,date,starts,ends\nThistle Club,{day},10:00,12:00\n")
    desk.presses("Add these")
    uploads(desk, round_, "venue,date,starts,ends\nRowan Library,,,\n")
    text = f"venue,date,starts,ends\nRowan Library,,,\nThistle Club,{day},11:00,12:00\n"
    page = desk.posts(f"/rounds/{round_.id}/sessions/from-file/add", {"text": text})
    assert page.status == 422 and "Nothing was added. Line 3" in page.text
    assert [venue.name for venue in queries.venues()] == ["Thistle Club"]


def test_the_example_is_a_file_that_can_be_read(desk, round_):
    desk.opens("/venues")
    rows, faults = read_list(desk.downloads(f"/rounds/{round_.id}/sessions/from-file/example.csv").data)
    assert faults == [] and len(rows) == 3


def test_what_is_downloaded_runs_nothing_and_comes_back_as_it_was(desk, round_, make):
    wicked = '=HYPERLINK("http://evil.example";"click")'
    venue = actions.add_venue(BY, "+Thistle", address=wicked, access_notes="-door\nbell, left")
    starts = program_clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    starts = starts.astimezone(LOCAL).replace(hour=11)
    actions.plan_session(BY, round_, venue, starts, starts + timedelta(hours=1))
    desk.opens("/venues")
    data = desk.downloads(f"/rounds/{round_.id}/sessions/list.csv").data
    assert (
        data.startswith(b"\xef\xbb\xbfvenue,")
        and b"'+Thistle" in data
        and b"\"'=HYPERLINK" in data
        and b"'-door" in data
    )
    rows, faults = read_list(data)
    assert faults == [] and (rows[0].venue, rows[0].details["address"]) == ("+Thistle", wicked)
    assert (rows[0].starts_at, rows[0].details["access_notes"]) == (starts, "-door\nbell, left")


def test_without_a_file_and_without_sessions_the_page_says_so(desk, round_):
    desk.opens(f"/rounds/{round_.id}/sessions/from-file")
    assert desk.presses("Check the file").errors == ["Select a file."]
    page = desk.opens(f"/rounds/{round_.id}/sessions/list.csv")
    assert page.status == 409 and "There are no sessions" in page.text
