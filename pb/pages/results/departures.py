"""What the steering group decided beside a count, in words: for the page, the letters and everything that is printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from flask_babel import gettext as _

from pb.formats import day
from pb.pages.results.ranked_rows import ProjectResult
from pb.pages.results.result_sentences import titles_joined
from pb.pages.results.result_view import Result
from pb.results.rules.departures import DecidedBeside


class DecisionShown(NamedTuple):
    """One decision beside a count: what was decided, why, and who decided it when."""

    what: str
    why: str
    who: str

    @property
    def in_line(self) -> str:
        return f"{self.what} {self.why} {self.who}"


def decisions_shown(result: Result) -> list[DecisionShown]:
    """Every decision in force, in the order of the count."""
    return [decision_shown(result, row) for row in result.rows if row.decided]


def decision_shown(result: Result, row: ProjectResult) -> DecisionShown:
    """The decision about this project, which has one."""
    assert row.decided is not None
    return DecisionShown(
        departure_in_words(row.decided, result.name(str(row.number)), result.money),
        _("Why: %(reason)s", reason=row.decided.reason),
        _(
            "%(names)s decided this for the steering group on %(day)s.",
            names=titles_joined(row.decided.by),
            day=day(row.decided.at),
        ),
    )


def departure_in_words(decided: DecidedBeside, name: str, money: Callable[[int | str], str]) -> str:
    """What was decided about the project with this name."""
    return what_is_decided(name, decided.counted, decided.gives, money)


def what_is_decided(name: str, counted: int, gives: int | None, money: Callable[[int | str], str]) -> str:
    """The same of plain amounts; ``gives`` None takes back what was decided before."""
    by_count = money(counted)
    if gives is None:
        said = _(
            "The steering group took back what it had decided about %(project)s: it gets what the count gives it: %(sum)s."
        )
        return said % {"project": name, "sum": by_count}
    if not gives:
        said = _("The steering group decided: %(project)s gets no money, although the count gives it %(sum)s.")
        return said % {"project": name, "sum": by_count}
    if not counted:
        said = _("The steering group decided: %(project)s gets %(gives)s, although the count gives it nothing.")
        return said % {"project": name, "gives": money(gives)}
    said = _("The steering group decided: %(project)s gets %(gives)s, although the count gives it %(sum)s.")
    return said % {"project": name, "gives": money(gives), "sum": by_count}


def beside_in_short(result: Result, row: ProjectResult) -> str:
    """What was decided and why, where the project itself is named already; "" where nothing was."""
    if row.decided is None:
        return ""
    gives, counted = result.money(row.gets), result.money(row.award)
    said = (
        _("The steering group decided otherwise: it gets %(gives)s, not %(counted)s.", gives=gives, counted=counted)
        if row.gets
        else _("The steering group decided otherwise: it gets no money, not %(counted)s.", counted=counted)
    )
    return said + " " + _("Why: %(reason)s", reason=row.decided.reason)


def pictures_show_the_count(result: Result) -> str:
    """Said with pictures and tables of the count, after a space; nothing where nothing was decided beside it."""
    if not result.decided:
        return ""
    return " " + _("This shows the count. The steering group decided otherwise for some projects: see its decisions.")
