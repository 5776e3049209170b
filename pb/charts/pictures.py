"""What a chart shows, as plain values: the same values make the drawing, its sentence and its table."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

#: A picture has at most so many bars: it then fits on a printed page.
BARS = 20
#: Of the projects that got nothing a picture shows so many; the table has all.
NOT_FUNDED = 10
#: The most words of a title, names of pots not counted (the Office for National Statistics).
TITLE_WORDS = 15
#: Changes when the drawing itself changes, so that cached pictures are made anew.
DRAWING = 5
#: A page and a wide screen; a phone; a phone whose letters are very large. Letters have the same size in each.
WIDE, NARROW, SMALL = "wide", "narrow", "small"
FORMS = (WIDE, NARROW, SMALL)


@dataclass(frozen=True)
class Bar:
    """One bar: its label, length, the note at its end, and how it is filled ("full", "part", "empty"). ``mark``: a value
    that is marked on its scale.
    """

    label: str
    value: int
    note: str
    fill: str = "full"
    mark: int | None = None


@dataclass(frozen=True)
class Picture:
    """One drawing: a bar for each line.

    ``most``: the largest value of the whole chart, so that parts of a chart share one scale.
    ``cut``: (how many bars stand above the line, its words). ``least``: (a value to be reached, its words).
    ``marks``: what the marks of the bars are. ``form``: one of ``FORMS``. ``title``, ``sentence``: those of its chart, for
    a file that is opened alone.
    """

    bars: tuple[Bar, ...]
    most: int
    cut: tuple[int, str] | None = None
    least: tuple[int, str] | None = None
    marks: str = ""
    form: str = WIDE
    title: str = ""
    sentence: str = ""

    @cached_property
    def key(self) -> str:
        """The name of the drawing by its content: the same content has the same name."""
        return hashlib.sha256(f"{DRAWING}:{self!r}".encode()).hexdigest()[:32]

    def in_form(self, form: str) -> Picture:
        """The same picture on paper of another width."""
        return replace(self, form=form)


@dataclass(frozen=True)
class Chart:
    """A finding: its title states it, a sentence or three explain it, pictures and a table show the same numbers.

    ``columns``: (heading, "" or "number"); ``rows``: cells as text, the first names the row; ``values``: the same cells as a
    file has them, so that they can be sorted and added up ("300.00" for "£300").
    """

    name: str
    title: str
    sentence: str
    caption: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    values: tuple[tuple[int | str, ...], ...]
    pictures: tuple[Picture, ...]

    @property
    def told(self) -> Chart:
        """The same with its words in each picture."""
        pictures = (replace(each, title=self.title, sentence=self.sentence) for each in self.pictures)
        return replace(self, pictures=tuple(pictures))

    def sorted_by(self, column: int, *, down: bool) -> Chart:
        """The same with the rows of its table in the order of a column; what is empty there comes last."""
        is_number = self.columns[column][1] == "number"

        def place(line: tuple[tuple[str, ...], tuple[int | str, ...]]) -> tuple[float | str, ...]:
            value = line[1][column]
            return (float(value),) if is_number else (str(value).casefold(),)

        both = list(zip(self.rows, self.values, strict=True))
        full = sorted((line for line in both if line[1][column] != ""), key=place, reverse=down)
        lines = [*full, *(line for line in both if line[1][column] == "")]
        return replace(self, rows=tuple(row for row, _ in lines), values=tuple(values for _, values in lines))


def in_pages(
    bars: Sequence[Bar],
    most: int,
    cut: tuple[int, str] | None = None,
    least: tuple[int, str] | None = None,
    marks: str = "",
) -> tuple[Picture, ...]:
    """A long list of bars as several pictures with one scale."""
    pictures = []
    for start in range(0, max(len(bars), 1), BARS):
        part = tuple(bars[start : start + BARS])
        here = (cut[0] - start, cut[1]) if cut and 0 <= cut[0] - start < len(part) else None
        pictures.append(Picture(part, most, here, least, marks))
    return tuple(pictures)


def finding(*titles: str) -> str:
    """The first of these titles that is short enough, else the last."""
    return next((title for title in titles if len(title.split()) <= TITLE_WORDS), titles[-1])
