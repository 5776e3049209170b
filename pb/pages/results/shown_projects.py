"""Which projects a picture of a result shows, and the line below which they were not funded in full."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from pb.charts.pictures import NOT_FUNDED
from pb.formats import number
from pb.pages.results.ranked_rows import PotResult, ProjectResult
from pb.pages.results.result_sentences import by_the_count

#: How a bar is filled, by what was decided.
FILLS = {"funded": "full", "part-funded": "part", "not-funded": "empty"}


def cut_words(pot: PotResult) -> str:
    """What is written on the line below which the count did not fund projects in full."""
    return by_the_count(_cut_words(pot), departed=pot.departed)


def _cut_words(pot: PotResult) -> str:
    assert pot.cut is not None
    short = {
        "does-not-fit",
        "after-stop",
        "costs-more-than-pot",
        "supporters-short",
        "still-saving",
        "stopped-here",
        "part-funded",
    }
    if pot.rows[pot.cut].reason not in short:
        return _("The projects below this line could not be funded.")
    if any(row.decision == "funded" for row in pot.rows[pot.cut :]):
        return _("The money ran short here. Below this line, only projects that still fitted were funded.")
    if any(row.decision == "part-funded" for row in pot.rows[pot.cut :]):
        return _("The money ran short here. Below this line no project is funded in full.")
    return _("The money ran short here. Below this line no project is funded.")


def shown(rows: Sequence[ProjectResult]) -> list[ProjectResult]:
    """The projects of a picture, in the order of the count: the funded ones and the next ten."""
    others = [row for row in rows if not row.award][:NOT_FUNDED]
    return sorted([*(row for row in rows if row.award), *others], key=lambda row: row.place)


def left_out(rows: Sequence[ProjectResult]) -> str:
    """Said where a picture does not show every project; else nothing."""
    missing = len(rows) - len(shown(rows))
    if not missing:
        return ""
    return " " + ngettext(
        "The picture leaves one project out, that the table has.",
        "The picture leaves %(n)s projects out, that the table has.",
        missing,
        n=number(missing),
    )


def cut_among(pot: PotResult, rows: Sequence[ProjectResult]) -> tuple[int, str] | None:
    """How many of these rows stand above the line, and its words; None where there is no line, or nothing above it."""
    if not pot.cut:
        return None
    above = sum(row.place <= pot.cut for row in rows)
    return (above, cut_words(pot)) if above < len(rows) else None
