"""What is said to a typist, by the type of the ballot: what to type, and what the paper says then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from pb.paper.rules import PaperReading
from pb.paper.rules.readings import figure_missing
from pb.unicode_text import isolated
from pb.voting.queries import FrozenBallot
from pb.words import Sentence
from pb.words import lazy_gettext as _l


@dataclass(frozen=True)
class EntryWords:
    """``label``: of the field. ``hint``: below it. ``keys``: what is typed, and what it means; the first is an example."""

    label: Sentence
    hint: Sentence
    keys: tuple[tuple[str, Sentence], ...]


_TICKED = _l("Projects ticked")
_NUMBERS = (("3 7 12", _l("numbers with spaces")),)
#: The key at the right of the keyboard does what "=" does.
_SLASH = ("/", _l("the same as ="))
ENTRY_WORDS = {
    "choose": EntryWords(
        _TICKED, _l("Enter exactly what the paper says, even if there are too many or too few ticks."), _NUMBERS
    ),
    "budget": EntryWords(_TICKED, _l("Enter exactly what the paper says, even if the ticks cost too much."), _NUMBERS),
    "points": EntryWords(
        _l("Points on the paper"),
        _l("Enter exactly what the paper says, even if there are too many points. Leave out empty boxes."),
        (("3=5 7=4", _l("project = points")), _SLASH),
    ),
    "score": EntryWords(
        _l("Scores on the paper"),
        _l("Enter exactly what the paper says. Leave out projects without a mark."),
        (("3=5 7=4", _l("project = score")), _SLASH),
    ),
    "rank": EntryWords(
        _l("Choices on the paper"),
        _l(
            "Enter the projects in order, the one with a 1 first. If the paper leaves out a number or has one twice, enter "
            "what is beside each project."
        ),
        (("7 3 12", _l("projects in order")), ("7=1 3=1", _l("project = number beside it")), _SLASH),
    ),
}


def words_for_script(ballot_type: str) -> dict[str, str]:
    """The sentences that the page's script fills in: {project}, {figure}, {n} and {sum}."""
    if ballot_type not in ("points", "rank", "score"):
        return dict.fromkeys(("figure", "missing", "sum"), "")
    return {
        "figure": _with_figure(ballot_type, "{project}", "{figure}"),
        "missing": str(figure_missing(ballot_type, "{n}")),
        "sum": _sum("{sum}"),
    }


def reading_in_words(reading: PaperReading, ballot: FrozenBallot) -> str:
    """A reading as a person reads it: "3 Tea dance · 7 Walks", "blank", "doubtful · 3 Tea dance, points: 5"."""
    kinds = {"blank": _("blank"), "spoiled": _("spoiled"), "doubtful": _("doubtful")}
    words = [kinds[reading.kind]] if reading.kind else []
    return " · ".join([*words, *_projects(reading, ballot)])


def _projects(reading: PaperReading, ballot: FrozenBallot) -> Iterator[str]:
    named = {line.number: f"{line.number} {isolated(line.title)}" for line in ballot.lines}
    choices, kind = reading.choices, ballot.ballot_type
    if kind == "rank":
        for part in ballot.rules.parts:
            here = part.of(choices)
            for number in sorted(here, key=lambda number: (here[number], number)):
                yield _in_pot(part.name, _with_figure(kind, named[number], here[number]))
    elif kind in ("points", "score"):
        yield from (_with_figure(kind, named[number], choices[number]) for number in choices)
        if kind == "points":
            given = [(part.name, sum(part.of(choices).values())) for part in ballot.rules.parts]
            yield from (_in_pot(pot, _sum(points)) for pot, points in given if points)
    else:
        yield from (named[number] for number in choices)


def _in_pot(name: str, said: str) -> str:
    return f"{isolated(name)}: {said}" if name else said


def _with_figure(ballot_type: str, project: str, figure: int | str) -> str:
    if ballot_type == "points":
        return _("%(project)s, points: %(figure)s", project=project, figure=figure)
    if ballot_type == "score":
        return _("%(project)s, score: %(figure)s", project=project, figure=figure)
    return _("choice %(figure)s: %(project)s", project=project, figure=figure)


def _sum(points: int | str) -> str:
    return _("points in all: %(sum)s", sum=points)


def ruling_reasons(ballot_type: str) -> list[tuple[str, Sentence]]:
    """Why a paper needs a ruling, in the words of its ballot. The counts by reason are published."""
    blank, too_many, too_few, unclear = _REASONS.get(ballot_type, _REASONS["choose"])
    return [
        ("blank", blank),
        ("too_many", too_many),
        ("too_few", too_few),
        ("unclear", unclear),
        ("torn", _l("The paper is torn or cannot be read")),
        ("not_ours", _l("It is not one of our ballot papers")),
        ("typed_wrong", _l("Both people typed something different from what the paper says")),
    ]


_BLANK = _l("No project is ticked")
_UNCLEAR = _l("It is not clear which projects are ticked")
_NOTHING = _l("Nothing is filled in")
_MEANT = _l("It is not clear what is meant")
_REASONS = {
    "choose": (_BLANK, _l("Too many projects are ticked"), _l("Too few projects are ticked"), _UNCLEAR),
    "budget": (
        _BLANK,
        _l("The ticked projects are too many, or cost too much"),
        _l("Too few projects are ticked"),
        _UNCLEAR,
    ),
    "points": (
        _NOTHING,
        _l("Too many points are given, or to too many projects"),
        _l("Too few projects have points"),
        _MEANT,
    ),
    "score": (_NOTHING, _l("Too many projects have a score"), _l("Too few projects have a score"), _MEANT),
    "rank": (_NOTHING, _l("Too many projects have a number"), _l("Too few projects have a number"), _MEANT),
}
