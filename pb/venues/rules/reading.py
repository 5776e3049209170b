"""Reading a list of venues and sessions: a file in, rows and faults out. Nothing is guessed silently."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pb.csv_sheets import plain_cell
from pb.tables import NotATable, Table, table_of
from pb.typed_days import NoSuchDay, NotADay, day_of
from pb.typed_times import NotAMoment, NotATime, TypedTime, asks_which_half, moment_of, time_of_day
from pb.unicode_text import tidy
from pb.venues.rules.columns import columns_error, has_columns, named_columns
from pb.venues.rules.sessions import order_error
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: Columns that describe the venue, with the longest text they take; None for yes or no.
DETAILS = {"kind": 40, "address": 200, "step_free": None, "hearing_loop": None, "quiet_time": 100, "access_notes": 1000}


@dataclass(frozen=True)
class LineFault:
    """Why a line cannot be used. ``line`` 0 is the file as a whole. ``asks``: only because a time could be in the
    afternoon.
    """

    line: int
    reason: Sentence
    asks: bool = False


@dataclass(frozen=True)
class SheetLine:
    """One line of the sheet. ``details`` holds only what was written; no times on a line that is a venue only."""

    line: int
    venue: str
    details: dict[str, Any] = field(default_factory=dict)
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    facilitators: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadAs:
    """How what stands in a list is meant. ``after``: the first day that one without a year can be. ``afternoon``: times
    without am or pm that could be in the afternoon are.
    """

    after: date | None = None
    afternoon: bool = False


def read_list(data: bytes, meant: ReadAs = ReadAs()) -> tuple[list[SheetLine], list[LineFault]]:
    """The rows of a file and everything that is wrong with it."""
    try:
        return read_table(table_of(data, has_columns), meant)
    except NotATable as refused:
        return [], [fault_of(refused)]


def fault_of(refused: NotATable) -> LineFault:
    """The same as a fault of the list."""
    return LineFault(refused.line, refused.reason)


def read_table(
    table: Table, meant: ReadAs = ReadAs(), going_on: Callable[[int], None] = lambda _lines: None
) -> tuple[list[SheetLine], list[LineFault]]:
    """The rows of a list and everything that is wrong with it. A row at its top names the columns. ``going_on`` is called
    with the number of lines that were read.
    """
    broken = [fault_of(table.broken)] if table.broken else []
    if not table.rows:
        return [], broken or [LineFault(0, _l("The file is empty. A line at its top must name the columns."))]
    rows: list[SheetLine] = []
    faults: list[LineFault] = []
    at, columns = named_columns(table.rows)
    below = table.rows[at + 1 :]
    if wrong := columns_error(columns):
        return [], [LineFault(table.rows[at][0], wrong)]
    for lines, (line, cells) in enumerate(below, start=1):
        _take(cells, columns, line, meant, rows, faults)
        going_on(lines)
    if not rows and not faults and not broken:
        faults.append(LineFault(0, _l("The file only has column names. Add a line for each session below them.")))
    return rows, faults + broken


def _take(
    cells: list[str], columns: list[str], line: int, meant: ReadAs, rows: list[SheetLine], faults: list[LineFault]
) -> None:
    """Read one line into ``rows``, or everything that is wrong with it into ``faults``."""
    if len(cells) > len(columns) and any(tidy(cell) for cell in cells[len(columns) :]):
        faults.append(LineFault(line, _l("This line has more cells than there are columns.")))
        return
    values = {column: plain_cell(tidy(cell)) for column, cell in zip(columns, cells, strict=False) if column}
    if broken := [_broken(column, cell) for column, cell in values.items() if _BROKEN.fullmatch(cell)]:
        faults.extend(LineFault(line, reason) for reason in broken)
        return
    wrong: list[Sentence] = []
    asked: list[Sentence] = []
    times = _times(values, meant, wrong, asked)
    row = SheetLine(line, _venue(values, wrong), _details(values, wrong), *times, _people(values))
    faults.extend(LineFault(line, reason) for reason in wrong)
    faults.extend(LineFault(line, reason, asks=True) for reason in asked)
    if not wrong and not asked:
        rows.append(row)


#: What a spreadsheet shows in place of what a cell should say; it is no name of a venue.
_BROKEN = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|#+)|Err:[0-9]{3}", re.IGNORECASE)


def _broken(column: str, cell: str) -> Sentence:
    if cell.startswith("##"):
        said = _l(
            "%(column)s says “%(written)s”, because its column was too narrow. Make it wider, save the file again and upload it.",
            column=column,
            written=cell,
        )
    else:
        said = _l(
            "%(column)s says “%(written)s”, because its formula does not work. Write what belongs there.",
            column=column,
            written=cell,
        )
    return said


def _venue(values: dict[str, str], wrong: list[Sentence]) -> str:
    name = " ".join(tidy(values.get("venue", "")).split())
    if not name:
        wrong.append(_l("The name of the venue is missing."))
    elif len(name) > 120:
        wrong.append(_l("The name of the venue must be 120 characters or fewer."))
    return name


def _details(values: dict[str, str], wrong: list[Sentence]) -> dict[str, Any]:
    details: dict[str, Any] = {}
    for column, longest in DETAILS.items():
        written = values.get(column, "")
        if not written:
            continue
        if longest is None:
            details[column] = _yes_or_no(written)
            if details[column] is None:
                wrong.append(_l("%(column)s says “%(written)s”. It must be yes or no.", column=column, written=written))
        elif len(written) > longest:
            wrong.append(_l("%(column)s must be %(most)s characters or fewer.", column=column, most=longest))
        else:
            details[column] = written
    return details


def _yes_or_no(written: str) -> bool | None:
    word = written.lower()
    return True if word in ("yes", "y", "true", "1", "x") else False if word in ("no", "n", "false", "0", "-") else None


def _times(
    values: dict[str, str], meant: ReadAs, wrong: list[Sentence], asked: list[Sentence]
) -> tuple[datetime | None, datetime | None]:
    if not any(values.get(column) for column in ("date", "starts", "ends")):
        return None, None
    on = _day(_without_the_start(values.get("date", ""), values.get("starts", "")), meant, wrong)
    starts, ends = (_time(values.get(column, ""), column, on, meant, wrong, asked) for column in ("starts", "ends"))
    if on is None or starts is None or ends is None:
        return None, None
    try:
        times = moment_of(on, starts), moment_of(on, ends)
    except NotAMoment as never:
        wrong.append(never.why)
        return None, None
    if not asked and (why := order_error(*times)):
        wrong.append(why)
    return times


def _day(written: str, meant: ReadAs, wrong: list[Sentence]) -> date | None:
    try:
        return day_of(written, after=meant.after)
    except NoSuchDay as refused:
        wrong.append(_l("date says “%(written)s”. %(why)s", written=written, why=refused.why))
    except NotADay as refused:
        wrong.append(_not("date", written, "24/11/2026", refused.why))
    return None


def _time(
    written: str, column: str, on: date | None, meant: ReadAs, wrong: list[Sentence], asked: list[Sentence]
) -> TypedTime | None:
    try:
        found = time_of_day(_without_the_day(written, on))
    except NotATime as refused:
        wrong.append(_not(column, written, _EXAMPLES[column], refused.why))
        return None
    if found.is_asked and meant.afternoon:
        return found.in_the_afternoon
    if found.is_asked:
        asked.append(asks_which_half(written, found))
    return found


_EXAMPLES = {"starts": "14:30", "ends": "16:00"}


#: The day that programs write before a time that has none.
_DAYS_NOUGHT = re.compile(r"1899-12-3[01]|1900-01-0[01]|3[01]/12/1899|0?[01]/0?[01]/1900")


def _without_the_start(written: str, starts: str) -> str:
    """A spreadsheet may write the whole moment in either column."""
    day, _, at = written.rpartition(" ")
    return day if day and at == starts.rpartition(" ")[2] else written


def _without_the_day(written: str, on: date | None) -> str:
    """A spreadsheet may write the day once more before the time."""
    joined = re.sub(r" (?=[apAP]\.?[mM]\b)", "", re.sub(r"(?<=[0-9])[tT](?=[0-9])", " ", written))
    day, _, rest = joined.rpartition(" ")
    if _DAYS_NOUGHT.fullmatch(day):
        return rest
    try:
        return rest if day and on is not None and day_of(day) == on else written
    except NotADay:
        return written


def _not(column: str, written: str, example: str, why: Sentence | None) -> Sentence:
    if not written:
        return _l("%(column)s is missing.", column=column)
    said = {"column": column, "written": written, "example": example}
    if why is None:
        return _l("%(column)s says “%(written)s”. It must be in the format %(example)s.", **said)
    return _l("%(column)s says “%(written)s”. It must be in the format %(example)s. %(why)s", **said, why=why)


def _people(values: dict[str, str]) -> tuple[str, ...]:
    return tuple(tidy(name) for name in re.split(r"[,;/|]", values.get("facilitators", "")) if tidy(name))
