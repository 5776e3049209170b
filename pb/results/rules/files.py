"""A file in the field's open format, made ready to become a round."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

from pb.clock import LOCAL
from pb.counting import Election, ElectionProject, Rulebook
from pb.counting.pabulib import ElectionFile
from pb.counting.pabulib.keys import META_ORDER, OF_THE_COUNT
from pb.formats import number
from pb.typed_days import NotADay, day_of
from pb.unicode_text import tidy
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: The largest whole number that both databases keep in a column.
LARGEST = 2**31 - 1
#: The most ballots of a round from a file: each becomes a row.
MOST_BALLOTS = 2_000_000
#: The most projects: the page of a result shows them all. (The largest real files that we have name some hundreds.)
MOST_PROJECTS = 2_000
#: What files call their ways of voting; others are not told apart.
METHODS = {"internet": "screen", "paper": "on-paper"}


def file_error(file: ElectionFile) -> Sentence | None:
    """Why this file cannot become a round, as a sentence; None when it can."""
    election = file.election
    if any(project.withdrawn for project in election.projects):
        return _l("This file has withdrawn projects. It can only be counted with python -m pb.counting.")
    if file.declined:
        return _l("In this file groups turned part funding down. It can only be counted with python -m pb.counting.")
    if not all(project.cost for project in election.projects):
        return _l("This file has projects that cost nothing. It can only be counted with python -m pb.counting.")
    if election.ballots > MOST_BALLOTS:
        return _l(
            "This file has more than %(most)s ballots. Count it with python -m pb.counting instead.",
            most=number(MOST_BALLOTS),
        )
    if len(election.projects) > MOST_PROJECTS:
        return _l(
            "This file has more than %(most)s projects. Count it with python -m pb.counting instead.",
            most=number(MOST_PROJECTS),
        )
    if (file.rulebook.min_support or 0) > LARGEST:
        return _l("No project in this file could have enough votes. Count it with python -m pb.counting instead.")
    amounts = [*(project.cost for project in election.projects), *election.budgets.values()]
    if max(amounts, default=0) > LARGEST:
        return _l(
            "The amounts in this file are too large for the database. Count it with python -m pb.counting instead."
        )
    return None


def with_printed_numbers(file: ElectionFile) -> tuple[Election, Rulebook]:
    """The same election and rulebook with printed numbers as project ids: the file's where they are numbers, else 1,
    2, 3 …
    """
    projects = file.election.projects
    own = [project.number for project in projects]
    usable = all(isinstance(number, int) and 1 <= number <= LARGEST for number in own)
    numbers = own if usable else list(range(1, len(projects) + 1))
    named = {project.id: str(number) for project, number in zip(projects, numbers, strict=True)}

    def renamed(project: ElectionProject) -> ElectionProject:
        name = project.name if usable or tidy(project.name) else project.id  # else nobody could tell what it was
        return replace(project, id=named[project.id], number=int(named[project.id]), name=name)

    parts = tuple(replace(part, projects=tuple(map(renamed, part.projects))) for part in file.election.parts)
    exclusions = tuple(frozenset(named[id] for id in group) for group in file.rulebook.exclusions)
    election = replace(file.election, projects=tuple(map(renamed, projects)), parts=parts)
    return election, replace(file.rulebook, exclusions=exclusions)


def name_in_meta(file: ElectionFile, path: Path) -> str:
    """What the file calls its vote, or else what the file is called: a round without a name could not be found or opened."""
    said = " ".join(filter(None, (file.meta.get(key) for key in ("description", "subunit", "instance"))))
    return tidy(said) or tidy(path.stem.replace("_", " ")) or "-"


def limit_in_meta(text: str, otherwise: int) -> int:
    """A limit of META as a number; what is none, or could be no limit of a ballot, is as if nothing were said."""
    return int(text) if re.fullmatch("[0-9]{1,6}", text) else otherwise


#: In which votes are held.
_YEARS = range(1900, 2200)
#: As old files write them, and a month or a year alone: its first moment is meant.
_FORMS = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%m.%Y", "%Y-%m", "%m/%Y", "%Y")
#: The first day of computing, plainly wrong: of a vote whose day is not known.
UNKNOWN_DAY = datetime(1970, 1, 1, tzinfo=LOCAL)


def date_of(text: str) -> datetime:
    """ "01.06.2025", "2025-06-01" (any day that people can type), "06.2025" or "2025" as the moment at which that day,
    month or year began; ``UNKNOWN_DAY`` for anything else.
    """
    for form in _FORMS:
        with suppress(ValueError):
            return _in_its_years(datetime.strptime(text.strip(), form).replace(tzinfo=LOCAL))
    with suppress(NotADay):
        return _in_its_years(datetime.combine(day_of(text), time(), LOCAL))
    return UNKNOWN_DAY


def _in_its_years(found: datetime) -> datetime:
    return found if found.year in _YEARS else UNKNOWN_DAY


def notes_on_days(meta: Mapping[str, str]) -> list[Sentence]:
    """What whoever imports a file has to know of its days."""
    return [
        _l("We could not read %(key)s (“%(said)s”). The round shows 1 January 1970.", key=key, said=meta[key])
        if meta.get(key)
        else _l("The file does not say its %(key)s. The round shows 1 January 1970.", key=key)
        for key in ("date_begin", "date_end")
        if date_of(meta.get(key, "")) == UNKNOWN_DAY
    ]


def with_its_place(told: Mapping[str, str]) -> dict[str, str]:
    """What a file told of its vote, with country and unit: the format demands both. One stands for the other, as a vote
    of another country is not one of ours.
    """
    place = told.get("country") or told.get("unit") or "unknown"
    return {"country": place, "unit": place, **told}


def vote_in_meta(file: ElectionFile) -> dict[str, str]:
    """What META says of the vote itself (country, unit, language, days, how a ballot is filled in): it goes out again as
    it came in.
    """
    return {key: file.meta[key] for key in META_ORDER if file.meta.get(key) and key not in OF_THE_COUNT}


def values_of(
    numbers: list[int], places: Sequence[int], points: Sequence[int] | None, ballot_type: str
) -> Iterator[tuple[int, int]]:
    """(project number, value): 1 for a tick, the place for a ranking, else the points."""
    for n, place in enumerate(places):
        yield numbers[place], n + 1 if ballot_type == "rank" else int(points[n]) if points else 1


def methods_of(path: Path) -> Counter[str]:
    """How many ballots the file's column voting_method names for each way of voting; empty without that column."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.reader(lines, delimiter=";")
        for row in rows:
            if row and row[0].strip().upper() == "VOTES":
                break
        header = [name.strip() for name in next(rows, [])]
        if "voting_method" not in header:
            return Counter()
        column = header.index("voting_method")
        return Counter(row[column].strip() for row in rows if len(row) > column)
