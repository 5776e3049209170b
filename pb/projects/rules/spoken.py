"""Words as a voice reads them, and what a sound that was made of them is known by."""

from __future__ import annotations

import hashlib
import re

#: A sum of money in pounds as pages write it: a voice would read "pound eight hundred".
_POUNDS = re.compile(r"£(\d[\d,]*\d|\d)(?:\.(\d\d))?(?!\d)")


def as_spoken(words: str) -> str:
    """The words as an English voice reads them well. What espeak-ng takes for sounds ("[[…]]") is read as it is written."""
    return " ".join(_POUNDS.sub(_sum, words).replace("[[", "[ [").split())


def _sum(found: re.Match[str]) -> str:
    pounds, pence = found[1], found[2]
    unit = "pound" if pounds == "1" else "pounds"
    return f"{pounds} {unit}" if not pence or pence == "00" else f"{pounds} {unit} {int(pence)}"


def identity(words: str, language: str, way: str) -> str:
    """What a made sound is known by: the very words, their language, and the way in which it is made. So a text that
    was changed finds no sound that says other words.
    """
    return hashlib.sha256("\n".join((way, language, words)).encode()).hexdigest()
