"""What the page shows of a chart: its table in the order that a reader has chosen, by an ordinary link, and the addresses of
its pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from pb.charts.pictures import FORMS, Chart
from pb.rounds.models import Round

#: In an address: the name of a chart, a column of its table, and the direction.
_ASKED = re.compile(r"([a-z]+(?:-[0-9]{1,4})?)\.([0-9])\.(up|down)")


@dataclass(frozen=True)
class HowSorted:
    """Which table is sorted, by which column, and whether the largest comes first. "" for none."""

    name: str = ""
    column: int = 0
    down: bool = False

    def applied_to(self, chart: Chart) -> Chart:
        return chart.sorted_by(self.column, down=self.down) if chart.name == self.name else chart

    def of(self, chart: Chart, column: int) -> str:
        """ "ascending", "descending" or "" for a column of a chart's table."""
        if (chart.name, column) != (self.name, self.column):
            return ""
        return "descending" if self.down else "ascending"

    def asked_by(self, chart: Chart, column: int) -> str:
        """What a press on a heading asks for: words from A, numbers from the largest; pressed again, the other way."""
        is_number = chart.columns[column][1] == "number"
        now = self.of(chart, column)
        down = now != "descending" if is_number else now == "ascending"
        return f"{chart.name}.{column}.{'down' if down else 'up'}"


def how_sorted(charts: Iterable[Chart], asked: str) -> HowSorted:
    """What an address asks for; nothing where no chart has such a table."""
    said = _ASKED.fullmatch(asked)
    chart = next((each for each in charts if said and each.name == said[1]), None)
    if said is None or chart is None or int(said[2]) >= len(chart.columns):
        return HowSorted()
    return HowSorted(chart.name, int(said[2]), said[3] == "down")


def addresses_of(round_: Round, chart: Chart) -> list[dict[str, str]]:
    """For each picture of a chart the addresses of its forms, of the dark one, and of its PNG."""
    return [
        {
            **{form: url_for("results.chart", round_id=round_.id, key=each.in_form(form).key) for form in FORMS},
            "dark": url_for("results.chart", round_id=round_.id, key=each.key, colours="dark"),
            "png": url_for("results.chart_png", round_id=round_.id, key=each.key),
        }
        for each in chart.pictures
    ]
