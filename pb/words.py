"""Words for people: a sentence that is put into the reader's language when it is shown, in rooms and on forms.

Rules, actions and guards know no Flask, and the same rule speaks to a page, to a command and to a test. So they hand
out the English sentence with its facts beside it; a sentence with the facts filled in could never be looked up in a
catalogue. (``_`` is Flask-Babel's ``gettext``: it translates at once, and only pages use it.)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Sentence:
    """A sentence for a person. ``str()`` translates it and fills in its facts; without a page near it stays English."""

    def __init__(
        self, english: str, plural: str = "", number: int | None = None, facts: dict[str, Any] | None = None
    ) -> None:
        self.english, self.plural, self.number, self.facts = english, plural, number, facts or {}

    def __str__(self) -> str:
        if self.number is None:
            return _gettext(self.english, **self.facts)
        return _ngettext(self.english, self.plural, self.number, **self.facts)

    def __repr__(self) -> str:
        return f"Sentence({str(self)!r})"

    def __contains__(self, words: str) -> bool:
        return words in str(self)

    def __mod__(self, facts: dict[str, Any]) -> str:
        """Validators of forms fill in their limits so."""
        return str(self) % facts

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, str | Sentence) else NotImplemented

    def __hash__(self) -> int:
        return hash(str(self))


class Written(Sentence):
    """What ``write`` makes of a value (a day, an amount), made when it is shown: of hundreds of lines a page shows few."""

    def __init__(self, write: Callable[..., str], *values: Any) -> None:
        super().__init__("")
        self._write, self._values = write, values

    def __str__(self) -> str:
        return self._write(*self._values)


def lazy_gettext(english: str, **facts: Any) -> Sentence:
    """A sentence; ``%(name)s`` in it stands for the fact of that name. A fact may be a sentence itself."""
    return Sentence(english, facts=facts)


def lazy_ngettext(singular: str, plural: str, num: int, **facts: Any) -> Sentence:
    """A sentence about ``num`` things, which is one of its facts: "1 paper" or "%(num)s papers"."""
    return Sentence(singular, plural, num, facts)


def translate_with(gettext: Callable[..., str], ngettext: Callable[..., str]) -> None:
    """From now on sentences are translated by these two functions, of the form that Flask-Babel has."""
    global _gettext, _ngettext
    _gettext, _ngettext = gettext, ngettext


def _gettext(english: str, **facts: Any) -> str:
    return english % facts if facts else english


def _ngettext(singular: str, plural: str, num: int, **facts: Any) -> str:
    return (singular if num == 1 else plural) % {"num": num, **facts}
