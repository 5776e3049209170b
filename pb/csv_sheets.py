"""Tables as CSV files that a spreadsheet opens safely.

A cell that starts with = + - or @ would be run as a formula; such cells get an apostrophe in front (OWASP, "CSV
Injection"). One with anything in it at which some spreadsheet begins the next cell is in quotes: LibreOffice offers to
split at commas, semicolons and tabs at once, and what stands behind one of them could be a formula. The file is UTF-8
with a byte order mark, without which Excel reads names wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

_SEPARATES = re.compile('[,;\t\r\n"]')
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(cell: Any) -> Any:
    """The cell as it can be written into a sheet: text that a spreadsheet would run is made plain, numbers stay."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_DANGEROUS):
        return f"'{cell}"
    return "" if cell is None else cell


def plain_cell(cell: str) -> str:
    """What ``safe`` was given, from a cell of a sheet that comes back."""
    rest = cell[1:]
    return rest if cell.startswith("'") and rest.lstrip(" ").startswith(_DANGEROUS) else cell


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A CSV file as text: comma, quotes where needed, CRLF, every cell made safe."""
    return "".join(f"{_line(row)}\r\n" for row in (columns, *rows))


def _line(cells: Sequence[Any]) -> str:
    written = ",".join(_written(str(safe(cell))) for cell in cells)
    return written or ('""' if cells else "")  # one empty cell is no empty line


def _written(cell: str) -> str:
    return '"{}"'.format(cell.replace('"', '""')) if _SEPARATES.search(cell) else cell
