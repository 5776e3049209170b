"""Small workbooks, as spreadsheet programs write them: XLSX and ODS."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Sequence
from datetime import date, time
from xml.sax.saxutils import escape

Cell = str | int | float | bool | date | time | None

_NS = "http://schemas.openxmlformats.org/"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_KIND = "application/vnd.openxmlformats-"
_TYPES = (
    f'{_HEAD}<Types xmlns="{_NS}package/2006/content-types">'
    f'<Default Extension="rels" ContentType="{_KIND}package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
#: Formats: 0 as it is, 1 a day, 2 a time of day.
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_NS}spreadsheetml/2006/main"><cellXfs count="3"><xf numFmtId="0"/>'
    '<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="20" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


def xlsx(merged: Sequence[str] = (), /, hidden: Collection[int] = (), **sheets: Sequence[Sequence[Cell]]) -> bytes:
    """A workbook of Excel. Each sheet: rows of cells. ``merged``: cells that are one, as "A1:H1", in each of them;
    ``hidden``: rows that nobody sees, by their numbers.
    """
    cells = "".join(f'<mergeCell ref="{each}"/>' for each in merged)
    together = f'<mergeCells count="{len(merged)}">{cells}</mergeCells>' if merged else ""
    names = list(sheets)
    rels = f"{_NS}officeDocument/2006/relationships"
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="s{n}"/>' for n, name in enumerate(names, 1))
    to = "".join(
        f'<Relationship Id="s{n}" Type="{rels}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _related(f'<Relationship Id="b" Type="{rels}/officeDocument" Target="xl/workbook.xml"/>'),
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_NS}spreadsheetml/2006/main" xmlns:r="{rels}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _related(
            f'{to}<Relationship Id="styles" Type="{rels}/styles" Target="styles.xml"/>'
        ),
        "xl/styles.xml": _STYLES,
    }
    for number, rows in enumerate(sheets.values(), 1):
        filled = "".join(
            f'<row r="{n}"{_HIDDEN if n in hidden else ""}>{"".join(_xlsx_cell(cell, n, at) for at, cell in enumerate(row))}</row>'
            for n, row in enumerate(rows, 1)
        )
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'{_HEAD}<worksheet xmlns="{_NS}spreadsheetml/2006/main"><sheetData>{filled}</sheetData>{together}</worksheet>'
        )
    return zipped(parts)


_HIDDEN = ' hidden="1"'


def _related(links: str) -> str:
    return f'{_HEAD}<Relationships xmlns="{_NS}package/2006/relationships">{links}</Relationships>'


def _xlsx_cell(cell: Cell, row: int, column: int) -> str:
    at = f'r="{chr(65 + column)}{row}"'
    if cell is None or cell == "":
        return f"<c {at}/>"
    if isinstance(cell, bool):
        return f'<c {at} t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, date):
        return f'<c {at} s="1"><v>{(cell - date(1899, 12, 30)).days}</v></c>'
    if isinstance(cell, time):
        return f'<c {at} s="2"><v>{(cell.hour * 60 + cell.minute) / 1440}</v></c>'
    if isinstance(cell, int | float):
        return f"<c {at}><v>{cell}</v></c>"
    return f'<c {at} t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'


def ods(
    rows: Sequence[Sequence[Cell]], empty_below: int = 1_048_000, merged: int = 0, hidden: Collection[int] = ()
) -> bytes:
    """A workbook of LibreOffice with one sheet, and as many empty rows below as it writes. The first cell of the second row
    goes over as many rows as ``merged`` says; ``hidden``: rows that a filter hides, by their numbers.
    """
    written = ("".join(_ods_cell(cell, n, at, merged) for at, cell in enumerate(row)) for n, row in enumerate(rows))
    filled = "".join(
        f"<table:table-row{_FILTERED if n in hidden else ''}>{cells}</table:table-row>"
        for n, cells in enumerate(written, 1)
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    wide = '<table:table-cell table:number-columns-repeated="16384"/>'
    below = f'<table:table-row table:number-rows-repeated="{empty_below}">{wide}</table:table-row>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.3"><office:body>'
        f'<office:spreadsheet><table:table table:name="Sheet1">{filled}{below}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


_FILTERED = ' table:visibility="filter"'


def _ods_cell(cell: Cell, row: int, at: int, merged: int) -> str:
    if at == 0 and merged and row == 1:
        spans = f'table:number-rows-spanned="{merged}" table:number-columns-spanned="1"'
        return f'<table:table-cell {spans} office:value-type="string"><text:p>{escape(str(cell))}</text:p></table:table-cell>'
    if at == 0 and 1 < row < 1 + merged:
        return "<table:covered-table-cell/>"
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell}"/>'
    if isinstance(cell, time):
        return f'<table:table-cell office:value-type="time" office:time-value="PT{cell:%H}H{cell:%M}M00S"/>'
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'


def zipped(parts: dict[str, str]) -> bytes:
    """Files as one archive, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()
