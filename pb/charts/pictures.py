"""What a chart shows, as plain values: the same values make the drawing, its sentence and its table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

#: A picture has at most so many bars: it then fits on a printed page.
BARS = 20
#: Changes when the drawing itself changes, so that cached pictures are made anew.
DRAWING = 3


@dataclass(frozen=True)
class Bar:
    """One bar: its label, length, the note at its end, and how it is filled ("full", "part", "empty")."""

    label: str
    value: int
    note: str
    fill: str = "full"


@dataclass(frozen=True)
class Picture:
    """One drawing. ``kind``: "bars" (a bar for each line) or "strips" (a pot as one strip, cut into segments).

    ``most``: the value of the longest bar of the whole chart, so that parts of a chart share one scale.
    ``cut``: (how many bars stand above the line, its words). ``least``: (a value to be reached, its words).
    ``narrow``: for a phone's screen.
    """

    kind: str
    bars: tuple[Bar, ...]
    most: int
    cut: tuple[int, str] | None = None
    least: tuple[int, str] | None = None
    narrow: bool = False

    @property
    def key(self) -> str:
        """The name of the drawing by its content: the same content has the same name."""
        return hashlib.sha256(json.dumps([DRAWING, asdict(self)], sort_keys=True).encode()).hexdigest()[:32]

    @property
    def on_a_phone(self) -> Picture:
        """The same picture, narrow."""
        return replace(self, narrow=True)


@dataclass(frozen=True)
class Chart:
    """A finding: its title states it, a sentence or three explain it, pictures and a table show the same numbers.

    ``columns``: (heading, "" or "number"); ``rows``: cells as text, the first names the row.
    """

    name: str
    title: str
    sentence: str
    caption: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    pictures: tuple[Picture, ...]


def in_pages(
    bars: Sequence[Bar], most: int, cut: tuple[int, str] | None = None, least: tuple[int, str] | None = None
) -> tuple:
    """A long list of bars as several pictures with one scale."""
    pictures = []
    for start in range(0, max(len(bars), 1), BARS):
        part = tuple(bars[start : start + BARS])
        here = (cut[0] - start, cut[1]) if cut and 0 <= cut[0] - start < len(part) else None
        pictures.append(Picture("bars", part, most, here, least))
    return tuple(pictures)
