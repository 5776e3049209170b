"""What was typed into a form that cannot be saved yet: names and values as text, to be filled in again as they were."""

from __future__ import annotations

import json
from collections.abc import Iterable

from pb.refusals import Refusal
from pb.words import lazy_gettext as _l

#: The name under which an edit form carries what is half done.
UNFINISHED_FIELD = "half_done"
#: Of one form, in characters.
LONGEST = 30_000

Typed = list[tuple[str, str]]


class TooLongToKeep(Refusal):
    """More was typed than is kept."""

    def __init__(self) -> None:
        super().__init__(
            _l("That is too long to be kept."), _l("Go back, copy what you typed, and make it shorter."), status=422
        )


def as_kept(fields: Iterable[tuple[str, str]]) -> str:
    """The fields of a form as text. Refuses what is far too long."""
    kept = json.dumps([list(each) for each in fields], ensure_ascii=False)
    if len(kept) > LONGEST:
        raise TooLongToKeep
    return kept


def fields_of(kept: str | None) -> Typed:
    """The fields that were kept; none where nothing was."""
    return [(name, value) for name, value in json.loads(kept or "[]")]
