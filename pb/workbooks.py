"""Workbooks (XLSX) as the UK Government Analysis Function asks for them: a cover, notes, one table on each sheet, each marked
up as a table with a name and unique headings, titles in A1, nothing merged, no formula. The same values make the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

#: Characters: columns are as wide as their longest cell, up to here; longer text is wrapped.
_WIDEST = 48


@dataclass(frozen=True)
class WorkbookSheet:
    """One sheet with one table. ``name``: of the sheet, at most 31 letters; ``about``: lines above the table."""

    name: str
    title: str
    about: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def workbook(title: str, cover: Sequence[str], sheets: Sequence[WorkbookSheet], made_at: datetime) -> bytes:
    """The workbook. ``cover``: lines of the first sheet; the list of the other sheets stands below them."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
    plain = {"font_name": "Arial", "font_size": 12, "text_wrap": True, "valign": "top"}
    formats = {
        "text": book.add_format(plain),
        "title": book.add_format({**plain, "font_size": 16, "bold": True, "text_wrap": False}),
        "head": book.add_format({**plain, "bold": True}),
    }
    contents = WorkbookSheet(
        "Contents", title, tuple(cover), ("Sheet", "What it has"), tuple((s.name, s.title) for s in sheets)
    )
    for number, sheet in enumerate([contents, *sheets], start=1):
        _write(book.add_worksheet(sheet.name), sheet, f"table_{number}", formats)
    book.close()
    return out.getvalue()


def _write(on: Any, sheet: WorkbookSheet, name: str, formats: dict[str, Any]) -> None:
    on.write_string(0, 0, sheet.title, formats["title"])
    for row, line in enumerate(sheet.about, start=1):
        on.write_string(row, 0, line, formats["text"])
    top = len(sheet.about) + 1
    rows = sheet.rows or (("",) * len(sheet.columns),)  # a table has at least one row
    for place, heading in enumerate(sheet.columns):
        longest = max(len(str(cell)) for cell in (heading, *(row[place] for row in rows)))
        least = 40 if place == 0 else 12
        on.set_column(place, place, min(max(longest + 4, least), _WIDEST), formats["text"])
    columns = [{"header": heading, "header_format": formats["head"]} for heading in sheet.columns]
    shape = {"name": name, "columns": columns, "style": None, "autofilter": False}
    on.add_table(top, 0, top + len(rows), len(sheet.columns) - 1, shape)
    for down, cells in enumerate(rows, start=top + 1):
        for place, cell in enumerate(cells):
            if isinstance(cell, int | float):
                on.write_number(down, place, cell, formats["text"])
            else:
                on.write_string(down, place, str(cell), formats["text"])
