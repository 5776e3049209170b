"""Lines of text in a chart: how wide they are in the fonts that draw them, and where they are broken."""

from __future__ import annotations

from functools import cache

from pb.fonts import families_for, fonts
from pb.unicode_text import places_to_cut

#: The size of the letters.
POINTS = 12


@cache
def font_files(bold: bool, families: tuple[str, ...] = ()) -> list[str]:
    """The files of the fonts in the order of ``families``; without them as ``fonts`` has them. Only our own has a bold one."""
    files = {font.family: str(font.file).replace("-Regular", "-Bold" if bold else "-Regular") for font in fonts()}
    return [files[family] for family in families or files]


@cache
def width_of(text: str, bold: bool = False) -> float:
    """How wide a line of text is, in inches."""
    from matplotlib.font_manager import get_font

    font = get_font(font_files(bold, tuple(families_for(text))))
    font.set_size(POINTS, 72)
    font.set_text(text)
    return font.get_width_height()[0] / 64 / 72


def wrapped(text: str, room: float, most_lines: int, bold: bool = False) -> list[str]:
    """``text`` in lines no wider than ``room`` inches; what does not fit ends in "…"."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, bold) > room:
            lines.append(word)
        else:
            lines[-1] = longer
        while width_of(lines[-1], bold) > room and (fits := _fitting(lines[-1], room, bold)) < len(lines[-1]):
            lines[-1:] = [lines[-1][:fits], lines[-1][fits:]]
    if len(lines) > most_lines:
        lines = [*lines[: most_lines - 1], lines[most_lines - 1] + "…"]
    return [shortened(line, room) for line in lines]


def _fitting(word: str, room: float, bold: bool) -> int:
    """How many signs of a word that is too long for any line, or of a text without spaces, fit on one."""
    ends = [end for end in places_to_cut(word) if width_of(word[:end], bold) <= room]
    return max(ends, default=len(word))


def shortened(line: str, room: float) -> str:
    while width_of(line) > room and len(places := places_to_cut(line.rstrip("…"))) > 1:
        line = line[: places[-1]].rstrip() + "…"
    return line
