"""What a typist types from a paper, and what the paper says then."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pb.words import lazy_gettext as _l


class UnreadableEntry(ValueError):
    """What was typed is not an entry; the message says what to do."""


#: Letters for papers that do not simply say numbers.
LETTERS = {"B": "blank", "S": "spoiled", "?": "doubtful"}


@dataclass(frozen=True)
class Reading:
    """What a paper says: project numbers, rising, and a kind ("", "blank", "spoiled", "doubtful")."""

    numbers: tuple[int, ...] = ()
    kind: str = ""

    @property
    def text(self) -> str:
        """The numbers as they are kept: "3 7 12"."""
        return " ".join(map(str, self.numbers))

    @property
    def choices(self) -> dict[int, int]:
        """As they are cast: one tick each."""
        return dict.fromkeys(self.numbers, 1)

    @property
    def as_text(self) -> str:
        """The whole reading as one text, which the database keeps sealed: "doubtful|3 7 12"."""
        return f"{self.kind}|{self.text}"


def reading_from(text: str) -> Reading:
    """A reading from ``Reading.as_text``."""
    kind, _, numbers = text.partition("|")
    return Reading(tuple(map(int, numbers.split())), kind)


def read_entry(typed: str, on_ballot: Collection[int]) -> Reading:
    """What a typist typed: "3 7 12", B, S, or ? with or without numbers.

    Too many or too few numbers are read as they are, because a typist copies the paper. Refused (``UnreadableEntry``): a
    number that is not on the ballot, the same number twice, letters that mean nothing.
    """
    words = (typed or "").upper().replace(",", " ").replace("?", " ? ").split()
    letters = [LETTERS[word] for word in words if word in LETTERS]
    numbers = [word for word in words if word not in LETTERS]
    if not words:
        raise UnreadableEntry(_l("Enter the project numbers, or B for blank, S for spoiled or ? for doubtful."))
    for word in numbers:
        if not (word.isascii() and word.isdigit()):
            raise UnreadableEntry(
                _l("“%(word)s” is not a number. Enter numbers with spaces between them, or B, S or ?.", word=word)
            )
        if len(word) > 4 or int(word) not in on_ballot:
            raise UnreadableEntry(
                _l("There is no project %(number)s on this ballot. Check the paper again.", number=word)
            )
        if [other.lstrip("0") for other in numbers].count(word.lstrip("0")) > 1:
            raise UnreadableEntry(_l("You have typed number %(number)s twice. Check the paper again.", number=word))
    if len(letters) > 1 or (numbers and letters and letters[0] != "doubtful"):
        raise UnreadableEntry(_l("Enter B or S on its own. If you are not sure about a number, add ? after it."))
    return Reading(tuple(sorted(map(int, numbers))), letters[0] if letters else "")
