"""Whether a group agrees to the wording by which its project stands on the ballot."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar


class TextStands(StrEnum):
    """How far a group and its ballot text are."""

    NOT_SHOWN = "not_shown"  # no text yet, or nobody has checked it
    WAITING = "waiting"  # the group can read it and has said nothing
    CHANGE_ASKED = "change_asked"
    AGREED = "agreed"
    SILENT = "silent"  # it has said nothing until the day that it was told


#: With these the freeze waits for nobody.
SETTLED = frozenset({TextStands.AGREED, TextStands.SILENT})


class AnsweredText(Protocol):
    """A ballot text."""

    title: str
    body: str
    picture_id: int | None
    picture_alt: str
    sound_id: int | None
    approved_at: datetime | None
    silence_until: datetime | None


class AnswerToText(Protocol):
    """What a group said of a wording."""

    text_hash: str
    agrees: bool


A = TypeVar("A", bound=AnswerToText)


def text_fingerprint(text: AnsweredText, cost_pence: int) -> str:
    """Of all that a voter reads, sees and hears of a project."""
    shown = [text.title, text.body, text.picture_id, text.picture_alt, text.sound_id, cost_pence]
    return hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()


def newest_answer(text: AnsweredText, cost_pence: int, answers: Iterable[A]) -> A | None:
    """What the group said last of this very wording."""
    said = list(answers)
    now = text_fingerprint(text, cost_pence) if said else ""
    return next((each for each in reversed(said) if each.text_hash == now), None)


def text_stands(
    text: AnsweredText | None, cost_pence: int, answers: Iterable[AnswerToText], now: datetime
) -> TextStands:
    """How far the group and its text are at this moment; after the freeze: at that of the freeze."""
    if text is None or text.approved_at is None:
        return TextStands.NOT_SHOWN
    if said := newest_answer(text, cost_pence, answers):
        return TextStands.AGREED if said.agrees else TextStands.CHANGE_ASKED
    if text.silence_until is not None and now >= text.silence_until:
        return TextStands.SILENT
    return TextStands.WAITING
