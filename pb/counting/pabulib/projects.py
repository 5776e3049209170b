"""The PROJECTS section of a ``.pb`` file, and the unit of money that its amounts need."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import lcm
from typing import TypeAlias

from pb.counting.elections import ElectionProject
from pb.counting.pabulib import keys
from pb.counting.pabulib.text import BadFile, decoded, exact_number, quoted_text, rows, whole_number

__all__ = ["Row", "check_number", "check_projects", "project_of", "project_rows", "unit_of"]

#: A project's cells by column name, each with its line number.
Row: TypeAlias = dict[str, tuple[int, str]]

_LONGEST_ID = 500
_PRINTED = re.compile(r"0|[1-9][0-9]{0,17}")


def project_rows(section: bytes, first_line: int, misquoted: list[int]) -> list[Row]:
    """Each project's cells by column name, with the line number. An empty cell is left out. ``misquoted`` is added to:
    see ``text.rows``.
    """
    found = rows(decoded(section, first_line), first_line, misquoted)
    nothing: tuple[int, list[str]] = (first_line, [])
    line, header = next(found, nothing)
    for column in ("project_id", "cost"):
        if header.count(column) != 1:
            raise BadFile(line, f"PROJECTS has {'no' if column not in header else 'more than one'} column {column}.")
    projects = []
    for line, cells in found:
        row = {name: (line, cell) for name, cell in zip(header, cells, strict=False) if cell}
        for column in ("project_id", "cost"):
            if column not in row:
                raise BadFile(line, f"This project has no {column}.")
        projects.append(row)
    return projects


def unit_of(meta: dict, meta_lines: dict, found: Sequence[Row], budgets: dict) -> int:
    amounts = list(budgets.values())
    for row in found:
        amounts += [
            exact_number(row[name][1], row[name][0], name)
            for name in ("cost", keys.LEAST, keys.WITHDRAWN)
            if name in row
        ]
    if keys.ADD_ONE_STEP in meta:
        amounts.append(exact_number(meta[keys.ADD_ONE_STEP], meta_lines[keys.ADD_ONE_STEP], keys.ADD_ONE_STEP))
    unit, needed = 100 if meta.get("currency") == "GBP" else 1, lcm(*(amount.denominator for amount in amounts))
    while unit % needed:
        unit *= 10
    return unit


def project_of(row: Row, unit: int) -> ElectionProject:
    line, id = row["project_id"]
    withdrawn = row["cost"][1] == str(keys.WITHDRAWN_COST)
    cost = row.get(keys.WITHDRAWN, row["cost"]) if withdrawn else row["cost"]
    least = row.get(keys.LEAST)
    number_in_lot = row.get(keys.NUMBER, (line, id))[1]
    return ElectionProject(
        id,
        int(number_in_lot) if _PRINTED.fullmatch(number_in_lot) else number_in_lot,
        int(exact_number(cost[1], line, "cost") * unit),
        None if least is None else int(exact_number(least[1], line, "least") * unit),
        row.get(keys.POT, (0, None))[1],
        row.get("name", (0, ""))[1],
        withdrawn,
    )


def check_projects(
    projects: Sequence[ElectionProject], found: Sequence[Row], meta: dict, meta_lines: dict, budgets: dict
) -> None:
    seen: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for project, row in zip(projects, found, strict=True):
        line = row["project_id"][0]
        if len(project.id) > _LONGEST_ID:
            raise BadFile(line, f"This project_id has more than {_LONGEST_ID} characters.")
        if project.id in seen:
            raise BadFile(line, f"Project {quoted_text(project.id)} is already on line {seen[project.id]}.")
        seen[project.id] = line
        if project.least is not None and not 1 <= project.least <= project.cost:
            raise BadFile(
                line, f"The least amount of project {quoted_text(project.id)} is not between nothing and its cost."
            )
        if len(budgets) > 1 and project.pot not in budgets:
            raise BadFile(line, f"Project {quoted_text(project.id)} belongs to no pot of this file.")
        if numbers.setdefault(str(project.number), line) != line:
            raise BadFile(
                line, f"This project has the same number for the lot as that on line {numbers[str(project.number)]}."
            )
    check_number(meta, meta_lines, "num_projects", len(projects), "projects")


def check_number(meta: dict, lines: dict, key: str, found: int, what: str) -> None:
    if key in meta and whole_number(meta[key], lines[key], key) != found:
        raise BadFile(lines[key], f"{key} says {meta[key]}, but there are {found} {what} in the file.")
