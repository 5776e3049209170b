"""The square on a paper: the code that the standard asks for, read back by a program that did not make it."""

from __future__ import annotations

import random

import segno

from pb.paper.rules.serials import new_serial, shown_serial
from pb.paper.rules.squares import RIM, SIDE, rows_of, square_svg


def test_every_square_is_the_one_that_is_drawn_alone():
    drawn = random.Random(13)
    for serial in ("0000000", "9999999", *(f"{drawn.randrange(10**7):07d}" for _ in range(50))):
        code = segno.make(serial, version=1, error="h", boost_error=False, mask=2, micro=False)
        assert code.designator == "1-H"
        expected = tuple(int("".join(map(str, map(int, row))), 2) for row in code.matrix)
        assert rows_of(serial) == expected, serial


def test_the_picture_has_each_small_square_once_and_a_white_rim():
    serial = new_serial()
    svg, side = square_svg(shown_serial(serial)), SIDE + 2 * RIM
    assert f'viewBox="0 0 {side} {side}"' in svg
    black = set()
    for run in svg.split('d="M')[2].split('"')[0].rstrip("z").split("zM"):
        x, rest = run.split(" ")
        y, width = rest.split("v")[0].split("h")
        black |= {(int(x) - RIM + at, int(y) - RIM) for at in range(int(width))}
    rows = rows_of(serial)
    assert black == {(x, y) for y in range(SIDE) for x in range(SIDE) if rows[y] >> (SIDE - 1 - x) & 1}
