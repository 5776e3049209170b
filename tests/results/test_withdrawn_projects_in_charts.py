"""What charts say of a project that was withdrawn, of one that is funded in part, and of one that had no turn."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pb.charts.pictures import Chart
from pb.counting import Election, ElectionProject, Rulebook, count
from pb.pages.results.charts import charts_of
from pb.pages.results.evening import _of_project
from pb.pages.results.result_view import Result
from pb.pages.results.tables import of_projects
from tests.support.counting.elections import LOT

# A (4 votes) was withdrawn. B (3) £500 of £1,000; C (2) costs £700 and gets the £500 left; D (1) costs £200; nobody chose E.
PROJECTS = [
    ElectionProject("1", 1, 600_00, name="A", withdrawn=True),
    ElectionProject("2", 2, 500_00, name="B"),
    ElectionProject("3", 3, 700_00, 300_00, name="C"),
    ElectionProject("4", 4, 200_00, name="D"),
    ElectionProject("5", 5, 50_00, name="E"),
]
BALLOTS = [(["1", "2"], 2), (["1", "2", "3"], 1), (["1", "3"], 1), (["4"], 1)]


def result_of(rulebook: Rulebook) -> Result:
    lines = {p.id: SimpleNamespace(number=p.number, title=p.name, cost_pence=p.cost) for p in PROJECTS}
    outcome = count(Election.of(PROJECTS, BALLOTS, "choose", 1_000_00), rulebook, LOT)
    return Result(SimpleNamespace(id=1, name="R"), None, SimpleNamespace(votes=5), outcome, lines)


@pytest.fixture
def charts(app, monkeypatch):
    monkeypatch.setattr("pb.pages.results.charts.choices_of", lambda _result: {})
    monkeypatch.setattr("pb.pages.results.charts.earlier_rounds", lambda _result: None)
    with app.test_request_context():
        return {each.name: each for each in charts_of(result_of(Rulebook(part_funding=True)))}


def bare(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def bars(chart: Chart) -> dict[str, str]:
    return {bare(bar.label): bar.note for picture in chart.pictures for bar in picture.bars}


def test_among_the_votes_it_is_named_as_withdrawn(charts):
    votes = charts["votes-1"]
    assert bars(votes)["1. A"] == "4 · withdrawn" and bars(votes)["4. D"] == "1 · not funded"
    assert {bare(row[0]): row[2] for row in votes.rows}["1. A"] == "Withdrawn"
    assert {bare(row[0]): row[2] for row in votes.values}["1. A"] == "Withdrawn"
    assert "Of the projects not funded, “D” has the most: 1 vote." in bare(votes.sentence)
    assert bare(votes.sentence).endswith("“A” was withdrawn and could not be funded.")


def test_it_has_no_turn_with_the_money(charts):
    money = charts["money-1"]
    assert bars(money) == {
        "2. B": "gets £500, £1,000 was left",
        "3. C": "gets £500, £500 was left",
        "4. D": "costs £200, £200 too little was left",
        "5. E": "costs £50, not funded",
    }
    assert [bare(row[0]) for row in money.rows] == [*bars(money)]
    assert money.rows[3][2] == "It had no turn" and money.values[3][2] == "", "nobody chose it"
    assert money.pictures[0].cut == (1, "The money ran short here. Below this line no project is funded in full.")
    assert "“A” was withdrawn" in bare(money.sentence)


def test_who_is_funded_in_part_is_counted_with_those_that_cost_more_than_was_left(charts):
    assert (
        "2 projects cost more than was left when their turn came. One of them gets a part of its cost."
        in charts["money-1"].sentence
    )


def test_it_did_not_nearly_win(charts):
    nearly = charts["nearly-1"]
    assert {bare(row[0]) for row in nearly.rows} == {"4. D", "5. E"} == set(bars(nearly))
    assert "any number" not in nearly.sentence and "“A” was withdrawn" in bare(nearly.sentence)
    assert "With so many more votes a project would have got money, if nothing else had changed." in nearly.sentence


def test_a_table_says_that_it_was_withdrawn_and_not_that_it_lost(app):
    decided = [(row[3], row[7]) for row in of_projects(result_of(Rulebook(part_funding=True))).rows]
    assert dict(decided) == {
        "A": "withdrawn", "B": "funded", "C": "part-funded", "D": "not-funded", "E": "not-funded"
    }  # fmt: skip


def test_a_hall_hears_that_it_was_withdrawn(app):
    with app.test_request_context():
        result = result_of(Rulebook(part_funding=True))
        (pot,) = result.pots
        told = {row.number: _of_project(result, pot, row).decided for row in pot.rows}
    assert told[1] == "Withdrawn." and told[4] == "Not funded." and told[3] == "Funded in part: £500."


def test_the_line_is_drawn_for_no_withdrawn_project(app):
    """Pot £1,000, without part funding: B is funded, C does not fit, and D does; A alone never draws the line."""
    with app.test_request_context():
        (pot,) = result_of(Rulebook()).pots
        assert [row.number for row in pot.rows][pot.cut] == 3
