"""The cells of a file, a column at a time: which name stands in each, and where what is wrong begins."""

from __future__ import annotations

import pytest

from pb.counting.pabulib import BadFile
from pb.counting.pabulib.cells import Names, PlainRows
from pb.counting.pabulib.text import decoded
from tests.support.counting.elections import PLAIN, read_text


def cells_of(*texts: bytes):
    return PlainRows(b"\n".join(texts) + b"\n").cells(0)


def test_a_name_is_found_or_is_minus_one():
    assert Names([b"1", b"22"]).find(cells_of(b"22", b"1", b"2", b"221")).tolist() == [1, 0, -1, -1]
    assert Names([b"a-long-name", b"b"]).find(cells_of(b"a-long-nam", b"b", b"a-long-name")).tolist() == [-1, 1, 0]
    assert Names([]).find(cells_of(b"1", b"2")).tolist() == [-1, -1]


def test_many_names_are_told_apart_though_some_share_a_place_in_the_first_table():
    """400 names in 512 places: some pair meets, and a larger table is made."""
    names = [b"%d" % k for k in range(400)]
    assert Names(names).find(cells_of(*names, b"400")).tolist() == [*range(400), -1]
    long = [b"project %06d" % k for k in range(400)]
    assert Names(long).find(cells_of(*long, b"project 000400")).tolist() == [*range(400), -1]


def test_the_line_of_what_is_not_text_is_counted_from_the_first_line_on():
    for section, line in ((b"\xff", 5), (b"\n\xff", 6), (b"a\nb\n\xff\n", 7)):
        with pytest.raises(BadFile) as found:
            decoded(section, 5)
        assert found.value.line == line


def test_points_of_fifteen_digits_are_not_what_is_wrong():
    """The vote in the line after them names an unknown project."""
    points = PLAIN.replace("approval", "cumulative").replace("voter_id;vote", "voter_id;vote;points")
    points = points.replace("a;1,2", f"a;1,2;{'9' * 15},1").replace("c;2,1", "c;2,1;1,1").replace("d;3", "d;3;1")
    with pytest.raises(BadFile, match="names project '9'") as found:
        read_text(points.replace("b;1\n", "b;9;1\n"))
    assert found.value.line == 23
    with pytest.raises(BadFile, match="should be whole numbers") as found:
        read_text(points.replace("b;1\n", f"b;1;{'9' * 16}\n"))
    assert found.value.line == 23
