"""Which groups have not agreed to their ballot texts, in sentences for the freeze and for pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from pb.formats import number
from pb.words import Sentence
from pb.words import lazy_gettext as _l


class WithText(Protocol):
    """A project on its way to the ballot: ``text`` as in ``BallotCandidate``, ``group`` as in ``TextStands``; ``silence``: until when
    the group has to say something, in words, where its silence counts.
    """

    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def silence(self) -> str: ...
    @property
    def only_by_post(self) -> bool: ...


def agreed_by_silence(candidates: Iterable[WithText]) -> list[Sentence]:
    """Whose silence is taken as agreement: who freezes the ballot knows of each, and which of them had to have a letter."""
    return [_said_nothing(each) for each in candidates if each.text == "approved" and each.group == "silent"]


def _said_nothing(each: WithText) -> Sentence:
    if each.only_by_post:
        return _l(
            "“%(title)s”, until %(when)s. This group gave no email address and no phone number. Check that it got a letter.",
            title=each.title,
            when=each.silence,
        )
    return _l("“%(title)s”, until %(when)s", title=each.title, when=each.silence)


def without_agreement(candidates: Iterable[WithText]) -> list[Sentence]:
    """Of each text that somebody has checked, and to which its group has not agreed, what it waits for. Groups that may be
    silent until the same moment share one sentence.
    """
    checked = [each for each in candidates if each.text == "approved" and each.group in ("change_asked", "waiting")]
    said = [_not_agreed(each) for each in checked if not _may_be_silent(each)]
    silent: dict[str, list[str]] = {}
    for each in filter(_may_be_silent, checked):
        silent.setdefault(each.silence, []).append(each.title)
    return said + [_silent(titles, when) for when, titles in silent.items()]


def _may_be_silent(each: WithText) -> bool:
    return each.group == "waiting" and bool(each.silence)


def _not_agreed(each: WithText) -> Sentence:
    if each.group == "change_asked":
        return _l("The group asks for a change of the ballot text “%(title)s”.", title=each.title)
    return _l("The group has not agreed to the ballot text “%(title)s”.", title=each.title)


def _silent(titles: list[str], when: str) -> Sentence:
    if len(titles) == 1:
        return _l(
            "The group has not said yet whether it agrees to the ballot text “%(title)s”. It has until %(when)s.",
            title=titles[0],
            when=when,
        )
    return _l(
        "%(n)s groups have not said yet whether they agree to their ballot texts: %(titles)s. They have until %(when)s.",
        n=number(len(titles)),
        titles=", ".join(f"“{title}”" for title in titles),
        when=when,
    )
