"""Reading a CSV file of venues and sessions: bytes in, rows and faults out. Nothing is guessed silently."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from pb.clock import LOCAL
from pb.csv_sheets import plain
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: The columns of the sheet. A venue stands on as many lines as it has sessions; without a date a line is a venue only.
COLUMNS = (
    "venue", "kind", "address", "step_free", "hearing_loop", "quiet_time", "access_notes",
    "date", "starts", "ends", "facilitators",
)  # fmt: skip
NEEDED = ("venue", "date", "starts", "ends")
#: Columns that describe the venue, with the longest text they take; None for yes or no.
DETAILS = {"kind": 40, "address": 200, "step_free": None, "hearing_loop": None, "quiet_time": 100, "access_notes": 1000}
MOST_BYTES = 300_000
MOST_LINES = 1_000


@dataclass(frozen=True)
class Fault:
    """Why a line cannot be used. ``line`` 0 is the file as a whole."""

    line: int
    reason: Sentence


@dataclass(frozen=True)
class Row:
    """One line of the sheet. ``details`` holds only what was written; no times on a line that is a venue only."""

    line: int
    venue: str
    details: dict[str, Any] = field(default_factory=dict)
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    facilitators: tuple[str, ...] = ()


_QUOTATION_MARK = _l("There is a quotation mark missing on this line.")


def read(data: bytes) -> tuple[list[Row], list[Fault]]:
    """The rows of a CSV file and everything that is wrong with it. Comma, semicolon or tab; UTF-8, with or without
    BOM.
    """
    text, fault = _text(data)
    if fault:
        return [], [Fault(0, fault)]
    lines = text.splitlines()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(lines[0] if lines else ""), strict=True)
    rows: list[Row] = []
    faults: list[Fault] = []
    columns: list[str] | None = None
    at = 1
    try:
        for cells in reader:
            line, at = at, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                columns = [re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in cells]
                if wrong := _columns_error(columns):
                    return [], [Fault(line, wrong)]
                continue
            _take(cells, columns, line, rows, faults)
    except csv.Error as found:
        too_long = "field larger" in str(found)
        faults.append(Fault(at, _l("A cell on this line is too long.") if too_long else _QUOTATION_MARK))
    if columns is None:
        return [], [Fault(0, _l("The file is empty. Its first line must name the columns."))]
    if not rows and not faults:
        faults.append(Fault(0, _l("The file only has column names. Add a line for each session below them.")))
    return rows, faults


def as_text(data: bytes) -> str:
    """The text of a file that ``read`` found no fault with."""
    return _text(data)[0]


def _text(data: bytes) -> tuple[str, Sentence | None]:
    if len(data) > MOST_BYTES:
        return "", _l("The file is too large. Split it into files of at most 1,000 lines.")
    if data[:2] == b"PK":
        return "", _l("This is a spreadsheet, not a CSV file. Save it as “CSV UTF-8” and upload that file.")
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data[: wrong.start].count(b"\n") + 1
        return "", _l(
            "Some characters on line %(line)s cannot be read. Save the file as “CSV UTF-8” and upload it again.",
            line=line,
        )
    if "\0" in text:
        return "", _l("This is not a CSV file. Save your sheet as “CSV UTF-8” and upload that file.")
    if text.count("\n") > MOST_LINES:
        return "", _l("The file is too long. Split it into files of at most 1,000 lines.")
    return text, None


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _columns_error(columns: list[str]) -> Sentence | None:
    named = [column for column in columns if column]
    if missing := [column for column in NEEDED if column not in named]:
        return _l(
            "These columns are missing: %(columns)s. The first line must name the columns.", columns=", ".join(missing)
        )
    if unknown := [column for column in named if column not in COLUMNS]:
        return _l(
            "We do not recognise these columns: %(columns)s. The columns are: %(known)s.",
            columns=", ".join(unknown),
            known=", ".join(COLUMNS),
        )
    if doubled := sorted({column for column in named if named.count(column) > 1}):
        return _l("These columns appear twice: %(columns)s.", columns=", ".join(doubled))
    return None


def _take(cells: list[str], columns: list[str], line: int, rows: list[Row], faults: list[Fault]) -> None:
    """Read one line into ``rows``, or everything that is wrong with it into ``faults``."""
    if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        faults.append(Fault(line, _l("This line has more cells than there are columns.")))
        return
    values = {column: plain(cell.strip()) for column, cell in zip(columns, cells, strict=False) if column}
    wrong: list[Sentence] = []
    row = Row(line, _venue(values, wrong), _details(values, wrong), *_times(values, wrong), _people(values))
    faults.extend(Fault(line, reason) for reason in wrong)
    if not wrong:
        rows.append(row)


def _venue(values: dict[str, str], wrong: list[Sentence]) -> str:
    name = " ".join(values.get("venue", "").split())
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


def _times(values: dict[str, str], wrong: list[Sentence]) -> tuple[datetime | None, datetime | None]:
    written = [values.get(column, "") for column in ("date", "starts", "ends")]
    if not any(written):
        return None, None
    on, starts, ends = day_of(written[0]), time_of(written[1]), time_of(written[2])
    for value, column, said, example in (
        (on, "date", written[0], "24/11/2026"), (starts, "starts", written[1], "14:30"), (ends, "ends", written[2], "16:00"),
    ):  # fmt: skip
        if value is None and said:
            wrong.append(
                _l(
                    "%(column)s says “%(written)s”. It must be in the format %(example)s.",
                    column=column,
                    written=said,
                    example=example,
                )
            )
        elif value is None:
            wrong.append(_l("%(column)s is missing.", column=column))
    if on is None or starts is None or ends is None:
        return None, None
    if ends <= starts:
        wrong.append(_l("The session ends before it starts. Check the two times."))
    return datetime.combine(on, starts, LOCAL), datetime.combine(on, ends, LOCAL)


def _people(values: dict[str, str]) -> tuple[str, ...]:
    return tuple(name.strip() for name in re.split(r"[,;/|]", values.get("facilitators", "")) if name.strip())


def day_of(written: str) -> date | None:
    """A day as people write it in a sheet: 24/11/2026, 2026-11-24, 24 Nov 2026. None when it is none."""
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y"):
        try:
            found = datetime.strptime(written, form).date()  # noqa: DTZ007  (a time of day has no zone)
        except ValueError:
            continue
        return found if 2000 <= found.year <= 2100 else None
    return None


def time_of(written: str) -> time | None:
    """A time as people write it in a sheet: 14:30, 14.30, 14:30:00, 2pm, 2:30 pm. None when it is none."""
    found = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.]00)?\s*([ap]m)?", written.strip().lower())
    if not found or (found[2] is None and found[3] is None):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
