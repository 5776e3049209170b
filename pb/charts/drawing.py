"""Charts drawn with matplotlib: a picture's values in, the bytes of an SVG out, always the same for the same values.

Everything is laid out in inches at the size of the printed page (7 inches on A4) or of a phone (3.5 inches), with
text of 12 points, so that nobody has to guess at a scale. Fills differ in pattern and lightness, never in hue alone,
and each bar says its value: there is no legend.
"""

from __future__ import annotations

import io
import logging
import os
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from types import ModuleType
from typing import Any

from pb.charts.lines import POINTS, font_files, shortened, width_of, wrapped
from pb.charts.pictures import Bar, Picture
from pb.fonts import families_for, fonts, printable

INK, HEATHER, PAPER, QUIET = "#1d1a22", "#4a2158", "#ffffff", "#5d5766"
#: Inches: width of a picture, height of a line of text, thickness of a bar, room between rows.
WIDE, NARROW, LINE, THICK, GAP = 7.0, 3.5, 0.2, 0.24, 0.12


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


#: Above the picture of a practice, and its colour.
PRACTICE, RED = "PRACTICE: nothing here counts", "#9c0f2e"


def draw(picture: Picture, *, practice: bool = False) -> bytes:
    """The picture as SVG. Same values, same bytes. Of a ``practice`` it says so."""
    _matplotlib()
    return (_Strip if picture.kind == "strips" else _Bars)(_printable(picture), practice).svg()


def _printable(picture: Picture) -> Picture:
    """The same with the names of letters that no font has."""
    bars = tuple(replace(bar, label=printable(bar.label), note=printable(bar.note)) for bar in picture.bars)
    return replace(picture, bars=bars)


class _Canvas(ABC):
    """Paper of a given width; things are put on it from the top down, in inches."""

    def __init__(self, picture: Picture, practice: bool) -> None:
        self.picture = picture
        self.practice = practice
        self.width = NARROW if picture.narrow else WIDE
        self.y = 0.05

    def svg(self) -> bytes:
        """Lay out twice: once to learn the height, once on paper of that height."""
        from matplotlib.figure import Figure

        for height in self._heights():
            figure = Figure(figsize=(self.width, height))
            self.axes = figure.add_axes((0, 0, 1, 1))
            self.axes.set_xlim(0, self.width)
            self.axes.set_ylim(height, 0)
            self.axes.set_axis_off()
            self.y = 0.05
            if self.practice:
                self.text(self.width / 2, self.y + LINE / 2, PRACTICE, ha="center", color=RED, weight="bold")
                self.y += LINE + GAP
            self.put()
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
        return out.getvalue()

    def _heights(self) -> Iterator[float]:
        yield 1.0
        yield self.y + 0.05

    @abstractmethod
    def put(self) -> None:
        """Draw everything from the top down, moving ``y`` on."""

    def text(self, x: float, y: float, words: str, **how: Any) -> None:
        how = {"va": "center", "family": families_for(words), **how}
        self.axes.text(x, y, words, parse_math=False, **how)

    def box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        from matplotlib.patches import Rectangle

        styles: dict[str, Any] = {
            "full": {"facecolor": HEATHER, "edgecolor": HEATHER},
            "part": {"facecolor": PAPER, "edgecolor": HEATHER, "hatch": "//"},
            "empty": {"facecolor": PAPER, "edgecolor": QUIET},
        }
        self.axes.add_patch(Rectangle((x, y), max(width, 0.02), height, linewidth=1.2, **styles[fill]))

    def line(self, x: tuple[float, float], y: tuple[float, float], style: str = "-") -> None:
        self.axes.plot(x, y, linestyle=style, color=INK, linewidth=1.4, solid_capstyle="butt")


class _Bars(_Canvas):
    """A bar for each row: its label at the left (above it on a phone), its words at its end."""

    def put(self) -> None:
        self.words_room = max((width_of(bar.note) for bar in self.picture.bars), default=0) + 0.12
        self.labels_room = 0.0 if self.picture.narrow else self._labels_room()
        self.bar_room = self.width - self.labels_room - self.words_room - 0.06
        if self.picture.least:
            self.y += LINE + 0.1
            words = shortened(self.picture.least[1], self.width)
            self.text(self._words_of_least(words), self.y - 0.1 - LINE / 2, words)
        for place, bar in enumerate(self.picture.bars):
            if self.picture.cut and self.picture.cut[0] == place:
                self._cut(self.picture.cut[1])
            self._row(bar)
        if self.picture.cut and self.picture.cut[0] == len(self.picture.bars):
            self._cut(self.picture.cut[1])

    def _labels_room(self) -> float:
        longest = max((width_of(bar.label) for bar in self.picture.bars), default=0)
        return min(longest, 0.46 * WIDE) + 0.14

    def _length(self, value: int) -> float:
        return self.bar_room * value / max(self.picture.most, 1)

    def _row(self, bar: Bar) -> None:
        if self.picture.narrow:
            for line in wrapped(bar.label, self.width - 0.05, 2):
                self.text(0, self.y + LINE / 2, line)
                self.y += LINE
            middle, self.y = self.y + 0.02 + THICK / 2, self.y + 0.02 + THICK + GAP
        else:
            lines = wrapped(bar.label, self.labels_room - 0.12, 2)
            height = max(LINE * len(lines), THICK)
            middle = self.y + height / 2
            for n, line in enumerate(lines):
                self.text(self.labels_room - 0.1, middle + LINE * (n - (len(lines) - 1) / 2), line, ha="right")
            self.y += height + GAP
        self.box(self.labels_room, middle - THICK / 2, self._length(bar.value), THICK, bar.fill)
        end = self.labels_room + max(self._length(bar.value), 0.02)
        if self.picture.least:
            mark = self.labels_room + self._length(self.picture.least[0])
            self.line((mark, mark), (middle - THICK / 2, middle + THICK / 2), ":")
            end = max(end, mark)
        self.text(end + 0.08, middle, bar.note)

    def _cut(self, words: str) -> None:
        self.line((0, self.width), (self.y, self.y), "--")
        for line in wrapped(words, self.width - 0.05, 3, bold=True):
            self.text(0, self.y + 0.06 + LINE / 2, line, weight="bold")
            self.y += LINE
        self.y += 0.06 + GAP

    def _words_of_least(self, words: str) -> float:
        """Where the words above the marks of the least support begin."""
        room = width_of(words)
        middle = self.labels_room + self._length(self.picture.least[0]) if self.picture.least else 0.0
        return min(max(middle - room / 2, 0), self.width - room)


class _Strip(_Canvas):
    """A pot's money as one strip: a block for each funded project, and what is left."""

    height = 0.5

    def put(self) -> None:
        total = sum(bar.value for bar in self.picture.bars) or 1
        room, x = self.width - 0.04, 0.02
        for bar in self.picture.bars:
            width = room * bar.value / total
            self.box(x, self.y, width, self.height, bar.fill)
            if bar.label and width_of(bar.label) + 0.08 < width:
                colour = PAPER if bar.fill == "full" else INK
                backed = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5} if bar.fill == "part" else None
                how = {"ha": "center", "color": colour, "weight": "bold", "bbox": backed}
                self.text(x + width / 2, self.y + self.height / 2, bar.label, **how)
            x += width
            if bar.fill != "empty":
                self.axes.plot((x, x), (self.y, self.y + self.height), color=PAPER, linewidth=2.5)
        self.y += self.height + 0.08
        for bar in self.picture.bars:
            if bar.note:
                for line in wrapped(bar.note, self.width - 0.1, 3):
                    self.text(0.02, self.y + LINE / 2, line)
                    self.y += LINE
