"""Which groups have not agreed to their ballot texts, in sentences for the freeze and for pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from pb.words import Sentence
from pb.words import lazy_gettext as _l


class WithText(Protocol):
    """A project on its way to the ballot: ``text`` as in ``Candidate``, ``group`` as in ``TextStands``; ``silence``: until when
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


def without_agreement(candidates: Iterable[WithText]) -> list[Sentence]:
    """Of each text that somebody has checked, and to which its group has not agreed, what it waits for."""
    said = (_not_agreed(each) for each in candidates if each.text == "approved")
    return [sentence for sentence in said if sentence]


def _not_agreed(each: WithText) -> Sentence | None:
    if each.group == "change_asked":
        return _l("The group asks for a change of the ballot text “%(title)s”.", title=each.title)
    if each.group != "waiting":
        return None
    if each.silence:
        return _l(
            "The group has not said yet whether it agrees to the ballot text “%(title)s”. It has until %(when)s.",
            title=each.title,
            when=each.silence,
        )
    return _l("The group has not agreed to the ballot text “%(title)s”.", title=each.title)
