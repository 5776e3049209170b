"""What people and spreadsheets write for a day, a time and money is read in one place each, or refused with a proposal;
and what we write, we read.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb import typed_days, typed_times
from pb.clock import LOCAL
from pb.formats import NotMoney, day, day_time, last_day, pence, short_day
from pb.typed_days import NotADay, day_of
from pb.typed_times import NotAMoment, NotATime, moment_of, time_of_day

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    "written",
    [
        *("29/11/2026", "29.11.2026", "29-11-2026", "29/11/26", "29 11 26", "2026-11-29", "2026/11/29", "29–11–2026"),
        *("29-Nov-26", "29-Nov-2026", "29 Nov 2026", "29 November 2026", "29Nov2026", "29 Nov '26", "29 Nov, 2026"),
        *("29th November 2026", "29th of November 2026", "Sunday 29 November 2026", "Sun, 29 Nov 2026", "Nov 29, 2026"),
        *("29/11/2026 00:00", "29/11/2026 00:00:00", "2026-11-29 00:00:00", "2026-11-29T00:00:00", "46355", "46355.0"),
        *("29/11/2026 12:00:00 AM", "29 Nov 2026 12:00am"),
        *("  29  november\xa02026 ", "２９/11/2026", "SUNDAY 29TH NOVEMBER 2026", "the 29th of Nov 2026"),
        *("20261129", "29112026", "29\\11\\2026", "29/11/2026 (Sunday)", "\u200f29/11/2026\u200e", "29\u200b Nov 26"),
    ],
)
def test_a_day_is_read_as_people_and_spreadsheets_write_it(written):
    assert day_of(written) == date(2026, 11, 29)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        *(("03/04/2026", date(2026, 4, 3)), ("1 Sept 26", date(2026, 9, 1)), ("1st sept", date(2027, 9, 1))),
        *(("Weds 2 Dec", date(2026, 12, 2)), ("20122026", date(2026, 12, 20)), ("01122020", date(2020, 12, 1))),
        *(("30 Nov", date(2026, 11, 30)), ("29/11", date(2026, 11, 29)), ("28/11", date(2027, 11, 28))),
        *(("29 Feb", date(2028, 2, 29)), ("1/1/2000", date(2000, 1, 1)), ("31/12/2100", date(2100, 12, 31))),
    ],
)
def test_a_day_is_british_and_without_a_year_the_next_one(written, read):
    assert day_of(written, after=date(2026, 11, 29)) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        *(("29 Nov", date(2026, 11, 29)), ("30 Nov", date(2025, 11, 30)), ("1/1", date(2026, 1, 1))),
        *(("29 Feb", date(2024, 2, 29)), ("30/11/2026", date(2026, 11, 30))),
    ],
)
def test_of_what_has_been_a_day_without_a_year_is_the_last_one(written, read):
    assert day_of(written, until=date(2026, 11, 29)) == read


@pytest.mark.parametrize(
    ("written", "why"),
    [
        *(("", None), ("soon", None), ("29/13", None), ("29", None), ("1/2/3/4", None)),
        *(
            ("29/11/2026 10:00", None),
            ("99999", None),
            ("1234", None),
            ("31022026", None),
            ("٢٩/11/2026", None),
            ("29_11_2026", None),
        ),
        *(("29 Ma 2026", None), ("29/11/202", None), ("129/11/2026", None), ("29/Sun/2026", None), ("$29/11/26", None)),
        *(("1/1/1999", "from 2000 to 2100"), ("1/1/2101", "from 2000 to 2100"), ("29 Nov", "The year is missing.")),
        ("11/24/2026", "Is it Tuesday 24 November 2026? Write 24/11/2026."),
        *((each, "There is no such day: that month has only 28 days.") for each in ("31/2/2026", "29 February 2027")),
        *((each, "that month has only 30 days.") for each in ("31 November 2026", "31/11", "Mon 31/04/26")),
        *(("30 Feb", "that month has only 29 days."), ("0/2/2026", None), ("31/31/2026", None)),
        ("Monday 29/11/2026", "This date is Sunday 29 November 2026."),
    ],
)
def test_what_is_no_day_is_refused_with_a_proposal_where_there_is_one(written, why):
    with pytest.raises(NotADay) as refused:
        day_of(written)
    assert refused.value.why is None if why is None else why in str(refused.value.why)


@pytest.mark.parametrize("written", ["Dec-26", "Dec 26", "December 26", "dec/26"])
def test_a_month_and_what_may_be_a_year_is_asked_about(written):
    with pytest.raises(NotADay) as refused:
        day_of(written, after=date(2026, 11, 29))
    assert str(refused.value.why) == "Is it Saturday 26 December 2026? Write 26/12/2026."
    for a_day in ("26 Dec", "26-Dec", "Saturday, December 26", "Dec 26, 2026"):
        assert day_of(a_day, after=date(2026, 11, 29)) == date(2026, 12, 26)
    assert day_of("Dec 5", after=date(2026, 11, 29)) == date(2026, 12, 5)
    assert day_of("Dec 15", after=date(2026, 11, 29)) == date(2026, 12, 15), "2015 is long ago"


def test_twelve_is_asked_in_the_words_of_the_pages():
    with pytest.raises(typed_times.NotATime) as refused:
        time_of_day("12")
    assert "write midday" in str(refused.value.why) and "write 24:00" in str(refused.value.why)


@given(DAYS)
def test_every_day_that_we_write_is_read(there):
    assert {
        day_of(written) for written in (typed_days.day_as_typed(there), day(there), short_day(there), f"{there}")
    } == {there}


@pytest.mark.parametrize(
    ("written", "at"),
    [
        *(("5pm", (17, 0)), ("5.30 pm", (17, 30)), ("9am", (9, 0)), ("noon", (12, 0)), ("midday", (12, 0))),
        *(("12 noon", (12, 0)), ("12.00 noon", (12, 0)), ("5.30 p.m.", (17, 30)), ("5 P.M", (17, 0)), ("12am", (0, 0))),
        *(("12pm", (12, 0)), ("12.15pm", (12, 15)), ("14:30", (14, 30)), ("14.30", (14, 30)), ("14:30:00", (14, 30))),
        *(("1430", (14, 30)), ("0905", (9, 5)), ("14h30", (14, 30)), ("00:00", (0, 0)), ("23:59", (23, 59))),
        *(("0.5", (12, 0)), ("0.583333333333333", (14, 0)), ("9:05\xa0PM", (21, 5)), (" 1 am ", (1, 0))),
        *(("14:00 hrs", (14, 0)), ("1600hrs", (16, 0)), ("16.30 hours", (16, 30)), ("0.00", (0, 0))),
        *(("930am", (9, 30)), ("930", (9, 30)), ("230pm", (14, 30)), ("14 h 30", (14, 30)), ("17.00 h", (17, 0))),
        *(("2 pm\u200b", (14, 0)), ("Noon.", (12, 0)), ("10.00am,", (10, 0))),
    ],
)
def test_a_time_is_read_as_people_and_spreadsheets_write_it(written, at):
    assert time_of_day(written) == typed_times.TypedTime(time(*at))


@pytest.mark.parametrize("written", ["1:00", "2.00", "02:00", "02:00:00", "7.59", "0430", "430"])
def test_a_time_that_could_be_in_the_afternoon_says_so(written):
    found = time_of_day(written)
    assert found.is_asked and found.in_the_afternoon.at.hour == found.at.hour + 12
    assert not time_of_day("8:00").is_asked and not time_of_day("0:59").is_asked and not time_of_day("7am").is_asked
    assert time_of_day("8:00").in_the_afternoon == time_of_day("8am")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        *(("", None), ("soon", None), ("25:00", None), ("24:01", None), ("9:60", None), ("9:5", None), ("0am", None)),
        *(
            ("14:30:15", None),
            ("123:00", None),
            ("x9:00", None),
            ("٩am", None),
            ("0", None),
            ("24", None),
            ("2-4pm", None),
        ),
        *(("9", "Write 9am or 9pm."), ("14", "Write 14:00."), ("14.3", "Write 14:30."), ("2.3", "2:30am or 2:30pm")),
        *(("13pm", "Write 13:00."), ("14:30pm", "Write 14:30."), ("midnight", "write 24:00"), ("12 midnight", "24:00")),
        *(("0.25", "Write 6am or 00:25."), ("0.75", "Write 6pm."), ("4 o’clock", "Write 4am or 4pm.")),
    ],
)
def test_what_is_no_time_is_refused_with_a_proposal_where_there_is_one(written, why):
    with pytest.raises(NotATime) as refused:
        time_of_day(written)
    assert refused.value.why is None if why is None else why in str(refused.value.why)


@pytest.mark.parametrize(
    ("on", "at", "said"),
    [
        (date(2027, 3, 28), "1am", "There is no 1am on Sunday 28 March 2027"),
        (date(2027, 3, 28), "1:59am", "Enter 00:59 or 02:59."),
        (date(2026, 10, 25), "01:30", "1:30am comes twice on Sunday 25 October 2026"),
        (date(2026, 10, 25), "1am", "Enter 00:00 or 02:00."),
    ],
)
def test_a_time_that_no_clock_shows_or_two_do_is_refused_with_a_proposal(on, at, said):
    with pytest.raises(NotAMoment) as refused:
        moment_of(on, time_of_day(at))
    assert said in str(refused.value.why)


def test_around_the_change_of_clocks_every_other_time_is_taken():
    for on, at in (
        (date(2027, 3, 28), "0:59"),
        (date(2027, 3, 28), "2am"),
        (date(2026, 10, 25), "0:59"),
        (date(2026, 10, 25), "2am"),
    ):
        assert typed_times.moment_as_typed(moment_of(on, time_of_day(at)))[0] == on


def test_the_end_of_a_day_is_said_as_people_mean_it():
    end = moment_of(date(2027, 3, 14), time_of_day("24:00"))
    assert end == datetime(2027, 3, 15, tzinfo=LOCAL) == moment_of(date(2027, 3, 15), time_of_day("00:00"))
    assert day_time(end) == "Sunday 14 March 2027 at the end of the day" and last_day(end) == date(2027, 3, 14)
    assert last_day(end + timedelta(seconds=1)) == date(2027, 3, 15)
    assert day_time(end + timedelta(seconds=60)) == "Monday 15 March 2027 at 12:01am"


@given(DAYS, st.integers(0, 24 * 60 - 1))
def test_every_moment_that_we_write_is_read(on, minute):
    moment = (datetime.combine(on, time(), UTC) + timedelta(minutes=minute)).astimezone(LOCAL)
    day_there, written = typed_times.moment_as_typed(moment)
    typed = time_of_day(written)
    assert not typed.is_asked
    try:
        assert moment_of(day_there, typed) == moment
    except NotAMoment as never:
        assert "comes twice" in str(never.why) and moment.month == 10 and moment.hour == 1


@pytest.mark.parametrize("written", ["12 34", "1 2", "1200 000", "12 345 6", "1,50", "1 2p", "£12 £34", "12 pounds 34"])
def test_money_that_could_be_two_amounts_is_refused(written):
    with pytest.raises(NotMoney):
        pence(written)


def test_money_in_groups_of_three_and_with_its_unit_is_read():
    assert {
        pence(each) for each in ("£1,200", "1 200", "1200.00", "£ 1 200", "1200 pounds", "GBP 1,200", "1,200.-")
    } == {120_000}
    assert pence("80 p") == 80 and pence("1 200 000.50") == 120_000_050
