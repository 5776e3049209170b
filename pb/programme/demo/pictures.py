"""Plain drawings for the demo's ballot: a few flat shapes each, on a grid of 96 × 64, so that no stock photo is needed."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

_SCALE = 10
_INK, _SUN, _LEAF, _SEA, _CLAY, _SKIN, _PAPER = (
    "#3a2a4a",
    "#f2b632",
    "#3f7d4e",
    "#2f6f9f",
    "#b5533c",
    "#e8c7a5",
    "#fffaf0",
)
_SKIES = ("#e6f0f9", "#f7ecd9", "#e4f2ea", "#f3ebf6")

#: What each drawing shows, for people who cannot see it, and its shapes: (kind, coordinates, colour).
_MOTIFS: dict[str, tuple[str, list[tuple[str, tuple[float, ...], str]]]] = {
    "chair": (
        "A chair beside a window",
        [
            ("rect", (10, 10, 34, 34), _SEA),
            ("rect", (54, 14, 59, 56), _CLAY),
            ("rect", (54, 36, 80, 41), _CLAY),
            ("rect", (75, 41, 80, 56), _CLAY),
        ],
    ),
    "bus": (
        "A small bus on the road",
        [
            ("rect", (18, 20, 78, 46), _CLAY),
            ("rect", (23, 25, 38, 35), _PAPER),
            ("rect", (42, 25, 56, 35), _PAPER),
            ("rect", (60, 25, 75, 35), _PAPER),
            ("oval", (26, 40, 38, 52), _INK),
            ("oval", (60, 40, 72, 52), _INK),
        ],
    ),
    "paint": (
        "Paint pots and a brush",
        [
            ("rect", (18, 30, 34, 52), _SEA),
            ("rect", (38, 30, 54, 52), _SUN),
            ("rect", (58, 30, 74, 52), _LEAF),
            ("line", (44, 8, 68, 30), _INK),
            ("oval", (63, 25, 73, 35), _CLAY),
        ],
    ),
    "note": (
        "Two notes of music",
        [
            ("oval", (22, 40, 36, 52), _INK),
            ("oval", (56, 36, 70, 48), _INK),
            ("rect", (33, 12, 36, 46), _INK),
            ("rect", (67, 8, 70, 42), _INK),
            ("poly", (33, 12, 70, 8, 70, 16, 33, 20), _CLAY),
        ],
    ),
    "flower": (
        "A flower in a raised garden bed",
        [
            ("rect", (24, 44, 72, 56), _CLAY),
            ("rect", (46, 24, 50, 44), _LEAF),
            ("oval", (36, 8, 60, 32), _SUN),
            ("oval", (43, 15, 53, 25), _CLAY),
        ],
    ),
    "tablet": (
        "A tablet that shows a face",
        [
            ("rect", (28, 8, 68, 58), _INK),
            ("rect", (32, 12, 64, 52), _PAPER),
            ("oval", (38, 20, 58, 40), _SUN),
            ("oval", (43, 26, 46, 30), _INK),
            ("oval", (50, 26, 53, 30), _INK),
            ("rect", (44, 34, 52, 36), _INK),
        ],
    ),
    "bench": (
        "A wooden bench in the sun",
        [
            ("oval", (72, 6, 88, 22), _SUN),
            ("rect", (18, 26, 70, 31), _CLAY),
            ("rect", (18, 40, 70, 45), _CLAY),
            ("rect", (22, 26, 26, 56), _INK),
            ("rect", (62, 26, 66, 56), _INK),
        ],
    ),
    "cup": (
        "A cup of tea with steam",
        [
            ("rect", (26, 28, 62, 54), _CLAY),
            ("oval", (56, 32, 74, 48), _CLAY),
            ("oval", (60, 36, 70, 44), "#f7ecd9"),
            ("line", (36, 8, 36, 22), _INK),
            ("line", (46, 5, 46, 22), _INK),
            ("line", (56, 8, 56, 22), _INK),
        ],
    ),
    "book": (
        "An open book",
        [
            ("poly", (14, 20, 46, 26, 46, 54, 14, 48), _PAPER),
            ("poly", (82, 20, 50, 26, 50, 54, 82, 48), _PAPER),
            ("rect", (46, 24, 50, 56), _CLAY),
            ("line", (20, 28, 40, 32), _INK),
            ("line", (20, 36, 40, 40), _INK),
            ("line", (56, 32, 76, 28), _INK),
            ("line", (56, 40, 76, 36), _INK),
        ],
    ),
    "tool": (
        "A hammer and a nail",
        [("rect", (30, 14, 66, 26), _INK), ("rect", (44, 26, 52, 56), _CLAY), ("rect", (74, 28, 77, 52), _INK)],
    ),
    "wave": (
        "A swimmer in calm water",
        [
            ("oval", (40, 16, 56, 32), _SKIN),
            ("rect", (0, 34, 96, 64), _SEA),
            ("line", (8, 44, 40, 44), _PAPER),
            ("line", (52, 50, 88, 50), _PAPER),
        ],
    ),
    "box": (
        "An open box of old things",
        [
            ("rect", (22, 28, 74, 56), _CLAY),
            ("poly", (22, 28, 12, 18, 40, 18, 48, 28), _SUN),
            ("poly", (74, 28, 84, 18, 56, 18, 48, 28), _SUN),
            ("oval", (42, 12, 54, 24), _SEA),
        ],
    ),
    "path": (
        "A level path between trees",
        [
            ("poly", (40, 28, 54, 28, 76, 64, 16, 64), _SUN),
            ("oval", (10, 12, 30, 34), _LEAF),
            ("rect", (18, 32, 22, 46), _CLAY),
            ("oval", (66, 8, 90, 32), _LEAF),
            ("rect", (76, 30, 80, 44), _CLAY),
        ],
    ),
    "film": (
        "A film screen and three seats",
        [
            ("rect", (18, 8, 78, 38), _INK),
            ("rect", (22, 12, 74, 34), _PAPER),
            ("rect", (22, 46, 36, 60), _CLAY),
            ("rect", (41, 46, 55, 60), _CLAY),
            ("rect", (60, 46, 74, 60), _CLAY),
        ],
    ),
    "ball": (
        "Two bowls on a green carpet",
        [("rect", (0, 38, 96, 64), _LEAF), ("oval", (22, 26, 46, 50), _INK), ("oval", (52, 26, 76, 50), _CLAY)],
    ),
    "ear": (
        "An ear and sound coming to it",
        [
            ("oval", (44, 10, 74, 52), _SKIN),
            ("oval", (52, 20, 66, 42), _CLAY),
            ("line", (14, 22, 14, 42), _INK),
            ("line", (24, 17, 24, 47), _INK),
            ("line", (34, 22, 34, 42), _INK),
        ],
    ),
    "star": (
        "A star over a dinner table",
        [
            ("poly", (48, 4, 52, 14, 63, 14, 54, 21, 58, 32, 48, 25, 38, 32, 42, 21, 33, 14, 44, 14), _SUN),
            ("rect", (14, 44, 82, 50), _CLAY),
            ("rect", (20, 50, 24, 62), _CLAY),
            ("rect", (72, 50, 76, 62), _CLAY),
        ],
    ),
    "wool": (
        "A ball of wool and two needles",
        [("line", (16, 10, 56, 46), _INK), ("line", (80, 10, 40, 46), _INK), ("oval", (30, 22, 66, 58), _CLAY)],
    ),
    "house": (
        "A house with a handrail at the door",
        [
            ("poly", (48, 6, 84, 30, 12, 30), _CLAY),
            ("rect", (20, 30, 76, 58), _PAPER),
            ("rect", (42, 38, 54, 58), _SEA),
            ("line", (60, 44, 60, 58), _INK),
            ("line", (58, 44, 72, 44), _INK),
        ],
    ),
    "tree": ("A large tree in a park", [("rect", (44, 34, 52, 58), _CLAY), ("oval", (22, 4, 74, 42), _LEAF)]),
}


def words_for(motif: str) -> str:
    """What the drawing shows, as its text alternative."""
    return _MOTIFS[motif][0]


def drawing(motif: str) -> bytes:
    """The drawing as a PNG file of 960 × 640 pixels."""
    sky = _SKIES[len(motif) % len(_SKIES)]
    picture = Image.new("RGB", (96 * _SCALE, 64 * _SCALE), sky)
    pen = ImageDraw.Draw(picture)
    for kind, coordinates, colour in _MOTIFS[motif][1]:
        at = [value * _SCALE for value in coordinates]
        if kind == "rect":
            pen.rounded_rectangle(at, radius=_SCALE, fill=colour)
        elif kind == "oval":
            pen.ellipse(at, fill=colour)
        elif kind == "poly":
            pen.polygon(at, fill=colour)
        else:
            pen.line(at, fill=colour, width=2 * _SCALE)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
