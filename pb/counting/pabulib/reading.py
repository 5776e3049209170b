"""Reading ``.pb`` files: what they say, and exactly where they are wrong."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import numpy as np

from pb.counting.elections import Election, ElectionProject
from pb.counting.merging import TooLarge
from pb.counting.pabulib import keys
from pb.counting.pabulib.projects import check_number, check_projects, project_of, project_rows, unit_of
from pb.counting.pabulib.settings import declined_in_meta, lot_in_meta, rulebook_in_meta
from pb.counting.pabulib.text import BadFile, decoded, exact_number, quoted_text, rows, whole_number
from pb.counting.pabulib.votes import Votes, read_votes
from pb.counting.rulebooks import Rulebook
from pb.counting.ties import LotDigits

__all__ = ["ElectionFile", "read"]

_MOST_BLANK = 10**10
_MOST_NAMED = 5  # lines or projects that a note names

_SECTION = re.compile(rb"^[ \t]*(META|PROJECTS|VOTES)[ \t;]*\r?$", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class ElectionFile:
    """An election with what else its file says.

    rulebook: the rule in META (see ``notes`` for what it does not say); lot: the lot in META, or None;
    declined: projects whose groups turned part funding down;
    selected: for each project the file's own mark (1 is selected, 2 and 3 are not), empty without that column.
    """

    election: Election
    meta: dict[str, str]
    rulebook: Rulebook
    lot: LotDigits | None
    selected: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()


def read(source: str | os.PathLike | BinaryIO, limit: int | None = None) -> ElectionFile:
    """Read a ``.pb`` file from a path or a binary file. Raises ``BadFile``. limit: the most bytes accepted.

    Costs are scaled to whole numbers: to pence in GBP, elsewhere by the smallest power of ten that all amounts need.
    """
    data = _bytes(source, limit)
    _refuse_other_encodings(data)
    sections = _sections(data)
    misquoted: list[int] = []
    meta, meta_lines = _meta(*sections["META"], misquoted)
    found = project_rows(*sections["PROJECTS"], misquoted)
    ballot_type = _ballot_type(meta, meta_lines)
    budgets = _budgets(meta, meta_lines)
    unit = unit_of(meta, meta_lines, found, budgets)
    projects = tuple(project_of(row, unit) for row in found)
    check_projects(projects, found, meta, meta_lines, budgets)
    position, line = sections["VOTES"]
    try:
        indices = {project.id: i for i, project in enumerate(projects)}
        votes = read_votes(data, position, line, indices, ballot_type, budgets, misquoted)
        del data  # it can be hundreds of megabytes, and is no longer needed
        check_number(meta, meta_lines, "num_votes", votes.total, "votes")
        election = _election(
            projects, votes, meta, meta_lines, ballot_type, {pot: int(b * unit) for pot, b in budgets.items()}, unit
        )
    except TooLarge as error:
        raise BadFile(0, str(error)) from None
    ids = {project.id for project in projects}
    rulebook, notes = rulebook_in_meta(meta, meta_lines, unit, ids)
    declined = declined_in_meta(meta, meta_lines, ids) if rulebook.part_funding else ()
    notes += _oddities(votes, misquoted, projects)
    selected = {
        row["project_id"][1]: whole_number(row["selected"][1], row["selected"][0], "selected")
        for row in found
        if "selected" in row
    }
    return ElectionFile(election, meta, rulebook, lot_in_meta(meta, meta_lines), selected, tuple(notes), declined)


def _oddities(votes: Votes, misquoted: Sequence[int], projects: Sequence[ElectionProject]) -> Iterator[str]:
    """What the format does not foresee, and how it was read: as the field's own tools do (pabutools)."""
    if votes.named_twice:
        how = "the last number of points counts" if votes.points_twice else "it is counted once"
        yield f"{_many(votes.named_twice, 'ballot', 'names', 'name')} a project twice; {how}."
    if misquoted:
        yield (
            f"{_many(len(misquoted), 'line', 'has', 'have')} quotation marks out of place ({_first(misquoted)}). "
            "The text was read without them."
        )
    for_nothing = [quoted_text(project.id) for project in projects if project.kept_out == "costs-nothing"]
    if for_nothing:
        yield (
            f"{_many(len(for_nothing), 'project', 'costs', 'cost')} nothing ({_first(for_nothing)}). What costs nothing "
            "keeps its votes and needs no money, so it is not in the list of what is funded. Some programs put it there."
        )


def _many(number: int, thing: str, does: str, do: str) -> str:
    return f"{number} {thing} {does}" if number == 1 else f"{number} {thing}s {do}"


def _first(of_them: Sequence[object]) -> str:
    return ", ".join(map(str, of_them[:_MOST_NAMED])) + (" …" if len(of_them) > _MOST_NAMED else "")


def _bytes(source: str | os.PathLike | BinaryIO, limit: int | None) -> bytes:
    if isinstance(source, (str, os.PathLike)):
        with open(source, "rb") as file:
            return _bytes(file, limit)
    data = source.read() if limit is None else source.read(limit + 1)
    if limit is not None and len(data) > limit:
        raise BadFile(
            0, f"The file is larger than {limit // 1_000_000} MB. Count it with python -m pb.counting instead."
        )
    return data.removeprefix(b"\xef\xbb\xbf")


def _refuse_other_encodings(data: bytes) -> None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFile(1, "This is UTF-16 text; save the file as UTF-8.")
    nul = data.find(b"\0")
    if nul >= 0:
        raise BadFile(
            1 + data.count(b"\n", 0, nul), "There is a character with the code 0 on this line; this is not plain text."
        )


def _sections(data: bytes) -> dict[str, tuple[Any, int]]:
    """META and PROJECTS as (their text, the number of its first line); VOTES, which can be large, as (its position,
    that number).
    """
    found, position, line = {}, 0, 1
    for wanted in ("META", "PROJECTS", "VOTES"):
        match = _SECTION.search(data, position)
        if match is None:
            raise BadFile(line, f"The section {wanted} is missing; a file has META, PROJECTS and VOTES in this order.")
        if match[1].decode().upper() != wanted:
            at = line + data.count(b"\n", position, match.start())
            missing = f"The section {wanted} is missing before {match[1].decode()}"
            raise BadFile(at, f"{missing}; a file has META, PROJECTS and VOTES once, in this order.")
        line += data.count(b"\n", position, match.end()) + 1
        position = match.end() + 1
        found[wanted] = position, line
    if data[: found["META"][0]].strip().upper().rstrip(b";") != b"META":
        raise BadFile(1, "The file should begin with META.")
    meta, projects, votes = found.values()
    return {
        "META": (_without_last_line(data[meta[0] : projects[0]]), meta[1]),
        "PROJECTS": (_without_last_line(data[projects[0] : votes[0]]), projects[1]),
        "VOTES": votes,
    }


def _without_last_line(section: bytes) -> bytes:
    """Without the name of the next section, with which META and PROJECTS end here."""
    return section[: section.rstrip().rfind(b"\n") + 1]


def _meta(section: bytes, first_line: int, misquoted: list[int]) -> tuple[dict[str, str], dict[str, int]]:
    meta: dict[str, str] = {}
    lines: dict[str, int] = {}
    for line, cells in rows(decoded(section, first_line), first_line, misquoted):
        key, value = cells[0], cells[1] if len(cells) > 1 else ""
        if not meta and not lines and (key.lower(), value.lower()) == ("key", "value"):
            continue
        if key in meta:
            raise BadFile(line, f"META says {quoted_text(key)} twice.")
        meta[key], lines[key] = value, line
    for key in ("budget", "vote_type"):
        if key not in meta:
            raise BadFile(first_line, f"META does not say {key}.")
    return meta, lines


def _ballot_type(meta: dict, lines: dict) -> str:
    found = keys.BALLOT_TYPES.get(meta["vote_type"])
    if found is None:
        raise BadFile(
            lines["vote_type"],
            f"There is no vote type {quoted_text(meta['vote_type'])}; there are {', '.join(keys.BALLOT_TYPES)}.",
        )
    return "budget" if found == "choose" and "max_sum_cost" in meta and "max_length" not in meta else found


def _budgets(meta: dict, lines: dict) -> dict:
    """The money of each pot in the file's unit, exact."""
    total = exact_number(meta["budget"], lines["budget"], "budget")
    if keys.POT_BUDGETS not in meta:
        return {meta.get(keys.POT): total}
    line, budgets = lines[keys.POT_BUDGETS], {}
    for part in meta[keys.POT_BUDGETS].split("|"):
        pot, _, amount = part.rpartition("=")
        if pot in budgets:
            raise BadFile(line, f"There are two budgets of pot {quoted_text(pot)}.")
        budgets[pot] = exact_number(amount, line, f"the budget of pot {quoted_text(pot)}")
    if sum(budgets.values()) != total:
        raise BadFile(line, "The budgets of the pots do not add up to budget.")
    return budgets


def _blank_ballots(meta: dict, lines: dict) -> int:
    blank = whole_number(meta[keys.BLANK], lines[keys.BLANK], keys.BLANK) if keys.BLANK in meta else 0
    if blank > _MOST_BLANK:
        raise BadFile(lines[keys.BLANK], f"{keys.BLANK} says {blank}: more blank ballots than people.")
    return blank


def _election(
    projects: Sequence[ElectionProject],
    votes: Votes,
    meta: dict,
    lines: dict,
    ballot_type: str,
    budgets: dict[str | None, int],
    unit: int,
) -> Election:
    blank = _blank_ballots(meta, lines)
    if blank:
        votes.lengths.append(np.array([0]))
        votes.counts.append(np.array([blank]))
        votes.pots += [None] if votes.pots else []
    if len(budgets) == 1:
        only = next(iter(budgets))
        projects = tuple(ElectionProject(p.id, p.number, p.cost, p.least, only, p.name, p.withdrawn) for p in projects)
    start, chosen, points, count = votes.arrays()
    return Election.from_arrays(
        projects,
        start,
        chosen,
        points,
        count,
        ballot_type,
        budgets,
        ballot_pots=votes.pots,
        unit=unit,
        currency=meta.get("currency", ""),
    )
