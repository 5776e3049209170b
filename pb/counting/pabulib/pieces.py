"""Rows of the VOTES section, piece by piece, as tables of the columns that are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from pb.counting.pabulib import keys
from pb.counting.pabulib.cells import Cells, PlainRows
from pb.counting.pabulib.text import BadFile, rows

__all__ = ["Piece", "Pieces", "columns_of", "quoted_piece"]

_PIECE = 1 << 22  # bytes; pragma: no mutate - any size gives the same


@dataclass(frozen=True)
class Piece:
    """Some rows of the section. line(k) is the line number of row k; points and pot are None without that column."""

    voter: Cells
    vote: Cells
    points: Cells | None
    pot: Cells | None
    line: Callable[[int], int]


def columns_of(header: bytes, line: int, with_points: bool) -> dict[str, int]:
    names = [cell.strip(' "') for cell in header.decode("utf-8", "replace").strip().split(";")]
    wanted = {"voter": "voter_id", "vote": "vote", **({"points": "points"} if with_points else {})}
    for name in wanted.values():
        if names.count(name) != 1:
            raise BadFile(line, f"VOTES has {'no' if name not in names else 'more than one'} column {name}.")
    wanted |= {"pot": keys.POT} if keys.POT in names else {}
    return {column: names.index(name) for column, name in wanted.items()}


@dataclass(frozen=True)
class Pieces:
    """The pieces of a section without quotation marks; can be gone through more than once."""

    data: bytes
    position: int
    line: int
    columns: dict[str, int]

    def __iter__(self) -> Iterator[Piece]:
        position, line = self.position, self.line
        while position < len(self.data):
            end = self.data.find(b"\n", position + _PIECE)
            end = len(self.data) if end < 0 else end + 1
            table = PlainRows(self.data[position:end])
            yield _piece(table, self.columns, self._line_finder(table, line))
            position, line = end, line + self.data.count(b"\n", position, end)

    @staticmethod
    def _line_finder(table: PlainRows, line: int) -> Callable[[int], int]:
        return lambda row: line + int(table.lines[row])


def quoted_piece(body: bytes, line: int, columns: dict[str, int], misquoted: list[int]) -> Piece:
    """The section through the csv reader, which knows quotation marks, and then as a table of the columns that are
    needed.
    """
    try:
        found = list(rows(body.decode("utf-8"), line, misquoted))
    except UnicodeDecodeError as error:
        raise BadFile(line + body.count(b"\n", 0, error.start), "This is not UTF-8 text.") from None
    for at, cells in found:
        if len(cells) <= max(columns.values()):
            raise BadFile(at, "This row has too few columns.")
    plain = [
        ";".join(cells[column].replace(";", "\0").replace("\n", "\1") for column in columns.values())
        for _, cells in found
    ]
    table = PlainRows("\n".join(plain).encode() + b"\n")
    return _piece(table, dict(zip(columns, range(len(columns)), strict=True)), lambda row: found[row][0])


def _piece(table: PlainRows, columns: dict[str, int], line: Callable[[int], int]) -> Piece:
    cells = {name: table.cells(column) for name, column in columns.items()}
    short = np.flatnonzero(np.any([one.lengths < 0 for one in cells.values()], axis=0))
    if len(short):
        raise BadFile(line(int(short[0])), "This row has too few columns.")
    return Piece(cells["voter"], cells["vote"], cells.get("points"), cells.get("pot"), line)
