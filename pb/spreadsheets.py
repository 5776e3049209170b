"""The rows of a workbook (XLSX, XLS, ODS), read in a process of their own.

A small file can unfold into gigabytes, or into a sheet of millions of empty cells. The process may use so much memory
and so much time; where it needs more it ends, and the server goes on. Nor does it hand over more than it was asked for:
the server would have to hold all of it.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

#: Seconds of a processor, and bytes. A sheet of 5,000 lines takes half a second.
LONGEST = 10
MEMORY = 1024 * 1024 * 1024


class NotAWorkbook(ValueError):
    """The file cannot be read. ``locked``: because it needs a password; ``too_large``: because so much stands in it."""

    def __init__(self, *, locked: bool = False, too_large: bool = False) -> None:
        super().__init__("locked" if locked else "too large" if too_large else "unreadable")
        self.locked, self.too_large = locked, too_large


#: A row that is not empty, with its number from 1; each cell as the text that somebody would type.
Row = tuple[int, list[str]]

#: The first and the last of some cells that are one: row and column of each, from 0.
Merged = tuple[tuple[int, int], tuple[int, int]]
#: Merged cells of a sheet, and the rows that are hidden.
Appearance = tuple[list[Merged], set[int]]
#: More rows than any list has: below it an ODS file has a million empty ones.
MOST_ROWS = 100_000
#: All sheets of a file together may have so many times what one may.
_FULL_SHEETS = 10

_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


class ReadSheet(NamedTuple):
    """A sheet with something in it. ``hidden``: how many of its rows somebody has hidden, or a filter; they are not among
    its ``rows``.
    """

    name: str
    rows: list[Row]
    hidden: int


def sheets_of(data: bytes, most: int, letters: int) -> list[ReadSheet]:
    """The sheets with something in them, each with its rows: ``most`` at most, and none after the one with which they come
    to more than so many ``letters`` (``size_of``). Raises ``NotAWorkbook``.
    """
    # -P: the modules beside this file have names that others may have too.
    command = [sys.executable, "-P", __file__, str(most), str(letters)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=4 * LONGEST, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failed:
        ended = getattr(failed, "returncode", 0)
        raise NotAWorkbook(locked=ended == _LOCKED, too_large=ended == _TOO_LARGE) from failed
    return [
        ReadSheet(name, [(line, cells) for line, cells in rows], hidden)
        for name, rows, hidden in json.loads(done.stdout)
    ]


_LOCKED, _TOO_LARGE = 3, 4


def size_of(rows: Iterable[Row]) -> int:
    """How much stands in these rows: their letters, and one for each cell."""
    return sum(len(cell) + 1 for _line, cells in rows for cell in cells)


def _read(data: bytes, most: int, letters: int) -> list[ReadSheet]:
    import io

    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    appearances = _appearances(data)
    read: list[ReadSheet] = []
    left = _FULL_SHEETS * letters
    for sheet in book.sheets_metadata:
        if sheet.typ != SheetTypeEnum.WorkSheet or sheet.visible != SheetVisibleEnum.Visible:
            continue
        merged, hidden = appearances.get(sheet.name, ([], set()))
        found = _filled(_merged_down(book.get_sheet_by_name(sheet.name), merged), most, letters)
        if (left := left - size_of(found)) < 0:
            raise SystemExit(_TOO_LARGE)
        if shown := [row for row in found if row[0] - 1 not in hidden]:
            read.append(ReadSheet(sheet.name, shown, len(found) - len(shown)))
    return read


def _merged_down(sheet: Any, merged: Iterable[Merged]) -> list[list[Any]]:
    """The rows of a sheet. A cell that was merged over several rows is in each of them: a venue beside its sessions."""
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or merged:
        for row in rows[top + 1 : bottom + 1]:
            if top < len(rows) and left < min(len(row), len(rows[top])):
                row[left] = rows[top][left]
    return rows


def _appearances(data: bytes) -> dict[str, Appearance]:
    """How the sheets of a file look, by name, where the reader of workbooks tells nothing of it: which cells of an ODS file
    were merged over several rows, and which rows nobody sees. Empty for XLS.
    """
    import io
    import zipfile

    if not zipfile.is_zipfile(io.BytesIO(data)):
        return {}
    archive = zipfile.ZipFile(io.BytesIO(data))
    there = set(archive.namelist())
    if "content.xml" in there:
        return _appearance_of_ods(archive)
    return _appearance_of_xlsx(archive) if {_BOOK, _LINKS} <= there else {}


def _appearance_of_xlsx(archive: Any) -> dict[str, Appearance]:
    from xml.etree import ElementTree

    links = {each.get("Id"): each.get("Target", "") for each in ElementTree.fromstring(archive.read(_LINKS))}
    found: dict[str, Appearance] = {}
    for sheet in ElementTree.fromstring(archive.read(_BOOK)).iter(f"{_SHEETS}sheet"):
        target = links.get(sheet.get(_LINK), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        hidden: set[int] = set()
        at = -1
        with archive.open(path) as content:
            for _event, row in ElementTree.iterparse(content):
                if row.tag == f"{_SHEETS}row":
                    at = int(row.get("r") or at + 2) - 1
                    if row.get("hidden") in ("1", "true"):
                        hidden.add(at)
                    row.clear()
        found[sheet.get("name", "")] = ([], hidden)
    return found


def _appearance_of_ods(archive: Any) -> dict[str, Appearance]:
    from xml.etree import ElementTree

    found: dict[str, Appearance] = {}
    name, at = "", 0
    with archive.open("content.xml") as content:
        for event, element in ElementTree.iterparse(content, events=("start", "end")):
            if event == "start" and element.tag == f"{_TABLE}table":
                name, at = element.get(f"{_TABLE}name", ""), 0
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                merged, hidden = found.setdefault(name, ([], set()))
                merged.extend(_merged_in_row(element, at))
                rows = _times(element, "number-rows-repeated")
                if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                    hidden.update(range(at, at + min(rows, MOST_ROWS)))
                at += rows
                element.clear()
    return found


def _merged_in_row(row: Any, at: int) -> Iterator[Merged]:
    column = 0
    for cell in row:
        down, across = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
        if down > 1:
            yield (at, column), (at + down - 1, column + across - 1)
        column += _times(cell, "number-columns-repeated")


def _times(element: Any, what: str) -> int:
    return int(element.get(f"{_TABLE}{what}") or 1)


def _filled(rows: Iterable[list[Any]], most: int, letters: int) -> list[Row]:
    found: list[Row] = []
    for line, cells in enumerate(rows, start=1):
        texts, letters = _texts(cells, letters)
        if texts:
            found.append((line, texts))
        if len(found) == most or letters < 0:
            break
    return found


def _texts(cells: list[Any], letters: int) -> tuple[list[str], int]:
    """What stands in a row, up to the cell with which it is more than so many ``letters``; and how many are left."""
    texts: list[str] = []
    for cell in cells:
        texts.append(_as_typed(cell)[: letters + 1])
        letters -= len(texts[-1]) + 1
        if letters < 0:
            return texts, letters
    while texts and not texts[-1].strip():
        letters += len(texts.pop()) + 1
    return texts, letters


#: 24 hours and more, in LibreOffice's own words.
_LONG_TIME = re.compile(r"PT([0-9]+)H([0-9]{2})M00S")


def _as_typed(cell: Any) -> str:
    """What a cell holds, as somebody would type it. A time alone is a moment of the first days of a spreadsheet."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return _as_typed(cell.time()) if cell.year < 1901 else f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(cell, time) and not cell.second:
        return f"{cell:%H:%M}"
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, str) and (long := _LONG_TIME.fullmatch(cell)):
        return f"{long[1]}:{long[2]}"
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
    from python_calamine import PasswordError

    try:
        found = _read(sys.stdin.buffer.read(), *map(int, sys.argv[1:]))
    except PasswordError:
        raise SystemExit(_LOCKED) from None
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    _main()
