"""The fonts of everything that is printed or drawn here: PDF files (typst) and charts (matplotlib).

Atkinson Hyperlegible (ours, with a plain zero) has Latin letters only, without Welsh ŵ and ŷ. For the rest stand fonts of
one package (Noto, for 22 alphabets and for emoji, in one colour) and, for Chinese, one of Debian, which is large and may be
missing. What no font has is told beforehand (``letters_without_font``), and printed by its name instead of ending a print
(``printable``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pb.unicode_text import breakable, isolated

#: The first is the programme's own; each of the others is asked for letters that those before it lack.
OWN = "Atkinson Hyperlegible"
_IN_PACKAGES = (
    ("pb", "typefaces/AtkinsonHyperlegible-Regular.ttf", OWN),
    ("manimgx_fonts", "NotoSans[wght].ttf", "Noto Sans"),
    *(
        ("manimgx_fonts", f"NotoSans{script}[wght].ttf", f"Noto Sans {script}")
        for script in (
            "Arabic Hebrew Devanagari Bengali Gurmukhi Gujarati Tamil Telugu Kannada Malayalam Oriya Sinhala Thai Lao Khmer "
            "Myanmar Ethiopic Armenian Georgian"
        ).split()
    ),
    ("manimgx_fonts", "NotoEmoji[wght].ttf", "Noto Emoji"),
    ("manimgx_fonts", "NotoSansSymbols[wght].ttf", "Noto Sans Symbols"),
    ("matplotlib", "mpl-data/fonts/ttf/DejaVuSans.ttf", "DejaVu Sans"),
)
#: Of Debian's package fonts-droid-fallback (Apache 2.0): 1.8 MB, where other fonts for Chinese have 16 and more.
CHINESE = Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf")
_CHINESE_FAMILY = "Droid Sans Fallback"
NO_CHINESE = "no font for Chinese: sudo apt-get install fonts-droid-fallback"


@dataclass(frozen=True)
class Font:
    """A font that is there: its name and its file."""

    family: str
    file: Path


@cache
def fonts() -> tuple[Font, ...]:
    """Those that are there, in the order in which they are asked; looked for once in a process."""
    found = [
        Font(family, Path(place) / name)
        for package, name, family in _IN_PACKAGES
        if (spec := find_spec(package)) and (place := (spec.submodule_search_locations or [""])[0])
    ]
    return tuple(each for each in (*found, Font(_CHINESE_FAMILY, CHINESE)) if each.file.is_file())


def missing_fonts() -> list[str]:
    """What is missing on this machine, and how to get it. Nothing stops because of it."""
    there = {each.family for each in fonts()}
    packages = sorted({package for package, _name, family in _IN_PACKAGES if family not in there})
    said = [f"fonts of {package} are not installed" for package in packages]
    return said if _CHINESE_FAMILY in there else [*said, NO_CHINESE]


def families_for(text: str) -> list[str]:
    """The names of the fonts in the order in which they are to draw ``text``. Of a ŵ, which our own lacks, it has the two
    parts, and would set them beside each other: then it comes last.
    """
    names = [font.family for font in fonts()]
    own = [font.file for font in fonts() if font.family == OWN]
    lacks = any(
        not _letters_of(file).issuperset([ord(each)]) and len(unicodedata.normalize("NFD", each)) > 1
        for file in own
        for each in text
        if each > "~"
    )
    return [*names[1:], OWN] if lacks and own else names


def for_typst() -> dict[str, Any]:
    """What a template is laid out with: ``fonts`` for ``text(font: …)`` and the folders in which the files lie.

    ``letters`` are those that our own font has, as a regular expression: from an accent alone it would put together a ŵ whose
    accent stands beside it.
    """
    there = fonts()
    own = sorted(each for file in (font.file for font in there if font.family == OWN) for each in _letters_of(file))
    letters = "".join(f"\\x{{{each:x}}}" for each in own if not unicodedata.combining(chr(each)))
    names = {"own": OWN, "letters": f"[{letters}]", "others": [each.family for each in there if each.family != OWN]}
    return {"fonts": names, "folders": list(dict.fromkeys(str(each.file.parent) for each in there))}


def letters_without_font(*texts: str) -> list[str]:
    """The letters of these texts that no font has, each once, in their order."""
    return [each for each in dict.fromkeys("".join(texts)) if not _is_unseen(each) and not _is_there(each)]


def letter_named(letter: str) -> str:
    """A letter and its name, for somebody who may not see it: "𖬑 (pahawh hmong letter …)"."""
    return f"{letter} ({_name(letter)})"


def printable(text: str, *, typed: bool = False) -> str:
    """The text with the name of each letter that no font has instead of it. ``typed``: by somebody, so that its direction
    is to stay its own, and a word of any length has to fit.
    """
    without = letters_without_font(text)
    for letter in without:
        text = text.replace(letter, f"[{_name(letter)}]")
    return isolated(breakable(text)) if typed else text


class AsItIs(str):
    """A text of the program that a template reads letter by letter (a drawing, the name of a file, a fingerprint): none of
    its letters changes on the way to paper.
    """

    __slots__ = ()


def for_print(data: Any) -> Any:
    """The door to paper: what a template is told, as it can be printed. Each text may be somebody's, whole or in part, so all
    of them are ``printable`` as typed ones; so is a sentence that is still to be translated.
    """
    if data is None or isinstance(data, int | float | AsItIs):
        return data
    if isinstance(data, Mapping):
        return {name: for_print(each) for name, each in data.items()}
    if isinstance(data, list | tuple):
        return [for_print(each) for each in data]
    return printable(str(data), typed=True)


def texts_without_font(texts: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """(What it is called, its letters that no font has) for each name under which some are missing."""
    found: dict[str, list[str]] = {}
    for name, text in texts:
        if without := [letter_named(each) for each in letters_without_font(text)]:
            found[name] = list(dict.fromkeys((*found.get(name, ()), *without)))
    return list(found.items())


def _name(letter: str) -> str:
    return unicodedata.name(letter, f"U+{ord(letter):04X}").lower()


def _is_unseen(letter: str) -> bool:
    """Spaces, joiners, and signs that say how the letter before is drawn need no picture of their own."""
    return unicodedata.category(letter) in ("Cc", "Cf", "Zs", "Zl", "Zp") or "\ufe00" <= letter <= "\ufe0f"


def _is_there(letter: str) -> bool:
    return ord(letter) < 0x7F or any(ord(letter) in _letters_of(each.file) for each in fonts())


@cache
def _letters_of(file: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())
