"""Charts drawn with matplotlib: a picture's values in, the bytes of an SVG or PNG out, always the same for the same values.

Everything is laid out in inches with text of 12 points. A page shows a picture so large that these are as large as its own
text (``chart.css``): larger letters ask for a narrower form, not for a smaller picture. Fills differ in pattern and
lightness, never in hue alone, and each bar says its value: there is no legend.
"""

from __future__ import annotations

import io
import logging
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html import escape
from types import ModuleType
from typing import Any

from pb.charts.lines import POINTS, font_files, width_of, wrapped
from pb.charts.pictures import NARROW, SMALL, WIDE, Bar, Picture
from pb.fonts import families_for, fonts, printable

INK, HEATHER, PAPER, QUIET, RED = "#1d1a22", "#4a2158", "#ffffff", "#5d5766", "#9c0f2e"
#: For whoever has set the machine to light letters on black.
DARK = {INK: "#ffffff", HEATHER: "#ffffff", PAPER: "#000000", QUIET: "#ffffff", RED: "#ffb3c0"}
#: Inches: width of the forms (42, 17.4 and 10.5 letters' heights), height of a line of text, thickness of a bar, room
#: between rows.
WIDTHS = {WIDE: 7.0, NARROW: 2.9, SMALL: 1.75}
LINE, THICK, GAP = 0.2, 0.24, 0.12
#: Of PNG files: a picture 7 inches wide has 1,344 points, twice as many as a screen shows.
DOTS = 192
#: The date of a picture in a zip: the same pictures make the same zip.
DRAWN_AS = (2000, 1, 1, 0, 0, 0)
#: Above the picture of a practice.
PRACTICE = "PRACTICE: nothing here counts"


@cache
def _matplotlib() -> ModuleType:
    """matplotlib, set up once: our typeface, outlines instead of fonts, ids that do not change from run to run."""
    os.environ.setdefault("MPLCONFIGDIR", os.path.join(tempfile.gettempdir(), "pb-matplotlib"))
    import matplotlib
    from matplotlib import font_manager

    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # fonts without a bold file: we know
    for file in (*font_files(bold=False), *font_files(bold=True)[:1]):
        font_manager.fontManager.addfont(file)
    matplotlib.rcParams.update(
        {
            "font.family": [font.family for font in fonts()],
            "font.size": POINTS,
            "text.color": INK,
            "svg.fonttype": "path",  # a picture in <img> loads no fonts
            "svg.hashsalt": "pb",
            "hatch.linewidth": 2.0,
        }
    )
    return matplotlib


def draw(picture: Picture, *, practice: bool = False) -> bytes:
    """The picture as SVG. Same values, same bytes. Of a ``practice`` it says so."""
    out = _saved(picture, practice, "svg", {"Date": None, "Creator": None})
    words = f"<title>{escape(picture.title)}</title>\n <desc>{escape(picture.sentence)}</desc>\n <metadata>"
    named = out.replace(b"<metadata>", words.encode(), 1).replace(b"<svg ", b'<svg role="img" ', 1)
    return named if picture.title else out


def draw_png(picture: Picture, *, practice: bool = False) -> bytes:
    """The picture as PNG, for slides: twice as many points as a screen shows."""
    return _saved(picture, practice, "png", {"Software": None, "Title": picture.title})


def in_the_dark(svg: bytes) -> bytes:
    """The same drawing with light letters on black."""
    codes = "|".join(DARK).encode()
    return re.sub(codes, lambda found: DARK[found[0].decode()].encode(), svg)


def _saved(picture: Picture, practice: bool, kind: str, metadata: dict[str, str | None]) -> bytes:
    _matplotlib()
    out = io.BytesIO()
    figure = _Canvas(_printable(picture), practice).figure()
    figure.savefig(out, format=kind, dpi=DOTS if kind == "png" else "figure", metadata=metadata)
    return out.getvalue()


def _printable(picture: Picture) -> Picture:
    """The same with the names of letters that no font has."""
    bars = tuple(replace(bar, label=printable(bar.label), note=printable(bar.note)) for bar in picture.bars)
    return replace(picture, bars=bars)


class _Canvas:
    """Paper of a given width; things are put on it from the top down, in inches."""

    def __init__(self, picture: Picture, practice: bool) -> None:
        self.picture = picture
        self.practice = practice
        self.width = WIDTHS[picture.form]
        self.y = 0.05

    def figure(self) -> Any:
        """Lay out twice: once to learn the height, once on paper of that height."""
        from matplotlib.figure import Figure

        for height in self._heights():
            figure = Figure(figsize=(self.width, height), facecolor=PAPER)
            self.axes = figure.add_axes((0, 0, 1, 1))
            self.axes.set_xlim(0, self.width)
            self.axes.set_ylim(height, 0)
            self.axes.set_axis_off()
            self.y = 0.05
            if self.practice:
                self._lines(PRACTICE, color=RED, weight="bold")
                self.y += GAP
            self._put()
        return figure

    def _heights(self) -> Iterator[float]:
        yield 1.0
        yield self.y + 0.05

    def _put(self) -> None:
        """Everything from the top down, moving ``y`` on: a bar for each row, its label at the left and its words at its
        end; on a phone the label above and the words below.
        """
        wide = self.picture.form == WIDE
        notes = max((width_of(bar.note) for bar in self.picture.bars), default=0)
        self.words_room = min(notes, 0.36 * self.width) + 0.12 if wide else 0.0
        self.labels_room = self._labels_room() if wide else 0.0
        self.bar_room = self.width - self.labels_room - self.words_room - 0.06
        for words in (self.picture.least[1] if self.picture.least else "", self.picture.marks):
            if words:
                self._key(words)
        for place, bar in enumerate(self.picture.bars):
            if self.picture.cut and self.picture.cut[0] == place:
                self._cut(self.picture.cut[1])
            self._row(bar)
        if self.picture.cut and self.picture.cut[0] == len(self.picture.bars):
            self._cut(self.picture.cut[1])

    def _labels_room(self) -> float:
        longest = max((width_of(bar.label) for bar in self.picture.bars), default=0)
        return min(longest, 0.46 * self.width) + 0.14

    def _length(self, value: int) -> float:
        return self.bar_room * value / max(self.picture.most, 1)

    def _key(self, words: str) -> None:
        """A mark as the bars have it, and what it means."""
        middle = self.y + LINE / 2
        self._line((self.labels_room + 0.04,) * 2, (middle - THICK / 2, middle + THICK / 2), ":")
        self._lines(words, self.labels_room + 0.14)
        self.y += 0.1

    def _row(self, bar: Bar) -> None:
        if self.picture.form == WIDE:
            self._wide_row(bar)
            return
        self._lines(bar.label)
        self._bar(bar, self.y + 0.02 + THICK / 2)
        self.y += 0.04 + THICK
        self._lines(bar.note)
        self.y += GAP

    def _wide_row(self, bar: Bar) -> None:
        lines = wrapped(bar.label, self.labels_room - 0.12, 2)
        notes = wrapped(bar.note, self.words_room - 0.1, 2)
        height = max(LINE * max(len(lines), len(notes)), THICK)
        middle = self.y + height / 2
        for n, line in enumerate(lines):
            self._text(self.labels_room - 0.1, middle + LINE * (n - (len(lines) - 1) / 2), line, ha="right")
        end = self._bar(bar, middle)
        for n, line in enumerate(notes):
            self._text(end + 0.08, middle + LINE * (n - (len(notes) - 1) / 2), line)
        self.y += height + GAP

    def _bar(self, bar: Bar, middle: float) -> float:
        """A bar with its marks; where the last of them ends."""
        self._box(self.labels_room, middle - THICK / 2, self._length(bar.value), bar.fill)
        end = self.labels_room + max(self._length(bar.value), 0.02)
        for value in (self.picture.least[0] if self.picture.least else None, bar.mark):
            if value is not None:
                at = self.labels_room + self._length(value)
                self._line((at, at), (middle - THICK / 2 - 0.03, middle + THICK / 2 + 0.03), ":")
                end = max(end, at)
        return end

    def _cut(self, words: str) -> None:
        self._line((0, self.width), (self.y, self.y), "--")
        self.y += 0.06
        self._lines(words, weight="bold")
        self.y += GAP

    def _lines(self, words: str, x: float = 0.02, **how: Any) -> None:
        """Words below each other, in as many lines as they need (a title of a project is at most five on a phone)."""
        for line in wrapped(words, self.width - x - 0.05, 3 if self.picture.form == WIDE else 9, bold="weight" in how):
            self._text(x, self.y + LINE / 2, line, **how)
            self.y += LINE

    def _text(self, x: float, y: float, words: str, **how: Any) -> None:
        how = {"va": "center", "family": families_for(words), **how}
        self.axes.text(x, y, words, parse_math=False, **how)

    def _box(self, x: float, y: float, width: float, fill: str) -> None:
        from matplotlib.patches import Rectangle

        styles: dict[str, Any] = {
            "full": {"facecolor": HEATHER, "edgecolor": HEATHER},
            "part": {"facecolor": PAPER, "edgecolor": HEATHER, "hatch": "//"},
            "empty": {"facecolor": PAPER, "edgecolor": QUIET},
        }
        self.axes.add_patch(Rectangle((x, y), max(width, 0.02), THICK, linewidth=1.2, **styles[fill]))

    def _line(self, x: tuple[float, float], y: tuple[float, float], style: str = "-") -> None:
        """On a light edge, so that it shows inside a dark bar too."""
        if style == ":":
            self.axes.plot(x, y, color=PAPER, linewidth=4.5, solid_capstyle="butt")
            style = "-"
        self.axes.plot(x, y, linestyle=style, color=INK, linewidth=1.8, solid_capstyle="butt")
