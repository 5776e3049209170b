"""The square (QR code) on a ballot paper: its number in seven digits and nothing else. A scanner at the desk types it."""

from __future__ import annotations

from functools import cache

import segno

from pb.paper.rules.serials import SERIAL_LENGTH

#: Small squares on each side, and of the white rim that a reader needs around them.
SIDE, RIM = 21, 4
#: Rows of small squares in threes, always: a reader is told which of the eight patterns lies over them.
_MASK = 2
#: How a number is put into bits: three digits, three digits, one.
_GROUPS = ((0, 3, 10), (3, 6, 10), (6, 7, 4))

#: A row is a number whose bits are its small squares; 1 is black.
Rows = tuple[int, ...]


def rows_of(serial: str) -> Rows:
    """The small squares of a serial, from the top: a QR code of version 1 and of level H, of which three tenths may be
    smudged or torn.

    Every bit of a number turns the same small squares, whatever the others are: so 25 squares are drawn, and all others are
    put together from them. Drawing each would take a millisecond a paper.
    """
    rows = _drawn("0" * SERIAL_LENGTH)
    for turned in (_turned_by(first, last, bit) for first, last, bit in _bits(serial)):
        rows = tuple(row ^ turn for row, turn in zip(rows, turned, strict=True))
    return rows


def square_svg(serial: str) -> str:
    """The square as an SVG picture, with its rim; ``serial`` with or without spaces."""
    rows = rows_of("".join(serial.split()))
    runs = "".join(f"M{RIM + x} {RIM + y}h{width}v1h-{width}z" for y, row in enumerate(rows) for x, width in _runs(row))
    side = SIDE + 2 * RIM
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" aria-hidden="true">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{runs}"/></svg>'
    )


def _bits(serial: str) -> list[tuple[int, int, int]]:
    return [
        (first, last, bit) for first, last, bits in _GROUPS for bit in range(bits) if int(serial[first:last]) >> bit & 1
    ]


@cache
def _turned_by(first: int, last: int, bit: int) -> Rows:
    """What the bit of a group of digits turns."""
    width = last - first
    serial = "0" * first + f"{1 << bit:0{width}d}" + "0" * (SERIAL_LENGTH - last)
    return tuple(row ^ plain for row, plain in zip(_drawn(serial), _drawn("0" * SERIAL_LENGTH), strict=True))


@cache
def _drawn(serial: str) -> Rows:
    code = segno.make(serial, version=1, error="h", boost_error=False, mask=_MASK, micro=False)
    return tuple(int("".join(str(int(each)) for each in row), 2) for row in code.matrix)


def _runs(row: int) -> list[tuple[int, int]]:
    """(from the left, how many) for each run of black."""
    found: list[tuple[int, int]] = []
    at = 0
    for run in f"{row:0{SIDE}b}".replace("01", "0 1").replace("10", "1 0").split():
        if run[0] == "1":
            found.append((at, len(run)))
        at += len(run)
    return found
