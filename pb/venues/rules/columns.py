"""The line of a list that names its columns, and what the columns are called.

A council's list often begins with a title, an empty line and a line of headings over several columns: the names may
come lower down, and a name may lie in a cell that was merged over two lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from pb.unicode_text import tidy
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: Of a list that a practice programme wrote (``pb.practice``): read as if it were not there.
OF_A_PRACTICE = "practice"
#: The columns of the sheet. A venue stands on as many lines as it has sessions; without a date a line is a venue only.
COLUMNS = (
    "venue", "kind", "address", "step_free", "hearing_loop", "quiet_time", "access_notes",
    "date", "starts", "ends", "facilitators",
)  # fmt: skip
NEEDED = ("venue", "date", "starts", "ends")
#: What people also call them.
ALSO_CALLED = {
    "venue": ("venue_name", "name_of_venue", "place"),
    "kind": ("type", "kind_of_place", "venue_type", "type_of_venue"),
    "address": ("venue_address",),
    "step_free": ("step_free_access",),
    "hearing_loop": ("loop", "induction_loop"),
    "quiet_time": ("quiet", "quiet_times"),
    "access_notes": ("notes", "access"),
    "date": ("day", "session_date"),
    "starts": ("start", "start_time", "starts_at", "from", "time_from"),
    "ends": ("end", "end_time", "ends_at", "finish", "finish_time", "to", "until", "time_to"),
    "facilitators": ("facilitator", "team", "staff"),
}
_MEANT = {other: column for column, others in ALSO_CALLED.items() for other in others}
#: So many lines at the top may be a title.
TITLE_LINES = 20


def named_columns(rows: Sequence[tuple[int, list[str]]]) -> tuple[int, list[str]]:
    """Which of ``rows`` names the columns, and the names, "" for a column without one. Where none names all that are
    needed it is the first.
    """
    above: list[str] = []
    for at, (_line, cells) in enumerate(rows[:TITLE_LINES]):
        own = _names(cells)
        names = [
            here or (higher if higher in COLUMNS else "") for here, higher in zip_longest(own, above, fillvalue="")
        ]
        if set(NEEDED) <= set(names):
            return at, names
        above = own
    return 0, _names(rows[0][1])


def has_columns(rows: Sequence[tuple[int, list[str]]]) -> bool:
    """Whether one of ``rows`` names all the columns that are needed."""
    return bool(rows) and set(NEEDED) <= set(named_columns(rows)[1])


def _names(cells: Sequence[str]) -> list[str]:
    """Another name is known where the column's own is not there too."""
    written = [re.sub(r"[\s-]+", "_", re.sub(r"\([^()]*\)", "", tidy(cell).lower()).strip(" :*?")) for cell in cells]
    names = [each if _MEANT.get(each, each) in written else _MEANT.get(each, each) for each in written]
    return ["" if name == OF_A_PRACTICE else name for name in names]


def columns_error(columns: list[str]) -> Sentence | None:
    """What is wrong with these names, in words; None if they will do."""
    named = [column for column in columns if column]
    if missing := [column for column in NEEDED if column not in named]:
        return _l(
            "These columns are missing: %(columns)s. A line at the top must name the columns.",
            columns=", ".join(missing),
        )
    if unknown := [column for column in named if column not in COLUMNS]:
        return _l(
            "We do not recognise these columns: %(columns)s. Take them out, or rename them. The columns are: %(known)s.",
            columns=", ".join(unknown),
            known=", ".join(COLUMNS),
        )
    if doubled := sorted({column for column in named if named.count(column) > 1}):
        return _l("These columns appear twice: %(columns)s.", columns=", ".join(doubled))
    return None
