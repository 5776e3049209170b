"""Where sessions reached people: how many there were, people counted there and votes, of each group of places as turnout tells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from pb.charts.pictures import Bar, Chart, finding, in_pages
from pb.formats import number
from pb.pages.results.turnout_charts import place_on_bar, places_in_words
from pb.results.rules.quick_votes import people_in_words


def reach_chart(told: Sequence[Mapping[str, Any]]) -> Chart | None:
    """``told``: "reach" of the facts of a publication. None where fewer than two groups of places can be compared."""
    groups = sorted(told, key=lambda group: (-_for_each(group), -group["votes"], group["names"]))
    if len(groups) < 2:
        return None
    most = max(round(_for_each(group)) for group in groups)
    bars = [Bar(place_on_bar(group["names"]), round(_for_each(group)), _note(group)) for group in groups]
    return Chart(
        name="reach",
        title=_title(groups),
        sentence=_sentence(groups),
        caption=_("Sessions, people and votes by place"),
        columns=(
            (_("Place"), ""),
            (_("Sessions"), "number"),
            (_("People counted, in tens"), "number"),
            (_("Votes"), "number"),
            (_("Votes for each session"), "number"),
        ),
        rows=tuple(
            (
                places_in_words(group["names"]),
                number(group["sessions"]),
                _people(group),
                number(group["votes"]),
                f"{_for_each(group):.1f}",
            )
            for group in groups
        ),
        values=tuple(
            (
                places_in_words(group["names"]),
                group["sessions"],
                group["heads"]["least"] // 10 * 10 if group["heads"] else "",
                group["votes"],
                f"{_for_each(group):.1f}",
            )
            for group in groups
        ),
        pictures=in_pages(bars, most),
    )


def _for_each(group: Mapping[str, Any]) -> float:
    """Votes for each session."""
    return group["votes"] / group["sessions"]


def _people(group: Mapping[str, Any]) -> str:
    return str(people_in_words(group["heads"])) if group["heads"] else _("Not counted")


def _note(group: Mapping[str, Any]) -> str:
    votes = ngettext("%(n)s vote", "%(n)s votes", group["votes"], n=number(group["votes"]))
    return _("%(n)s a session · %(votes)s", n=f"{_for_each(group):.1f}", votes=votes)


def _title(groups: Sequence[Mapping[str, Any]]) -> str:
    first, n = groups[0], f"{_for_each(groups[0]):.1f}".removesuffix(".0")
    if _for_each(groups[1]) == _for_each(first):
        return _("Several places had the most votes for each session: %(n)s", n=n)
    return finding(
        _("%(place)s had the most votes for each session: %(n)s", place=place_on_bar(first["names"]), n=n),
        _("One place had the most votes for each session: %(n)s", n=n),
    )


def _sentence(groups: Sequence[Mapping[str, Any]]) -> str:
    sessions, votes = (sum(group[name] for group in groups) for name in ("sessions", "votes"))
    said = [
        _(
            "At the places here, %(votes)s votes were cast in %(sessions)s sessions.",
            votes=number(votes),
            sessions=number(sessions),
        )
    ]
    if any(group["heads"] for group in groups):
        said.append(_("The people who came were counted by the teams. Their number is told in tens."))
    return " ".join(said)
