"""What kind of device asks, in as few words as a person needs to know it again; nothing else of it is kept."""

from __future__ import annotations

import re
from typing import NamedTuple


class Device(NamedTuple):
    """``kind``: "computer", "tablet", "phone" or "unknown"; ``browser``: its name, or empty."""

    kind: str
    browser: str


#: The first that is found decides: browsers call themselves by the names of those before them, too.
_BROWSERS = (
    (r"Edg(e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/|Chromium/", "Chrome"),
    (r"Safari/", "Safari"),
)
_KINDS = (
    (r"iPad|Tablet|Silk/|PlayBook|Kindle|Android(?!.*\bMobile\b)", "tablet"),
    (r"iPhone|iPod|Mobile\b|Phone", "phone"),
    (r"Windows|Macintosh|X11|CrOS|Linux", "computer"),
)


def device_of(user_agent: str) -> Device:
    """What the ``User-Agent`` of a browser says. An iPad may say that it is a computer, and nobody can tell."""
    said = user_agent[:1000]
    return Device(_first(_KINDS, said) or "unknown", _first(_BROWSERS, said))


def _first(patterns: tuple[tuple[str, str], ...], said: str) -> str:
    return next((name for pattern, name in patterns if re.search(pattern, said)), "")
