"""Lines, numbers and errors of ``.pb`` files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

__all__ = ["BadFile", "decoded", "exact_number", "quoted_text", "rows", "whole_number"]

# Thirty digits are enough for any money, and keep a hostile file from making numbers that take minutes.
_NUMBER = re.compile(r"[0-9]{1,30}(\.[0-9]{1,30})?")
_LONGEST_SHOWN = 60
#: Of a cell, in characters: what Python's csv module takes where no other library has set that higher.
_LONGEST_CELL = 131_072


class BadFile(ValueError):
    """The file cannot be counted. line: its number from 1, or 0 for the file as a whole; reason: a sentence."""

    def __init__(self, line: int, reason: str):
        self.line, self.reason = line, reason
        super().__init__(f"line {line}: {reason}" if line else reason)


def quoted_text(text: str) -> str:
    """A text of the file as an error shows it: in quotation marks, strange characters spelt out, and not too long."""
    return repr(text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…")


def rows(text: str, first_line: int, misquoted: list[int]) -> Iterator[tuple[int, list[str]]]:
    """(line number, cells) of each row that is not empty; cells may be quoted and then hold ; and line ends.

    A line ends with a line feed and nothing else: names that were copied from elsewhere hold other separators.
    ``"Save" our hall`` is no quoted cell: it is read as the field's own tools read it, and the number of its line is
    added to ``misquoted``. A cell whose quotation mark is closed on a later line in such a way is refused, as it has
    swallowed other rows.
    """
    lines = _Remembered(io.StringIO(text, newline="\n"))
    reader = csv.reader(lines, delimiter=";", strict=True)
    before = 0
    while True:
        lines.of_this_row.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "expected after" not in str(error) or len(lines.of_this_row) > 1:
                raise BadFile(first_line + before, _what_csv_means(str(error))) from None
            misquoted.append(first_line + before)
            cells = _as_it_is(lines.of_this_row, first_line + before)
        line, before = first_line + before, reader.line_num
        if max(map(len, cells), default=0) > _LONGEST_CELL:
            raise BadFile(line, _what_csv_means("field limit"))
        if any(cell.strip() for cell in cells):
            yield line, [cell.strip() for cell in cells]


def _as_it_is(lines: list[str], line: int) -> list[str]:
    try:
        return next(csv.reader(lines, delimiter=";"))
    except csv.Error as error:
        raise BadFile(line, _what_csv_means(str(error))) from None


class _Remembered:
    """Lines that are handed on one by one; those of the row that is being read are remembered."""

    def __init__(self, lines: Iterable[str]):
        self._lines, self.of_this_row = iter(lines), list[str]()

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.of_this_row.append(line)
            yield line


def _what_csv_means(error: str) -> str:
    if "field limit" in error:
        return f"A cell has more than {_LONGEST_CELL:,} characters."
    if "new-line" in error:
        return "A carriage return stands in the middle of this line."
    if "end of data" in error:
        return "A quotation mark is out of place: it opens a cell on this line and is never closed. Close it or take it out."
    return "A quotation mark is out of place: it opens a cell on this line and is not closed where a cell ends. Take it out."


def exact_number(text: str, line: int, what: str) -> Fraction:
    """A number such as 1200 or 1200.50, exact."""
    if not _NUMBER.fullmatch(text):
        raise BadFile(line, f"{what} should be a number such as 1200 or 1200.50, not {quoted_text(text)}.")
    return Fraction(text)


def whole_number(text: str, line: int, what: str) -> int:
    """A whole number, also written like 12.0."""
    value = exact_number(text, line, what)
    if value.denominator != 1:
        raise BadFile(line, f"{what} should be a whole number, not {quoted_text(text)}.")
    return int(value)


def decoded(section: bytes, first_line: int) -> str:
    """A section as text; ``first_line`` is the number of its first line."""
    try:
        return section.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadFile(first_line + section.count(b"\n", 0, error.start), "This is not UTF-8 text.") from None
