"""A ballot text in another language: what it must say, and which English words it was made from."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any, Protocol

from pb.projects.rules.ballot_texts import LONGEST_ALT, LONGEST_BODY, LONGEST_TITLE
from pb.unicode_text import tidy
from pb.words import Sentence
from pb.words import lazy_gettext as _l

LONGEST_SPEAKER = 120
#: Letters of the languages that are not written in Latin ones.
_SCRIPTS = {"ur": re.compile("[\u0600-\u06ff]"), "zh_Hans": re.compile("[\u4e00-\u9fff]")}


class EnglishText(Protocol):
    """The words of a ballot text, or of a line of the ballot."""

    @property
    def title(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def picture_alt(self) -> str: ...


@dataclass(frozen=True)
class Translation:
    """What somebody wrote: the words, and the name of the person who speaks the language and answers for them."""

    title: str
    body: str
    picture_alt: str
    speaker: str


def english_fingerprint(text: EnglishText) -> str:
    """SHA-256 over the English words that a translation is made from."""
    return hashlib.sha256(json.dumps([text.title, text.body, text.picture_alt]).encode()).hexdigest()


def is_of(translation: Any, text: EnglishText | None) -> bool:
    """Whether it was made from the English words as they are now."""
    return text is not None and translation.of_text == english_fingerprint(text)


def goes_on_the_ballot(translation: Any, text: EnglishText | None) -> bool:
    """Whether a second person has checked it, and the English words have stayed as they were."""
    return translation.approved_by is not None and is_of(translation, text)


def translation_errors(said: Translation, language: str, *, pictured: bool) -> dict[str, Sentence]:
    """What is wrong with a translation, by field. ``pictured``: whether the project has a picture. Words are not counted:
    some languages write without spaces.
    """
    wrong = {}
    if (script := _SCRIPTS.get(language)) and tidy(said.body) and not script.search(said.body):
        wrong["body"] = _l("No letter of this text is of the language. Check which words you typed in.")
    if not tidy(said.title):
        wrong["title"] = _l("Enter the title in this language.")
    elif len(tidy(said.title)) > LONGEST_TITLE:
        wrong["title"] = _l("The title must be %(most)s characters or fewer.", most=LONGEST_TITLE)
    if "body" in wrong:
        pass
    elif not tidy(said.body):
        wrong["body"] = _l("Enter the text in this language.")
    elif len(tidy(said.body)) > LONGEST_BODY:
        wrong["body"] = _l("The text must be %(most)s characters or fewer.", most=LONGEST_BODY)
    if pictured and not tidy(said.picture_alt):
        wrong["picture_alt"] = _l("Enter what the picture shows, in this language.")
    elif len(tidy(said.picture_alt)) > LONGEST_ALT:
        wrong["picture_alt"] = _l("What the picture shows must be %(most)s characters or fewer.", most=LONGEST_ALT)
    if not tidy(said.speaker):
        wrong["speaker"] = _l("Enter the name of the person who speaks the language.")
    elif len(tidy(said.speaker)) > LONGEST_SPEAKER:
        wrong["speaker"] = _l("The name must be %(most)s characters or fewer.", most=LONGEST_SPEAKER)
    return wrong
