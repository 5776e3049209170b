"""The languages of the voter's screens. Each has a catalogue, ``pb/translations/CODE.po``, with what voters can meet.

The program reads it as the translator wrote it: nothing is compiled, so no older words can be left in a file beside it, and
what a speaker approved (``language_fingerprint``) is what voters read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from pb.words import lazy_gettext as _l

FOLDER = Path(__file__).resolve().parent / "translations"

#: The language that the program is written in, and that every voter can choose.
ENGLISH = "en"
#: The others, by the name that their speakers look for.
LANGUAGES = {"gd": "Gàidhlig", "pl": "Polski", "zh_Hans": "简体中文", "ur": "اردو"}
NO_SUCH_LANGUAGE = _l("This program has no screens in that language.")


class Translated(NamedTuple):
    """A sentence and what it is in a language: one form, or one for each plural of that language."""

    english: tuple[str, ...]
    forms: tuple[str, ...]


@cache
def translations(language: str) -> Translations:
    """What puts sentences into this language. What it lacks stays English."""
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return Translations(compiled)


@cache
def language_fingerprint(language: str) -> str:
    """SHA-256 over all sentences of a language. Whoever changes one, in English or in the language, changes this."""
    lines = sorted([*each.english, "", *each.forms] for each in catalogue_sentences(language))
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()


def catalogue_sentences(language: str) -> Iterator[Translated]:
    """Every sentence of a language's catalogue, in its order."""
    for each in catalogue(language):
        if each.id:
            yield Translated(_as_tuple(each.id), _as_tuple(each.string or ""))


def untranslated(language: str) -> int:
    """How many sentences voters would read in English: those without words, and guesses that nobody has confirmed."""
    return sum(each.fuzzy or not all(_as_tuple(each.string or "")) for each in catalogue(language) if each.id)


def _as_tuple(words: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


@cache
def catalogue(language: str) -> Catalog:
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)
