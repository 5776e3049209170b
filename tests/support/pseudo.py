"""A made-up language in which every letter that went through gettext is a wide one: what is left in plain letters did
not.

The catalogue is made from ``pb/translations/messages.pot``, so a word that the template lacks stays plain too. Facts
that are filled in are not widened: a sentence in English that is filled into a translated one is seen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.support.document import Page
from tests.support.sources import TOP

TEMPLATE = TOP / "pb" / "translations" / "messages.pot"

#: A language that Babel knows and that writes its months and days in other letters.
CODE = "el"
#: Not words but patterns for the parts of a date.
PATTERNS = {"EEEE d MMMM y", "d MMM y"}
_KEPT = re.compile(r"%\(\w+\)\w|\{\w+\}|<[^>]+>|&\w+;|[A-Za-z]")

#: Attributes that are read out or shown.
_SHOWN = ("alt", "title", "aria-label", "placeholder")
#: Elements and classes whose content is code, never words.
_UNREAD = {"script", "style", "template", "code", "pre"}
_CODE = {"code-long", "code-inline", "code__group", "word-sheet__word"}
#: Names of files, codes, addresses, and what a script fills in.
_NO_WORDS = re.compile(
    r"[\w.-]+\.(csv|pb|py|json|txt|zip|svg|xlsx)\b|\b[A-Z0-9]{4,5}(-[A-Z0-9]{4,5}){1,3}\b|\{\w+\}|%\(\w+\)s|\S+@\S+|https?://\S+"
)


def widened(message: str) -> str:
    """The message in the made-up language; placeholders, tags and entities stay."""
    if message in PATTERNS:
        return message
    return _KEPT.sub(lambda found: found[0] if len(found[0]) > 1 else chr(ord(found[0]) + 0xFEE0), message)


def translate_into(folder: Path) -> None:
    """Make the catalogue of the made-up language in ``folder``, where Flask-Babel finds it."""
    with TEMPLATE.open("rb") as file:
        template = read_po(file)
    catalogue = Catalog(locale=CODE, header_comment="")
    for message in template:
        if message.id:
            words = (message.id,) if isinstance(message.id, str) else message.id
            forms = tuple(widened(words[0 if n == 0 else -1]) for n in range(catalogue.num_plurals))
            catalogue.add(message.id, forms if len(words) > 1 else forms[0])
    target = folder / CODE / "LC_MESSAGES"
    target.mkdir(parents=True)
    with (target / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)


def shown(page: Page) -> Iterator[str]:
    """Every piece of text that a person can meet on a page, read, heard or written by a script."""
    yield page.title
    for element in page.tree.iter():
        if (
            isinstance(element.tag, str)
            and element.tag not in _UNREAD | {"title"}
            and element.get("class") not in _CODE
            and (element.tag == "html" or not element.get("lang"))  # it says itself that it is in another language
        ):
            yield from _of(element)


def _of(element: Element) -> Iterator[str]:
    yield element.text or ""
    yield from (child.tail or "" for child in element)
    yield from (element.get(name, "") for name in _SHOWN)
    for name, value in element.attrib.items():
        if name == "data-words":  # spoken in English, as it says itself; the page shows the same
            continue
        if name.startswith("data-") and " " in value:
            yield from _texts_in(json.loads(value)) if value.startswith('{"') else [value]
    if element.tag == "meta" and element.get("name") == "description":
        yield element.get("content", "")
    if element.tag == "input" and element.get("type") in ("submit", "button"):
        yield element.get("value", "")


def _texts_in(given: Any) -> Iterator[str]:
    """The sentences among what a script is given: its own words, such as "choose", have no blank."""
    if isinstance(given, str):
        yield from [given] if " " in given else []
    elif isinstance(given, dict | list):
        for each in given.values() if isinstance(given, dict) else given:
            yield from _texts_in(each)


class Data:
    """What people typed, names, codes: text that no catalogue can hold."""

    def __init__(self, values: Iterable[str], codes: Iterable[str] = ()) -> None:
        # A single word in small letters is no name: it may be the value of a column, which no page should show.
        named = {
            " ".join(value.split())
            for value in values
            if re.search(r"[A-Za-z]{2}", value) and re.search(r"[A-Z0-9 ]", value)
        }
        self._values = sorted({*named, *codes}, key=len, reverse=True)

    def rest(self, text: str) -> str:
        """What of ``text`` is neither data nor in the made-up language."""
        text = _NO_WORDS.sub(" ", " ".join(text.split()))
        if not re.search(r"[A-Za-z]{2}", text):
            return ""
        for value in self._values:
            text = text.replace(value, " ")
        return " ".join(text.split()) if re.search(r"[A-Za-z]{2}", text) else ""
