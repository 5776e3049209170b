"""What a typist types from a paper, and what the paper says then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from math import isqrt

from pb.voting.rules.ballot_rules import BEST_SCORE, BallotRules
from pb.words import Sentence
from pb.words import lazy_gettext as _l


class UnreadableEntry(ValueError):
    """What was typed is not an entry; the message says what to do."""


#: Letters for papers that do not simply say numbers.
LETTERS = {"B": "blank", "S": "spoiled", "?": "doubtful"}

#: Ballots on which a figure is written or ringed beside a project, typed as "2=5".
WITH_FIGURES = frozenset({"points", "rank", "score"})

#: The longest text of a reading: with its kind, or the reason of a ruling, it fills its seal (``pb.sealed.PADDED``).
LONGEST = 227
#: So many projects fit into it on every ballot where voters can choose any number, whatever stands beside them.
MOST_MARKS = 60


@dataclass(frozen=True)
class PaperReading:
    """What a paper says: project numbers, rising, and a kind ("", "blank", "spoiled", "doubtful"). ``figures``: what
    stands beside each of the numbers (points, place or score); empty where each is ticked.
    """

    numbers: tuple[int, ...] = ()
    kind: str = ""
    figures: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if all(figure == 1 for figure in self.figures):  # two typings are compared: one thing has one form
            object.__setattr__(self, "figures", ())

    @classmethod
    def of(cls, choices: Mapping[int, int], kind: str = "") -> PaperReading:
        """The reading of a paper with these choices."""
        numbers = tuple(sorted(choices))
        return cls(numbers, kind, tuple(choices[number] for number in numbers))

    @property
    def text(self) -> str:
        """The choices as they are kept, those with the same figure together: "3 7 12" where each is ticked, else
        "5:2 9;7" for 5 beside projects 2 and 9 and 6 beside project 7. A figure that is the next one is not named.
        """
        by_figure = sorted((figure, number) for number, figure in self.choices.items())
        groups, expected = [], 1
        for figure, pairs in groupby(by_figure, key=lambda pair: pair[0]):
            numbers = " ".join(str(number) for _figure, number in pairs)
            groups.append(numbers if figure == expected else f"{figure}:{numbers}")
            expected = figure + 1
        return ";".join(groups)

    @property
    def choices(self) -> dict[int, int]:
        """As they are cast: the figure, or 1 for a tick."""
        return dict(zip(self.numbers, self.figures or (1,) * len(self.numbers), strict=True))

    @property
    def as_text(self) -> str:
        """The whole reading as one text, which the database keeps sealed: "doubtful|3 7 12"."""
        return f"{self.kind}|{self.text}"


def reading_from(text: str) -> PaperReading:
    """A reading from ``PaperReading.as_text``."""
    kind, _, kept = text.partition("|")
    choices: dict[int, int] = {}
    figure = 0
    for group in kept.split(";"):
        named, _, numbers = group.rpartition(":")
        figure = int(named) if named else figure + 1
        choices |= dict.fromkeys(map(int, numbers.split()), figure)
    return PaperReading.of(choices, kind)


def longest_text(ballot_type: str, projects: int, most: int, points: int) -> int:
    """How long ``PaperReading.text`` can be for a ballot that can be cast; it may say some characters too many. ``projects``: on
    the ballot; ``most``: how many of them can be chosen; ``points``: to share out in all its parts together.

    It says the numbers with something between them, and each figure that is not the one after the figure before it.
    """
    return max(
        (
            sum(len(f"{number} ") for number in range(projects, projects - chosen, -1))
            - 1
            + _longest_names(ballot_type, points - chosen)
            for chosen in range(1, min(most, projects) + 1)
        ),
        default=0,
    )


def _longest_names(ballot_type: str, spare: int) -> int:
    """How much room the figures take that are named. ``spare``: points beyond one for each project."""
    if ballot_type == "score":
        return len(f"{BEST_SCORE}:") * (BEST_SCORE // 2)
    if ballot_type == "points":
        # At least 2, 4, 6 … are named: n of them take n × n points beyond one each. They have two digits, one has three.
        return len("99:") * isqrt(max(spare, 0)) + len("100:") - len("99:")
    return 0  # ticks are not named, and places have no gap


def read_entry(typed: str, rules: BallotRules) -> PaperReading:
    """What a typist typed: "3 7 12", B, S, or ? with or without numbers; with figures "2=5 4=3" (or "2/5 4/3", for the
    keys at the right), and for places also the numbers in their order: "4 2 7".

    Too many, too few or wrong figures are read as they are, because a typist copies the paper. Refused
    (``UnreadableEntry``): a number that is not on the ballot, the same number twice, letters that mean nothing.
    """
    text = (typed or "").upper().replace(",", " ").replace("?", " ? ")
    if rules.ballot_type in WITH_FIGURES:
        text = text.replace("/", "=").replace("=", " = ")
    words = text.split()
    letters = [LETTERS[word] for word in words if word in LETTERS]
    pairs = list(_pairs([word for word in words if word not in LETTERS], rules.ballot_type))
    if not words:
        raise UnreadableEntry(_l("Enter the project numbers, or B for blank, S for spoiled or ? for doubtful."))
    numbers = _numbers([word for word, _figure in pairs], rules)
    if len(letters) > 1 or (numbers and letters and letters[0] != "doubtful"):
        raise UnreadableEntry(_l("Enter B or S on its own. If you are not sure about a number, add ? after it."))
    choices = dict(zip(numbers, _figures(pairs, numbers, rules), strict=True))
    reading = PaperReading.of(
        {number: figure for number, figure in choices.items() if figure}, letters[0] if letters else ""
    )
    if len(reading.text) > LONGEST:
        raise UnreadableEntry(_l("This is too long to be kept. Enter ? so that two people look at the paper."))
    return reading if reading.numbers or reading.kind else PaperReading(kind="blank")


def _pairs(words: list[str], ballot_type: str) -> Iterator[tuple[str, str | None]]:
    """Each project as it was typed, and what was typed for it after "=", if anything was."""
    rest = iter([*words, ""])
    word = next(rest)
    while word:
        after = next(rest)
        if after != "=" or ballot_type not in WITH_FIGURES:
            yield word, None
            word = after
        else:
            yield word, next(rest)
            word = next(rest, "")


def _numbers(words: list[str], rules: BallotRules) -> list[int]:
    for word in words:
        if not _is_number(word):
            raise UnreadableEntry(
                _l("“%(word)s” is not a number. Enter numbers with spaces between them, or B, S or ?.", word=word)
            )
        if len(word) > 4 or int(word) not in rules.numbers:
            raise UnreadableEntry(
                _l("There is no project %(number)s on this ballot. Check the paper again.", number=word)
            )
    numbers = [int(word) for word in words]
    for place, number in enumerate(numbers):
        if number in numbers[:place]:
            raise UnreadableEntry(_l("You have typed number %(number)s twice. Check the paper again.", number=number))
    return numbers


def _figures(pairs: list[tuple[str, str | None]], numbers: list[int], rules: BallotRules) -> list[int]:
    """What stands beside each project; nought counts as nothing. Places begin again in each part of the ballot."""
    if rules.ballot_type not in WITH_FIGURES:
        return [1] * len(numbers)
    if rules.ballot_type == "rank" and all(figure is None for _word, figure in pairs):
        parts = [rules.part_of(number) for number in numbers]
        return [parts[: at + 1].count(part) for at, part in enumerate(parts)]
    return [_figure(word, figure, rules.ballot_type) for word, figure in pairs]


def _figure(word: str, figure: str | None, ballot_type: str) -> int:
    if not figure or not _is_number(figure) or len(figure) > 3:
        raise UnreadableEntry(figure_missing(ballot_type, word))
    return int(figure)


def figure_missing(ballot_type: str, number: str) -> Sentence:
    """What is said where nothing, or no number, was typed for what stands beside a project."""
    if ballot_type == "rank":
        return _l("Enter only project numbers, or what is beside each of them, like this: %(number)s=1", number=number)
    if ballot_type == "points":
        return _l("Enter the points of project %(number)s after it, like this: %(number)s=5", number=number)
    return _l("Enter the score of project %(number)s after it, like this: %(number)s=5", number=number)


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit()
