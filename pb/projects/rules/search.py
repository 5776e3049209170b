"""Finding a project on a ballot by its number or by words, as people type them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from pb.unicode_text import as_searched

#: So much of what somebody looks for is read.
LONGEST_SEARCH = 100


#: "7", "#07", "No. 7", "no7", "7.", "project number 7": in English, Gaelic and Polish.
_NUMBER = re.compile(
    r"(?:(?:the )?(?:project|proiseact|projekt)\b ?)?(?:(?:number|num|no|nr|numer|aireamh)\b[.:]?|no(?=[0-9])|#)? ?0*([0-9]{1,9})[.):]?"
)


class Findable(Protocol):
    """What the ballot shows of a project."""

    @property
    def number(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def body(self) -> str: ...


Found = TypeVar("Found", bound=Findable)


def matching(typed: str, projects: Iterable[Found], others: Mapping[int, str] | None = None) -> list[Found]:
    """The projects with this number, or with all these words in title or text: with or without capitals and accents, and
    also where they are the beginning of a longer word ("garden" finds "gardeners"). All of them for nothing typed.
    ``others``: by number, what the same project is called in other languages.
    """
    words = as_searched(typed).split()
    listed = list(projects)
    if number := _NUMBER.fullmatch(" ".join(words)):
        by_number = [each for each in listed if str(each.number) == number[1]]
        if by_number:
            return by_number
    beginnings = [re.compile(rf"(?<!\w){re.escape(word)}") for word in words]
    texts = ((each, as_searched(f"{each.title} {each.body} {(others or {}).get(each.number, '')}")) for each in listed)
    return [each for each, text in texts if all(word.search(text) for word in beginnings)]
