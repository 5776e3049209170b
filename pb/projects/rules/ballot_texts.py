"""The uniform wording on the ballot: how long it is, and what might give a group or a place away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pb.projects.rules.media import Medium

LONGEST_TITLE = 80
#: About 50 words: fewer or more are pointed out, more than the most are refused.
FEW_WORDS, MANY_WORDS, MOST_WORDS = 40, 70, 80
LONGEST_ALT = 200

#: Words that stand in many names and give nobody away by themselves.
_COMMON = frozenset(
    "about after again aged also area association behind best care centre charity church city club clubs coffee committee "
    "community company cooking council craft dance dancing day days edinburgh elderly evening every fifty first forum friday "
    "friends fund garden gardening group groups hall health help home homes house housing ladies later library life local "
    "lunch meet meeting monday morning music network older over parish park people pensioners place project road saturday "
    "scotland scottish senior seniors service sheltered singing sixty social society street sunday support team that their "
    "them they this thursday together trust tuesday village walk walkers walking wednesday with women your".split()
)


@dataclass(frozen=True)
class Draft:
    """A ballot text as it was written. A picture or sound that is None stays as it is, unless it is to be taken away."""

    title: str
    words: str
    picture_alt: str = ""
    picture: Medium | None = None
    sound: Medium | None = None
    without_picture: bool = False
    without_sound: bool = False


def words_in(text: str) -> int:
    """How many words a text has."""
    return len(text.split())


def text_refused(title: str, words: str, alt: str, *, pictured: bool) -> dict[str, str]:
    """What is wrong with a ballot text, by field."""
    wrong = {}
    if not title.strip():
        wrong["title"] = "Give the project a title."
    elif len(title.strip()) > LONGEST_TITLE:
        wrong["title"] = f"This title is {len(title.strip())} letters long. Shorten it to {LONGEST_TITLE} or fewer."
    count = words_in(words)
    if not count:
        wrong["words"] = "Write about 50 words."
    elif count > MOST_WORDS:
        wrong["words"] = f"These are {count} words. Voters read many projects: shorten it to about 50, {MOST_WORDS} at the most."
    if pictured and not alt.strip():
        wrong["picture_alt"] = "Say in words what the picture shows, for people who cannot see it."
    elif len(alt.strip()) > LONGEST_ALT:
        wrong["picture_alt"] = f"Shorten this to {LONGEST_ALT} letters or fewer."
    return wrong


def length_remark(words: str) -> str | None:
    """A remark when a text is much shorter or longer than the others will be; it is allowed all the same."""
    count = words_in(words)
    if FEW_WORDS <= count <= MANY_WORDS:
        return None
    how = "short" if count < FEW_WORDS else "long"
    return f"This text has {count} words. That is {how}: most have {FEW_WORDS} to {MANY_WORDS}, so that no project stands out."


def given_away(texts: Iterable[str], names: Iterable[tuple[str, str]]) -> list[str]:
    """Warnings where ``texts`` hold a name, or a telling word of one. ``names``: (whose name it is, the name).

    A word tells when it has four letters or more and is not one of those that stand in every second name.
    """
    said = f" {' '.join(_plain(' '.join(texts)))} "
    found: dict[str, str] = {}
    for whose, name in names:
        parts = _plain(name)
        if len(parts) > 1 and f" {' '.join(parts)} " in said:
            found.setdefault(name.lower(), f"“{name}” is {whose}.")
            continue
        for part in parts:
            if len(part) >= 4 and part not in _COMMON and f" {part} " in said:
                found.setdefault(part, f"“{part.capitalize()}” is a word of {whose}.")
    return list(found.values())


def _plain(text: str) -> list[str]:
    """The words of a text without case, possessives and signs."""
    return re.findall(r"[^\W_]+", re.sub(r"[’']s\b|[’']", "", text.lower()))
