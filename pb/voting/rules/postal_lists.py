"""A list of people who want a postal vote: what its columns are called, and what each row says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pb.csv_sheets import plain_cell
from pb.tables import NotATable, Table
from pb.unicode_text import tidy
from pb.voting.rules.post import LONGEST_ADDRESS, LONGEST_NAME
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: To whom it goes, and with which card; whether the letter is in large print, and whether the card goes alone.
COLUMNS = ("name", "address", "card", "large_print", "card_alone")
NEEDED = ("name", "address", "card")
#: What people also call them.
_ALSO_CALLED = {
    "name": ("full_name", "person", "voter"),
    "address": ("postal_address", "full_address"),
    "card": ("card_number", "number", "number_on_the_card", "number_on_the_voting_card", "voting_card"),
    "large_print": ("large", "large_letters"),
    "card_alone": ("alone", "only_card", "card_only", "no_paper"),
}
_MEANT = {other: column for column, others in _ALSO_CALLED.items() for other in others}
_YES, _NO = ("yes", "y", "x", "true", "1"), ("", "no", "n", "false", "0")
#: So many lines at the top may be a title.
_TITLE_LINES = 20


@dataclass(frozen=True)
class ListedRequest:
    """What one row says."""

    line: int
    name: str
    address: str
    number: int
    large_print: bool = False
    alone: bool = False


@dataclass(frozen=True)
class ListFault:
    """Why a row cannot be used, and what to do. ``line`` 0 is the file as a whole; ``name``: "" where none stands there."""

    line: int
    name: str
    reason: Sentence | str


def has_columns(rows: Sequence[tuple[int, list[str]]]) -> bool:
    """Whether one of ``rows`` names the columns that are needed."""
    return any(set(NEEDED) <= set(_names(cells)) for _line, cells in rows[:_TITLE_LINES])


def read_rows(table: Table) -> tuple[list[ListedRequest], list[ListFault]]:
    """The rows of a list, and everything that is wrong with it: all or nothing."""
    broken = [fault_of(table.broken)] if table.broken else []
    at = next((at for at, row in enumerate(table.rows[:_TITLE_LINES]) if has_columns([row])), None)
    if at is None:
        return [], broken or [ListFault(0, "", _NO_COLUMNS)]
    columns = _names(table.rows[at][1])
    if len(columns) != len(set(columns)) or set(columns) - {*COLUMNS, ""}:
        return [], [ListFault(table.rows[at][0], "", _OTHER_COLUMNS)]
    rows: list[ListedRequest] = []
    faults: list[ListFault] = []
    for line, cells in table.rows[at + 1 :]:
        values = dict(zip(columns, (plain_cell(tidy(cell)) for cell in cells), strict=False))
        beside = values.pop("", "") or any(tidy(cell) for cell in cells[len(columns) :])
        found = [_BESIDE] if beside else list(_wrong(values))
        if found:
            faults.extend(ListFault(line, values.get("name", "")[:LONGEST_NAME], reason) for reason in found)
        else:
            rows.append(_request(line, values))
    if not rows and not faults and not broken:
        faults.append(ListFault(0, "", _l("The file only has column names. Add a line for each person below them.")))
    return rows, [*faults, *_twice(rows), *broken]


def fault_of(refused: NotATable) -> ListFault:
    """What cannot be read as a list, as a fault of it."""
    return ListFault(refused.line, "", refused.reason)


_NO_COLUMNS = _l("A line at the top must name the columns: name, address and card.")
_OTHER_COLUMNS = _l(
    "The list may have these columns alone: name, address, card, large_print, card_alone. Take out the others: we must not "
    "keep what we do not need."
)
_BESIDE = _l("This row has something outside the columns. Take it out, or put it where it belongs.")


def _names(cells: Sequence[str]) -> list[str]:
    written = [re.sub(r"[\s-]+", "_", tidy(cell).lower().strip(" :*?")) for cell in cells]
    names = [each if _MEANT.get(each, each) in written else _MEANT.get(each, each) for each in written]
    while names and not names[-1]:
        names.pop()
    return names


def _wrong(values: dict[str, str]) -> Iterator[Sentence]:
    if not values.get("name"):
        yield _l("Enter the name of the person.")
    if not values.get("address"):
        yield _l("Enter the address to which it goes.")
    if len(values.get("name", "")) > LONGEST_NAME or len(values.get("address", "")) > LONGEST_ADDRESS:
        yield _l("The name or the address is too long.")
    if not re.fullmatch(r"[0-9]{1,6}", values.get("card", "")):
        yield _l("Enter the number on the voting card, without the code.")
    if any(values.get(each, "").lower() not in (*_YES, *_NO) for each in ("large_print", "card_alone")):
        yield _l("Write yes or no under large_print and card_alone.")


def _request(line: int, values: dict[str, str]) -> ListedRequest:
    large, alone = (values.get(each, "").lower() in _YES for each in ("large_print", "card_alone"))
    return ListedRequest(line, values["name"], values["address"], int(values["card"]), large, alone)


def _twice(rows: Sequence[ListedRequest]) -> Iterator[ListFault]:
    """Each row with a card but its first."""
    for number, same in groupby(sorted(rows, key=lambda row: (row.number, row.line)), key=lambda row: row.number):
        first, *others = same
        for row in others:
            yield ListFault(row.line, row.name, _l(
                "Card %(number)s is also on row %(line)s. Each person needs a card of their own.", number=number, line=first.line
            ))  # fmt: skip
