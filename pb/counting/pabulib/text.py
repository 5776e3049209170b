"""Lines, numbers and errors of `.pb` files."""

import csv
import re
from fractions import Fraction

__all__ = ["BadFile", "number", "rows", "whole"]

_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


class BadFile(ValueError):
    """The file cannot be counted. `line` is the line number, from 1 (0: the file as a whole); `reason` a sentence."""

    def __init__(self, line: int, reason: str):
        self.line, self.reason = line, reason
        super().__init__(f"line {line}: {reason}" if line else reason)


def rows(text: str, first_line: int = 1):
    """(line number, cells) of each row that is not empty; cells may be quoted and then hold ; and line ends."""
    reader = csv.reader(text.splitlines(keepends=True), delimiter=";", strict=True)
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadFile(first_line + before, f"A quotation mark is out of place ({error}).") from None
        line, before = first_line + before, reader.line_num
        if any(cell.strip() for cell in cells):
            yield line, [cell.strip() for cell in cells]


def number(text: str, line: int, what: str) -> Fraction:
    """A number such as 1200 or 1200.50, exact."""
    if not _NUMBER.fullmatch(text):
        raise BadFile(line, f"{what} should be a number such as 1200 or 1200.50, not {text!r}.")
    return Fraction(text)


def whole(text: str, line: int, what: str) -> int:
    """A whole number, also written like 12.0."""
    value = number(text, line, what)
    if value.denominator != 1:
        raise BadFile(line, f"{what} should be a whole number, not {text!r}.")
    return int(value)
