"""A refusal: the rulebook says no, in words for the person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pb.words import Sentence


class Refusal(Exception):
    """The rules do not allow this act.

    ``sentence`` says what is wrong, ``next_step`` what the person can do now; both are shown on the page, in the
    reader's language (see ``pb.words``). Raised by actions; turned into a page in one place, ``pb.web.errors``.
    ``status`` is the HTTP status: 409 unless something fits better (404 for an unknown code, 429 for too many tries).
    ``link``: the address and the words of the page that has what they came for, where there is one.
    """

    def __init__(
        self,
        sentence: Sentence | str,
        next_step: Sentence | str = "",
        *,
        status: int = 409,
        link: tuple[str, Sentence | str] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.next_step = next_step
        self.status = status
        self.link = link


def refusal_of(require: Callable[..., Any], *about: Any) -> Refusal | None:
    """What ``require``, which an action asks under its lock, refuses now, or None: a page shows by it what somebody may
    do, so that the page and the action ask the same question.
    """
    try:
        require(*about)
    except Refusal as refusal:
        return refusal
    return None


def is_allowed(require: Callable[..., Any], *about: Any) -> bool:
    """Whether ``require`` refuses nothing now."""
    return refusal_of(require, *about) is None
