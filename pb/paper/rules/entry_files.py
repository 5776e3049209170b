"""A list of papers that somebody has typed in a spreadsheet: what its columns are called, and what each row says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pb.csv_sheets import plain_cell
from pb.paper.rules.readings import PaperReading, UnreadableEntry, read_entry
from pb.paper.rules.sentences import NOT_A_SERIAL
from pb.paper.rules.serials import SERIAL_LENGTH, read_serial, shown_serial
from pb.tables import NotATable, Table
from pb.unicode_text import tidy
from pb.voting.rules.ballot_rules import BallotRules
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: The number of the paper, and what is marked on it, as a typist types it.
COLUMNS = ("paper", "marked")
#: What people also call them.
_ALSO_CALLED = {
    "paper": ("number", "paper_number", "number_on_the_paper", "serial", "serial_number"),
    "marked": (
        "marks",
        "entry",
        "choices",
        "projects",
        "projects_ticked",
        "ticks",
        "ticked",
        "points",
        "scores",
        "places",
    ),
}
_MEANT = {other: column for column, others in _ALSO_CALLED.items() for other in others}
#: So many lines at the top may be a title.
_TITLE_LINES = 20
#: What a spreadsheet makes of "2/5" and "3:5" by itself.
_CHANGED = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?|\d+:\d\d(:\d\d)?")


@dataclass(frozen=True)
class TypedRow:
    """What one row says of one paper."""

    line: int
    serial: str
    reading: PaperReading


@dataclass(frozen=True)
class RowFault:
    """Why a row cannot be used, and what to do. ``line`` 0 is the file as a whole; ``serial``: "" where none can be read."""

    line: int
    serial: str
    reason: Sentence


def has_columns(rows: Sequence[tuple[int, list[str]]]) -> bool:
    """Whether one of ``rows`` names both columns."""
    return any(set(COLUMNS) <= set(_names(cells)) for _line, cells in rows[:_TITLE_LINES])


def read_rows(table: Table, rules: BallotRules, *, practice: bool) -> tuple[list[TypedRow], list[RowFault]]:
    """The rows of a list, and everything that is wrong with it: all or nothing."""
    broken = [fault_of(table.broken)] if table.broken else []
    at = next((at for at, row in enumerate(table.rows[:_TITLE_LINES]) if has_columns([row])), None)
    if at is None:
        return [], broken or [RowFault(0, "", _NO_COLUMNS)]
    columns = _names(table.rows[at][1])
    if wrong := _columns_error(columns):
        return [], [RowFault(table.rows[at][0], "", wrong)]
    rows: list[TypedRow] = []
    faults: list[RowFault] = []
    for line, cells in table.rows[at + 1 :]:
        values = dict(zip(columns, (plain_cell(tidy(cell)) for cell in cells), strict=False))
        if any(tidy(cell) for cell in cells[len(columns) :]) or values.get(""):
            faults.append(RowFault(line, "", _TOO_MANY_CELLS))
        elif isinstance(
            read := _read(line, values.get("paper", ""), values.get("marked", ""), rules, practice), RowFault
        ):
            faults.append(read)
        else:
            rows.append(read)
    if not rows and not faults and not broken:
        faults.append(RowFault(0, "", _l("The file only has column names. Add a line for each paper below them.")))
    return rows, [*faults, *_twice(rows), *broken]


def fault_of(refused: NotATable) -> RowFault:
    """What cannot be read as a list, as a fault of it."""
    return RowFault(refused.line, "", refused.reason)


_NO_COLUMNS = _l("A line at the top must name the two columns: paper and marked.")
_TOO_MANY_CELLS = _l(
    "This row has something outside the two columns. Write it on the paper’s slip, and take it out here."
)


def _names(cells: Sequence[str]) -> list[str]:
    written = [re.sub(r"[\s-]+", "_", tidy(cell).lower().strip(" :*?")) for cell in cells]
    names = [each if _MEANT.get(each, each) in written else _MEANT.get(each, each) for each in written]
    while names and not names[-1]:
        names.pop()
    return names


def _columns_error(columns: list[str]) -> Sentence | None:
    unknown = [column for column in columns if column and column not in COLUMNS]
    if unknown or len(columns) != len(set(columns)):
        return _l(
            "The file may have two columns alone: paper and marked. Take out the others, so that nothing is left out unseen."
        )
    return None


def _read(line: int, paper: str, marked: str, rules: BallotRules, practice: bool) -> TypedRow | RowFault:
    # A spreadsheet takes a number that begins with noughts for a shorter one; the last digit still checks all of it.
    digits = "".join(paper.split())
    serial = read_serial(digits.zfill(SERIAL_LENGTH) if digits else "", practice=practice)
    if serial is None:
        return RowFault(line, paper[:20], NOT_A_SERIAL)
    if _CHANGED.fullmatch(marked):
        return RowFault(line, shown_serial(serial), _l(
            "The spreadsheet has made a date or a time of what was typed. Set the column to text, and type it again: 2=5."
        ))  # fmt: skip
    try:
        return TypedRow(line, serial, read_entry(marked, rules))
    except UnreadableEntry as unreadable:
        return RowFault(line, shown_serial(serial), unreadable.args[0])


def _twice(rows: Sequence[TypedRow]) -> Iterator[RowFault]:
    """Each row of a paper but its first."""
    for serial, same in groupby(sorted(rows, key=lambda row: (row.serial, row.line)), key=lambda row: row.serial):
        first, *others = same
        for row in others:
            yield RowFault(row.line, shown_serial(serial), _l(
                "This paper is also on row %(line)s. Look at both papers, and correct one of the numbers.", line=first.line
            ))  # fmt: skip
