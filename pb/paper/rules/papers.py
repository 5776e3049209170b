"""Rules of the paper desk: serials, what a typist may type, when two typings agree, when the numbers of a session
fit.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from pb.voting.rules.choices import BallotRules, choices_error
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: Digits of a serial, the check digit included. Digits only: they are typed on the number pad.
SERIAL_LENGTH = 7

#: Said by a guard, by acts and by pages.
COUNT_AGAIN = _l("Count again, or give a reason.")
COUNTED_TWICE_FIRST = _l("A second person must count the papers before they are typed.")
BACK_TO_THE_BUNDLE = _l("Go back to the bundle to see what to do next.")
IN_THE_BOX_ALREADY = _l("The votes from this bundle are already in the ballot box.")

#: H. Michael Damm, "Total anti-symmetrische Quasigruppen" (2004): finds every wrong digit and every swap of neighbours.
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


def check_digit(digits: str) -> str:
    """The digit that is put behind ``digits``."""
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)


def new_serial() -> str:
    """A serial from the system's randomness: it tells neither order nor session."""
    body = f"{secrets.randbelow(10 ** (SERIAL_LENGTH - 1)):0{SERIAL_LENGTH - 1}d}"
    return body + check_digit(body)


def read_serial(typed: str) -> str | None:
    """The serial in what someone typed, with or without spaces; None for a typing error."""
    digits = "".join((typed or "").split())
    if (
        len(digits) != SERIAL_LENGTH
        or not digits.isascii()
        or not digits.isdigit()
        or check_digit(digits[:-1]) != digits[-1]
    ):
        return None
    return digits


def shown_serial(serial: str) -> str:
    """ "482 1937", as it is printed."""
    return f"{serial[:3]} {serial[3:]}"


class Unreadable(ValueError):
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


#: Why two people may rule on a paper.
REASONS = ("blank", "too_many", "too_few", "unclear", "torn", "not_ours")


@dataclass(frozen=True)
class Decided:
    """What a ruling says: why (one of ``REASONS``), and the reading that counts; None when the paper does not count."""

    reason: str
    counts: Reading | None

    def __post_init__(self) -> None:
        if self.reason not in REASONS:
            raise ValueError(f"{self.reason} is no reason for a ruling")
        if self.counts and not self.counts.numbers:
            raise ValueError("a paper that counts has numbers")

    @property
    def as_text(self) -> str:
        """As one text, which the database keeps sealed: "unclear|3 7 12", "blank|"."""
        return f"{self.reason}|{self.counts.text if self.counts else ''}"


def decision_from(text: str) -> Decided:
    """A decision from ``Decided.as_text``."""
    reason, _, numbers = text.partition("|")
    return Decided(reason, reading_from(f"|{numbers}") if numbers else None)


def read_entry(typed: str, on_ballot: Collection[int]) -> Reading:
    """What a typist typed: "3 7 12", B, S, or ? with or without numbers.

    Too many or too few numbers are read as they are, because a typist copies the paper. Refused (``Unreadable``): a
    number that is not on the ballot, the same number twice, letters that mean nothing.
    """
    words = (typed or "").upper().replace(",", " ").replace("?", " ? ").split()
    letters = [LETTERS[word] for word in words if word in LETTERS]
    numbers = [word for word in words if word not in LETTERS]
    if not words:
        raise Unreadable(_l("Enter the project numbers, or B for blank, S for spoiled or ? for doubtful."))
    for word in numbers:
        if not (word.isascii() and word.isdigit()):
            raise Unreadable(
                _l("“%(word)s” is not a number. Enter numbers with spaces between them, or B, S or ?.", word=word)
            )
        if len(word) > 4 or int(word) not in on_ballot:
            raise Unreadable(_l("There is no project %(number)s on this ballot. Check the paper again.", number=word))
        if [other.lstrip("0") for other in numbers].count(word.lstrip("0")) > 1:
            raise Unreadable(_l("You have typed number %(number)s twice. Check the paper again.", number=word))
    if len(letters) > 1 or (numbers and letters and letters[0] != "doubtful"):
        raise Unreadable(_l("Enter B or S on its own. If you are not sure about a number, add ? after it."))
    return Reading(tuple(sorted(map(int, numbers))), letters[0] if letters else "")


class PaperState(StrEnum):
    """Where one paper stands between the box and the count."""

    TYPED_ONCE = "typed_once"
    DIFFERS = "differs"  # a third person looks at the paper
    TO_RULE = "to_rule"  # two people decide
    SETTLED = "settled"


def common_reading(readings: Iterable[Reading]) -> Reading | None:
    """The reading that two typists have in common."""
    seen: set[Reading] = set()
    for reading in readings:
        if reading in seen:
            return reading
        seen.add(reading)
    return None


def needs_ruling(reading: Reading, rules: BallotRules, on_ballot: Collection[int]) -> bool:
    """Whether two people have to decide: blank, spoiled, doubtful, too many or too few."""
    return bool(reading.kind) or choices_error(rules, on_ballot, reading.choices) is not None


def state_of(readings: Collection[Reading], ruled: bool, rules: BallotRules, on_ballot: Collection[int]) -> PaperState:
    """The state of a paper with these typings, in the order of their passes. ``ruled``: two people have decided."""
    if ruled:
        return PaperState.SETTLED
    if len(readings) < 2:
        return PaperState.TYPED_ONCE
    reading = common_reading(readings)
    if reading is None:
        return PaperState.DIFFERS if len(readings) == 2 else PaperState.TO_RULE
    return PaperState.TO_RULE if needs_ruling(reading, rules, on_ballot) else PaperState.SETTLED


@dataclass(frozen=True)
class PaperCounts:
    """What facilitators count when a session ends, in papers."""

    received: int
    issued: int
    unused: int
    spoiled: int
    taken_away: int


def discrepancies(figures: PaperCounts, *, printed: int, issued: int, replaced: int) -> list[Sentence]:
    """What does not fit, as sentences: received = issued + unused, and both sides equal to what the programme knows.

    ``printed``: papers printed for the session; ``issued``, ``replaced``: counted on the page "Issue ballot papers".
    The form of the account is that of a polling place (Elections Canada): nothing may be left over.
    """
    said = []
    if figures.received != figures.issued + figures.unused:
        together = figures.issued + figures.unused
        said.append(
            _l(
                "Papers received: %(received)s. Papers issued and unused papers together: %(together)s.",
                received=figures.received,
                together=together,
            )
        )
    if figures.received != printed:
        said.append(
            _l(
                "Papers received: %(received)s. Papers printed for this session: %(printed)s.",
                received=figures.received,
                printed=printed,
            )
        )
    if figures.issued != issued:
        said.append(
            _l(
                "Papers issued: %(issued)s. Papers recorded when they were issued: %(counted)s.",
                issued=figures.issued,
                counted=issued,
            )
        )
    if figures.spoiled != replaced:
        said.append(
            _l(
                "Spoiled papers: %(spoiled)s. Papers recorded as replaced: %(replaced)s.",
                spoiled=figures.spoiled,
                replaced=replaced,
            )
        )
    if figures.spoiled + figures.taken_away > figures.issued:
        said.append(_l("More papers were spoiled or taken away than were issued."))
    return said
