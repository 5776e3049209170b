"""Over rounds that are made by chance: each title, sentence, bar and row of a chart is worked out again from the ballots, in
another way than the chart's own.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from itertools import combinations

import pytest

from pb.charts.pictures import NOT_FUNDED, TITLE_WORDS, Chart
from pb.pages.results.chart_tables import how_sorted
from pb.pages.results.charts import _votes
from pb.pages.results.choice_charts import choices_named, chosen_together, nearly_won
from pb.pages.results.money_charts import money_chart
from pb.pages.results.result_view import Result
from pb.pages.results.turnout_charts import turnout_charts
from pb.results.rules.choices import choices_used
from tests.support.effort import runs
from tests.support.rounds_by_chance import RoundByChance


def bare(text: str) -> str:
    return re.sub("[\u2066-\u2069]", "", text)


def figures(text: str) -> list[int]:
    """The numbers of a text outside of titles."""
    return [int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", re.sub("“[^”]*”", "", bare(text)))]


def of_table_and_pictures(chart: Chart) -> None:
    """Words, files and pictures have the same rows; the title is short; every column can be sorted."""
    assert len(chart.title.split()) <= TITLE_WORDS and chart.sentence.endswith(".")
    assert len(chart.rows) == len(chart.values) and all(len(row) == len(chart.columns) for row in chart.rows)
    for row, values in zip(chart.rows, chart.values, strict=True):
        for (_label, kind), said, value in zip(chart.columns, row, values, strict=True):
            if kind == "number" and value != "" and "%" not in said:
                assert float(re.sub("[£,]", "", said)) == float(value)
    labels = [row[0] for row in chart.rows]
    shown = {bar.label for picture in chart.pictures for bar in picture.bars if "added together" not in bar.label}
    assert shown <= set(labels)
    for column in range(len(chart.columns)):
        for way in ("up", "down"):
            again = how_sorted([chart], f"{chart.name}.{column}.{way}").applied_to(chart)
            assert sorted(again.rows) == sorted(chart.rows)
            full = [line[column] for line in again.values if line[column] != ""]
            keys = (
                [float(each) for each in full] if chart.columns[column][1] else [str(each).casefold() for each in full]
            )
            assert keys == sorted(keys, reverse=way == "down")


def of_votes(made: RoundByChance, result: Result, chart: Chart) -> None:
    support = Counter(n for ballot in made.ballots for n in ballot)
    titles = {p.number: p.name for p in made.projects}
    funded = {int(id_) for id_ in result.outcome.funded}
    most = max(support.values(), default=0)
    if most:
        assert figures(chart.title)[-2:] == [most, len(made.ballots)]
        named = re.findall("“(.*?)”", bare(chart.title))
        best = [titles[n] for n in titles if support[n] == most]
        assert set(named) <= set(best) and (len(named) in (0, len(best)) or "others" in chart.title)
        if not named and len(best) == 1:
            assert support[figures(chart.title)[0]] == most
    for words, group, pick in (
        ("Of the funded projects", funded, min),
        ("Of the projects not funded", set(titles) - funded, max),
    ):
        for said in re.findall(rf"{words}, (.*?)\.(?: |$)", bare(chart.sentence)):
            assert figures(said)[-1] == pick(support[n] for n in group), said
            assert set(re.findall("“(.*?)”", said)) <= {titles[n] for n in group if support[n] == figures(said)[-1]}
    rows = {int(row[0].split(".")[0]): (row[1], row[2] == "Funded") for row in chart.values}
    assert rows == {n: (support[n], n in funded) for n in titles}
    bars = {int(bar.label.split(".")[0]): bar for picture in chart.pictures for bar in picture.bars}
    assert funded <= set(bars) and len(set(bars) - funded) == min(NOT_FUNDED, len(titles) - len(funded))
    assert all(bar.value == support[n] and (bar.fill == "full") == (n in funded) for n, bar in bars.items())
    left_out = len(titles) - len(bars)
    assert ("leaves" in chart.sentence) == bool(left_out)
    if left_out > 1:
        assert figures(chart.sentence)[-1] == left_out
    if (cut := chart.pictures[0].cut) is not None:
        assert all(bar.fill == "full" for bar in chart.pictures[0].bars[: cut[0]])


def of_money(made: RoundByChance, result: Result, chart: Chart) -> None:
    left, spent, short = made.budget, 0, 0
    costs = {p.number: p.cost for p in made.projects}
    support = Counter(n for ballot in made.ballots for n in ballot)
    stopped = False
    bars = {int(bar.label.split(".")[0]): bar for picture in chart.pictures for bar in picture.bars}
    for row in chart.values:
        number = int(row[0].split(".")[0])
        gets = costs[number] if str(number) in result.outcome.funded else 0
        turn = not stopped and support[number] >= (made.rulebook.min_support or 1)
        stopped = stopped or (turn and not gets and made.rulebook.rule == "most-votes-stop")
        left_told = f"{left / 100:.2f}" if turn else ""
        assert row[1:4] == (f"{costs[number] / 100:.2f}", left_told, f"{gets / 100:.2f}")
        if number in bars:
            bar = bars[number]
            assert (bar.value, bar.mark) == (costs[number], left if turn else None)
            if turn and (gets or costs[number] > left):
                assert figures(bar.note) == [costs[number] // 100, (left if gets else costs[number] - left) // 100]
        short += turn and not gets and costs[number] > left
        left, spent = left - gets, spent + gets
    if spent:
        assert figures(chart.title) == [spent // 100, made.budget // 100, len(result.outcome.funded)]
    said = figures(chart.sentence)
    assert not left or said[0] == left // 100
    assert ("cost more than was left" in chart.sentence) == bool(short) and (short < 2 or short in said)


def of_nearly(made: RoundByChance, result: Result, chart: Chart) -> None:
    """Counted again with so many ballots more, and with one fewer."""
    lines = {int(row[0].split(".")[0]): row[2] for row in chart.values}
    assert set(map(str, lines)) == {p.id for p in made.projects} - set(result.outcome.funded)
    needed = {number: more for number, more in lines.items() if more != ""}
    for number, more in made.chance.sample(sorted(needed.items()), min(3, len(needed))):
        assert str(number) in made.count((number, more)).funded
        assert more == 1 or str(number) not in made.count((number, more - 1)).funded
    assert figures(chart.title)[-1] == min(needed.values())
    marks = [(bar.value, bar.mark - bar.value) for picture in chart.pictures for bar in picture.bars]
    assert [more for _, more in marks] == sorted(needed.values())[:NOT_FUNDED]
    assert all(figures(bar.note) == [bar.value, bar.mark - bar.value] for p in chart.pictures for bar in p.bars)
    if len(lines) - len(needed) > 1:
        assert figures(chart.sentence)[-1] == len(lines) - len(needed)


def of_choices(made: RoundByChance, used: Chart | None, together: Chart | None) -> None:
    sizes = Counter(map(len, made.ballots))
    assert (used is not None) == (len(sizes) > 1)
    if used:
        assert {0 if row[0] == "None" else int(row[0].split()[0]): row[1] for row in used.values} == sizes
        assert figures(used.title)[-2:] == [max(sizes.values()), len(made.ballots)]
        mean = sum(map(len, made.ballots)) / len(made.ballots)
        assert f"named {mean:.1f} projects" in used.sentence
        assert ("No ballot was blank." in used.sentence) == (sizes[0] == 0)
    pairs = Counter(pair for ballot in made.ballots for pair in combinations(ballot, 2))
    assert (together is not None) == bool(pairs)
    if together:
        found = [(tuple(int(n) for n in re.findall(r"(\d+)\. ", bare(row[0]))), row[1]) for row in together.values]
        assert all(pairs[pair] == n for pair, n in found)
        assert [n for _, n in found] == sorted(pairs.values(), reverse=True)[: len(found)]
        assert max(pairs.values()) in figures(together.title)


@pytest.mark.parametrize("part", range(4))
def test_what_charts_say_of_projects_is_so(app, part):
    with app.test_request_context():
        for seed in range(part, runs(60, 1000), 4):
            of_round(seed)


def of_round(seed: int) -> None:
    made = RoundByChance(seed)
    result = made.result()
    (pot,) = result.pots
    used = choices_used((ballot, n) for ballot, n in Counter(made.ballots).items())
    votes, money, nearly = _votes(result, pot), money_chart(result, pot), nearly_won(result, pot)
    named, together = choices_named(result, pot, used), chosen_together(result, pot, used)
    for chart in filter(None, (votes, money, nearly, named, together)):
        of_table_and_pictures(chart)
    of_votes(made, result, votes)
    of_money(made, result, money)
    of_choices(made, named, together)
    if nearly:
        of_nearly(made, result, nearly)


def faults_in(seed: int) -> int:
    """1 where something in the charts of this round is not so (for the bench)."""
    try:
        of_round(seed)
    except AssertionError:
        return 1
    return 0


def test_what_charts_say_of_turnout_is_so(app):
    with app.test_request_context():
        for seed in range(runs(60, 1000)):
            chance = random.Random(seed)
            names = chance.sample(["", "Abbey", "Dean", "Leith", "Larch", "Muir"], chance.randint(1, 6))
            groups = []
            while names:
                some, names = names[: (size := chance.randint(1, 3))], names[size:]
                groups.append({"names": sorted(some), "ballots": chance.randint(10, 90)})
            groups.sort(key=lambda each: -each["ballots"])
            whole = sum(each["ballots"] for each in groups)
            (chart,) = turnout_charts({"ballots": whole, "places": groups})
            of_table_and_pictures(chart)
            of_places(groups, whole, chart)


def of_places(groups: list[dict], whole: int, chart: Chart) -> None:
    said = figures(chart.title)
    if "Busiest" in chart.title:
        venues = [each for each in groups if each["names"] != [""]]
        assert said == [max(each["ballots"] for each in venues), whole]
        assert bare(chart.title).split(": ")[1].split(",")[0] in [each["names"][0] for each in venues]
    at_home = next((each["ballots"] for each in groups if each["names"] == [""]), 0)
    shares = re.search(r"(\d+)% of the votes were cast at venues, (\d+)% at home", chart.sentence)
    if shares:
        assert [int(each) for each in shares.groups()] == [
            round(100 * (whole - at_home) / whole),
            round(100 * at_home / whole),
        ]
    if "% of the votes were cast at venues" in chart.title:
        assert said == [round(100 * (whole - at_home) / whole)]
    assert sum(row[1] for row in chart.values) == whole


def test_an_address_that_asks_for_no_table_sorts_none(app):
    with app.test_request_context():
        result = RoundByChance(1).result()
        chart = _votes(result, result.pots[0])
        for asked in (
            "",
            "votes-1",
            "votes-1.9.up",
            "votes-2.1.up",
            "money-1.1.down",
            "votes-1.1.sideways",
            "votes-1.1.up;",
        ):
            assert how_sorted([chart], asked).applied_to(chart) == chart
