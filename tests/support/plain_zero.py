"""Atkinson Hyperlegible with a plain zero: the zero of the font is slashed, and £700 looked like £7ØØ to people who had
never seen that. ``python -m tests.support.plain_zero`` makes the files of pb/typefaces and static/fonts anew.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
PRINTED = Path("pb/typefaces")
ON_PAGES = Path("static/fonts")


def of_the_package(style: str) -> TTFont:
    """The font as the Braille Institute published it."""
    spec = find_spec("fontpkg_atkinson_hyperlegible")
    assert spec and spec.submodule_search_locations
    return TTFont(Path(spec.submodule_search_locations[0]) / f"files/AtkinsonHyperlegible-{style}.ttf")


def with_a_plain_zero(style: str) -> TTFont:
    """The same, in whose zero the two halves of the counter are one: the outline once more, as large as both."""
    font = of_the_package(style)
    glyphs = font["glyf"]
    points, ends, flags = glyphs["zero"].getCoordinates(glyphs)
    outline = list(points[: ends[0] + 1])
    (left, low), (right, high) = _box(outline)
    (inner_left, inner_low), (inner_right, inner_high) = _box(points[ends[0] + 1 :])
    across, up = (inner_right - inner_left) / (right - left), (inner_high - inner_low) / (high - low)
    counter = [(round(inner_left + (x - left) * across), round(inner_low + (y - low) * up)) for x, y in outline]
    pen = TTGlyphPen(None)
    on_curve = list(flags[: ends[0] + 1])
    _draw(pen, outline, on_curve)
    _draw(pen, counter[::-1], on_curve[::-1])
    glyphs["zero"] = pen.glyph()
    glyphs["zero"].recalcBounds(glyphs)
    return font


def _box(points) -> tuple[tuple[int, int], tuple[int, int]]:
    across, up = [x for x, _ in points], [y for _, y in points]
    return (min(across), min(up)), (max(across), max(up))


def _draw(pen: TTGlyphPen, points, on_curve) -> None:
    """A closed line of TrueType points: those off the curve bend the line to the next one on it."""
    start = next(at for at, is_on in enumerate(on_curve) if is_on & 1)
    turned = [(points[at], on_curve[at] & 1) for at in (*range(start, len(points)), *range(start))]
    pen.moveTo(turned[0][0])
    bent: list[tuple[int, int]] = []
    for point, is_on in (*turned[1:], turned[0]):
        if is_on:
            pen.qCurveTo(*bent, point) if bent else pen.lineTo(point)
            bent = []
        else:
            bent.append(point)
    pen.closePath()


def zero_alone(font: TTFont) -> TTFont:
    """The zero, with its tabular width, as a file for pages."""
    options = subset.Options(layout_features=["tnum", "pnum"], name_IDs=[0, 1, 2, 13, 14], hinting=False)
    chosen = subset.Subsetter(options)
    chosen.populate(text="0")
    chosen.subset(font)
    font.flavor = "woff"
    return font


def main() -> None:
    for style in STYLES:
        with_a_plain_zero(style).save(PRINTED / f"AtkinsonHyperlegible-{style}.ttf")
        if style != "BoldItalic":
            zero_alone(with_a_plain_zero(style)).save(ON_PAGES / f"AtkinsonHyperlegible-Zero-{style}.woff")


if __name__ == "__main__":
    main()
