"""The rows of a workbook (XLSX, XLS, ODS), read in a process of their own.

A small file can unfold into gigabytes, or into a sheet of millions of empty cells. The process may use so much memory
and so much time; where it needs more it ends, and the server goes on.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

#: Seconds of a processor, and bytes. A sheet of 5,000 lines takes half a second.
LONGEST = 10
MEMORY = 1024 * 1024 * 1024


class NotAWorkbook(ValueError):
    """The file cannot be read. ``locked``: because it needs a password."""

    def __init__(self, locked: bool = False) -> None:
        super().__init__("locked" if locked else "unreadable")
        self.locked = locked


def rows_of_sheet(data: bytes, most: int) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The names of all sheets with something in them, and of the first of them the rows that are not empty, at most
    ``most``, with their numbers from 1. Each cell as the text that somebody would type. Raises ``NotAWorkbook``.
    """
    # -P: the modules beside this file have names that others may have too.
    command = [sys.executable, "-P", __file__, str(most)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=4 * LONGEST, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failed:
        raise NotAWorkbook(locked=getattr(failed, "returncode", 0) == _LOCKED) from failed
    names, rows = json.loads(done.stdout)
    return names, [(line, cells) for line, cells in rows]


_LOCKED = 3


def _read(data: bytes, most: int) -> tuple[list[str], list[tuple[int, list[str]]]]:
    import io

    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    names: list[str] = []
    first: list[tuple[int, list[str]]] = []
    for sheet in book.sheets_metadata:
        if sheet.typ != SheetTypeEnum.WorkSheet or sheet.visible != SheetVisibleEnum.Visible:
            continue
        if found := _filled(book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False), most):
            names.append(sheet.name)
            first = first or found
    return names, first


def _filled(rows: Iterable[list[Any]], most: int) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    for line, cells in enumerate(rows, start=1):
        texts = [_as_typed(cell) for cell in cells]
        while texts and not texts[-1].strip():
            texts.pop()
        if texts:
            found.append((line, texts))
        if len(found) == most:
            break
    return found


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
        found = _read(sys.stdin.buffer.read(), int(sys.argv[1]))
    except PasswordError:
        raise SystemExit(_LOCKED) from None
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    _main()
