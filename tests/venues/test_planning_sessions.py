"""When a session can be, and what a sheet of them would do: the rules alone, without a database."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from pb.clock import LOCAL
from pb.venues.rules.planning import KnownPlaces, Plan, PlannedSession, plan
from pb.venues.rules.reading import LineFault, SheetLine
from pb.venues.rules.sessions import overlap, times_error

NINE, TEN, ELEVEN, NOON = (datetime(2026, 5, 15, hour, tzinfo=LOCAL) for hour in (9, 10, 11, 12))
MINUTE = timedelta(minutes=1)


def known(**more) -> KnownPlaces:
    return KnownPlaces(**{"venues": {}, "sessions": {}, "people": {}, "opens_at": NINE, "closes_at": NOON} | more)


def said(made: Plan) -> list[tuple[int, str]]:
    return [(fault.line, str(fault.reason)) for fault in made.faults]


def test_a_session_lies_within_the_time_of_voting():
    assert times_error(NINE, NOON, NINE, NOON) is None
    assert "must end after it starts" in str(times_error(TEN, TEN, NINE, NOON))
    midnight = NINE.replace(hour=0)
    assert "midnight at the end of a day, write 24:00" in str(times_error(NINE, midnight, midnight, NOON))
    assert "Check the two times" in str(times_error(NINE, midnight - MINUTE, midnight, NOON))
    for outside in ((NINE - MINUTE, TEN), (ELEVEN, NOON + MINUTE)):
        assert "must be within that time" in str(times_error(*outside, NINE, NOON))


def test_two_sessions_overlap_unless_one_ends_when_the_other_starts():
    assert not overlap(TEN, ELEVEN, [(NINE, TEN), (ELEVEN, NOON)]) and not overlap(TEN, ELEVEN, [])
    for other in ((NINE, TEN + MINUTE), (ELEVEN - MINUTE, NOON), (NINE, NOON), (TEN + MINUTE, ELEVEN - MINUTE)):
        assert overlap(TEN, ELEVEN, [(NINE, NINE + MINUTE), other])


def test_a_sheet_makes_new_venues_changes_known_ones_and_plans_their_sessions():
    there = known(
        venues={"leith": {"kind": "Library", "step_free": True}, "dean": {"kind": "Hall"}}, people={"ann": 7, "jo": 8}
    )
    rows = [
        SheetLine(2, "Abbey", {"kind": "Church"}, NINE, TEN, ("Ann", "JO", "ann")),
        SheetLine(3, "ABBEY", {"address": "1 High Street"}, TEN, ELEVEN),
        SheetLine(4, "Leith", {"kind": "Library", "step_free": False}),
        SheetLine(5, "Dean", {"kind": "Hall"}, NINE, TEN, ("jo",)),
    ]
    made = plan(rows, [], there)
    assert made == Plan(
        new_venues={"Abbey": {"kind": "Church", "address": "1 High Street"}},
        changed_venues={"Leith": {"step_free": False}},
        sessions=[
            PlannedSession("Abbey", NINE, TEN, (7, 8)),
            PlannedSession("ABBEY", TEN, ELEVEN, ()),
            PlannedSession("Dean", NINE, TEN, (8,)),
        ],
    )


def test_a_detail_is_the_same_on_every_line_of_a_venue():
    rows = [
        SheetLine(2, "Leith", {"kind": "Library"}),
        SheetLine(3, "leith", {"kind": "Hall"}),
        SheetLine(4, "Leith", {"kind": "Library"}),
    ]
    made = plan(rows, [], known())
    assert said(made) == [(3, "kind of leith is different on an earlier line. Use the same words, or leave it empty.")]
    assert made.new_venues == {"Leith": {"kind": "Library"}}


@pytest.mark.parametrize("half", [{"starts_at": NINE}, {"ends_at": TEN}, {}])
def test_a_line_without_both_times_is_a_venue_only(half):
    made = plan([SheetLine(2, "Leith", {}, **half, facilitators=("Nobody",))], [], known())
    assert (made.sessions, made.faults, list(made.new_venues)) == ([], [], ["Leith"])


def test_a_session_is_outside_of_voting_or_at_the_time_of_another_one_there_or_on_the_sheet():
    rows = [
        SheetLine(2, "Leith", {}, NINE - MINUTE, NINE),
        SheetLine(3, "Leith", {}, NINE, TEN),
        SheetLine(4, "LEITH", {}, TEN - MINUTE, ELEVEN),
        SheetLine(5, "Dean", {}, NINE, TEN),
        SheetLine(6, "Abbey", {}, NINE, TEN),
    ]
    there = known(sessions={"dean": [(NINE, TEN - MINUTE)]})
    made = plan(rows, [], there)
    assert [line for line, _ in said(made)] == [2, 4, 5]
    assert "must be within that time" in said(made)[0][1]
    assert said(made)[1:] == [
        (4, "LEITH has another session at this time, on line 3."),
        (5, "Dean already has a session at this time."),
    ]
    assert there.sessions == {"dean": [(NINE, TEN - MINUTE)]}, "what was known stays as it was"


def test_a_session_that_is_planned_already_at_the_same_time_is_counted_and_stays():
    rows = [
        SheetLine(2, "DEAN", {"kind": "Hall"}, NINE, TEN, ("Ann",)),
        SheetLine(3, "Leith", {}, NINE, TEN),
    ]
    there = known(venues={"dean": {"kind": "Hall"}}, sessions={"dean": [(NINE, TEN)]}, people={"ann": 7})
    made = plan(rows, [], there)
    assert (made.already, [each.venue for each in made.sessions], made.faults) == (1, ["Leith"], [])
    assert not made.changes_nothing and plan(rows[:1], [], there).changes_nothing
    new_kind = plan([SheetLine(2, "Dean", {"kind": "Library"}, NINE, TEN)], [], there)
    assert new_kind.already == 1 and new_kind.changed_venues and not new_kind.changes_nothing


def test_what_is_wrong_with_a_line_is_said_though_its_session_is_planned_already():
    rows = [SheetLine(2, "Dean", {}, NINE, TEN, ("Nobody",)), SheetLine(3, "Dean", {}, NINE, TEN)]
    made = plan(rows, [], known(sessions={"dean": [(NINE, TEN)]}))
    assert [line for line, _ in said(made)] == [2, 3] and made.already == 1
    assert "no facilitator called Nobody" in said(made)[0][1] and "already has a session" in said(made)[1][1]


def test_facilitators_are_people_there_are_and_no_two_of_one_name():
    made = plan([SheetLine(2, "Leith", {}, NINE, TEN, ("Ann", "Jo", "Rose"))], [], known(people={"ann": 7, "jo": None}))
    assert said(made) == [
        (2, "There are two facilitators called Jo. Use the sign-in name instead."),
        (2, "There is no facilitator called Rose."),
    ]
    assert made.sessions == [PlannedSession("Leith", NINE, TEN, (7,))]


def test_all_faults_stand_in_the_order_of_the_lines_with_those_of_the_reading():
    read = [LineFault(9, "nine"), LineFault(1, "one")]
    made = plan([SheetLine(5, "Leith", {}, NINE, TEN, ("Rose",))], read, known())
    assert [fault.line for fault in made.faults] == [1, 5, 9] and len(read) == 2
