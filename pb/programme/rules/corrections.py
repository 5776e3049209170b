"""What a correction of a frozen text may say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pb.projects.rules.ballot_texts import text_errors
from pb.unicode_text import tidy
from pb.words import Sentence
from pb.words import lazy_gettext as _l


class BallotWording(Protocol):
    """A project on the ballot, as it is read until now."""

    @property
    def title(self) -> str: ...

    @property
    def body(self) -> str: ...

    @property
    def picture_alt(self) -> str: ...

    @property
    def picture_id(self) -> int | None: ...


@dataclass(frozen=True)
class CorrectedWording:
    """Other words for a project. ``without_sound``: its recording says the old ones and comes off the ballot."""

    title: str
    body: str
    picture_alt: str = ""
    without_sound: bool = False


def wording_error(now: BallotWording, wording: CorrectedWording) -> dict[str, Sentence]:
    """What is wrong with these words, by field; words that are those of ``now`` correct nothing."""
    pictured = now.picture_id is not None
    if wrong := text_errors(wording.title, wording.body, wording.picture_alt, pictured=pictured):
        return wrong
    same = (tidy(wording.title), tidy(wording.body)) == (now.title, now.body)
    if same and (not pictured or tidy(wording.picture_alt) == now.picture_alt):
        return {"title": _l("These are the words that are on the ballot now. Change what is wrong.")}
    return {}
