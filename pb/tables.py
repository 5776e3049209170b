"""A list that somebody uploads, as rows of text: CSV of any spreadsheet program, or the workbook itself.

What kind of file it is is looked at before how large it is: who uploads a letter is not told to split it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pb.csv_sheets import csv_text
from pb.spreadsheets import MOST_ROWS, NotAWorkbook, Row, sheets_of, size_of
from pb.unicode_text import seen
from pb.words import Sentence
from pb.words import lazy_gettext as _l

MOST_BYTES = 8 * 1024 * 1024
#: Characters of all cells together, and one for each cell: with addresses and notes a list of 5,000 lines has half of them.
MOST_LETTERS = 1_500_000
MOST_LINES = 5_000

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_OTHERS = {
    b"%PDF": _l("This is a PDF, which cannot be read as a list. Upload the spreadsheet that it was made from."),
    b"\x89PNG": _l("This is a picture, not a list. Upload a spreadsheet or a CSV file."),
    b"\xff\xd8\xff": _l("This is a picture, not a list. Upload a spreadsheet or a CSV file."),
    b"{\\rtf": _l("This is a letter, not a list. Upload a spreadsheet or a CSV file."),
}
_QUOTATION_MARK = _l("There is a quotation mark missing on this line.")
_TOO_LARGE = _l("The file is too large. Split it into files of at most 5,000 lines.")
_TOO_LONG = _l("The file is too long. Split it into files of at most 5,000 lines.")
#: Characters in which the first lines are looked for.
_BEGINNING = 200_000


@dataclass(frozen=True)
class NotATable(Exception):
    """Why the file cannot be read, or ``line`` of it; 0 is the file as a whole."""

    reason: Sentence
    line: int = 0


@dataclass
class Table:
    """Rows that are not empty, each with the number that a spreadsheet or an editor shows. ``sheet``: the sheet of a
    workbook that was read, ``others`` those that were not; ``hidden``: how many rows of it nobody sees, which were not read.
    ``broken``: where and why reading ended before the end.
    """

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    sheet: str = ""
    others: tuple[str, ...] = ()
    broken: NotATable | None = None
    hidden: int = 0


def table_of(data: bytes, is_meant: Callable[[list[Row]], bool] = bool) -> Table:
    """The table in the bytes of a file; of a workbook the first sheet that ``is_meant``, else its first. Raises
    ``NotATable`` for a file that is none, or too large a one.
    """
    for start, said in _OTHERS.items():
        if data.startswith(start):
            raise NotATable(said)
    found = _of_workbook(data, is_meant) if data.startswith(_WORKBOOKS) else _of_text(data)
    if len(found.rows) > MOST_LINES + 1:
        raise NotATable(_TOO_LONG)
    if size_of(found.rows) > MOST_LETTERS:
        raise NotATable(_TOO_LARGE)
    tidied = [(line, [seen(cell) for cell in cells]) for line, cells in found.rows]
    found.rows = [(line, cells) for line, cells in tidied if any(cells)]
    return found


def _of_workbook(data: bytes, is_meant: Callable[[list[Row]], bool]) -> Table:
    if len(data) > MOST_BYTES:
        raise NotATable(_TOO_LARGE)
    try:
        sheets = sheets_of(data, MOST_LINES + 2, MOST_LETTERS)
    except NotAWorkbook as failed:
        if failed.too_large:
            raise NotATable(_TOO_LARGE) from failed
        if failed.locked:
            raise NotATable(
                _l("This spreadsheet is locked. Save it without a password and upload it again.")
            ) from failed
        raise NotATable(
            _l("We cannot read this as a spreadsheet. Save it as “CSV UTF-8” and upload that file.")
        ) from failed
    if not sheets:
        return Table()
    read = next((each for each in sheets if is_meant(each.rows)), sheets[0])
    return Table(
        read.rows, read.name, tuple(each.name for each in sheets if each.name != read.name), hidden=read.hidden
    )


def _of_text(data: bytes) -> Table:
    text = _decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text[:_BEGINNING]), strict=True)
    found, at, letters = Table(), 1, 0
    try:
        for cells in reader:
            line, at = at, reader.line_num + 1
            if len(cells) > MOST_LETTERS:
                raise NotATable(_TOO_LARGE)
            if any(cell.strip() for cell in cells):
                found.rows.append((line, cells))
                letters += size_of(found.rows[-1:])
            # Somebody reads on at the next page meanwhile: a file of millions of lines would keep them for half a minute.
            if at > MOST_ROWS or len(found.rows) > MOST_LINES + 1:
                raise NotATable(_TOO_LONG)
            if letters > MOST_LETTERS:
                raise NotATable(_TOO_LARGE)
    except csv.Error as wrong:
        too_long = "field larger" in str(wrong)
        found.broken = NotATable(_l("A cell on this line is too long.") if too_long else _QUOTATION_MARK, at)
    return found


def _delimiter(text: str) -> str:
    """What stands between cells, by the first line of at least four: above it may be a title."""
    lines = [line for line in text.splitlines() if line.strip(_DELIMITERS + " ")]
    counts = [{each: line.count(each) for each in _DELIMITERS} for line in lines[:20]]
    found = next((each for each in counts if max(each.values()) >= 3), counts[0] if counts else {})
    return max(_DELIMITERS, key=lambda each: found.get(each, 0))


_DELIMITERS = ",;\t"


def _decoded(data: bytes) -> str:
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as wrong:
        if b"\0" in data:
            raise NotATable(_NO_LIST) from wrong
        text = _of_a_windows_pc(data, wrong)
    if "\0" in text:
        raise NotATable(_NO_LIST)
    if len(data) > MOST_BYTES:
        raise NotATable(_TOO_LARGE)
    return text


def _encoding(data: bytes) -> str:
    """UTF-8, or UTF-16 by its mark; without one by the empty halves of its letters, since our columns have plain names."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    start = data[:80]
    for encoding, empty, letters in (("utf-16-le", start[1::2], start[::2]), ("utf-16-be", start[::2], start[1::2])):
        if len(start) > 20 and not any(empty) and all(letters):
            return encoding
    return "utf-8-sig"


def _of_a_windows_pc(data: bytes, wrong: UnicodeDecodeError) -> str:
    """The text in Windows-1252, as Excel on a British PC saves "CSV". Refused where other letters of it are UTF-8, or where it
    would come out as something that nobody writes: "CafŽ", from an old Mac.
    """
    is_mixed = not data.decode(errors="ignore").isascii()
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        wrong, text = error, ""
    if text and not is_mixed and not (odd := _ODD.search(text)):
        return text
    at = odd.start() if text and not is_mixed and odd else wrong.start
    raise NotATable(
        _l(
            "Some characters on line %(line)s cannot be read. Save the file as “CSV UTF-8” and upload it again.",
            line=data[:at].count(b"\n") + 1,
        )
    ) from wrong


#: A capital with an accent, or a sign, behind a small letter.
_ODD = re.compile("[a-z][ŠŽŸÀ-ÖØ-Þ†‡ˆ‰˜]")

_NO_LIST = _l("This is not a CSV file. Save your sheet as “CSV UTF-8” and upload that file.")


def as_text(table: Table) -> str:
    """The rows as they can be read again, with empty lines where there were some: lines keep their numbers."""
    return "".join(_lines(table))


def _lines(table: Table) -> Iterator[str]:
    at = 1
    for line, cells in table.rows:
        yield "\r\n" * (line - at)
        written = csv_text(cells, ())
        yield written
        at = line + written.count("\n")
