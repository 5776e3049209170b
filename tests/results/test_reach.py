"""Sessions, people counted and votes by place: in the groups of the turnout, people in tens, and nothing where a place is told
together with home.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from pb.pages.results.chart_tables import how_sorted
from pb.pages.results.charts import charts_of
from pb.pages.results.reach_chart import reach_chart
from pb.pages.results.result_view import published
from pb.paper import actions as desk
from pb.paper.rules import PaperCounts
from pb.results.queries.of_sessions import published_reach
from pb.roles import FACILITATOR, Actor
from pb.venues.rules.heads import Heads

ALONE = {"names": ["Abbey"], "sessions": 2, "heads": {"least": 40, "most": 49}, "votes": 31}
TOGETHER = {"names": ["Dean", "Leith"], "sessions": 2, "heads": None, "votes": 12}
FEW = {"names": ["Muir"], "sessions": 1, "heads": {"least": 1, "most": 9}, "votes": 12}


@pytest.fixture
def sessions(make):
    """At Abbey 13 people were counted, at Ashby 4, at Dean 2; at Leith nobody counted."""
    round_ = make.voting_round(projects=2, entitlement="vouch")
    one, two, three = (make.staff(FACILITATOR, declared_in=round_) for _ in range(3))
    for venue, heads in (("Abbey", 13), ("Ashby", 4), ("Dean", 2), ("Leith", None)):
        session = make.session_at(round_, one, two, three, venue=venue)
        make.kiosk(session)
        counted = Heads(heads, "Nan, the host") if heads is not None else None
        desk.submit_ballot_paper_account(
            Actor(two.id, FACILITATOR), session, PaperCounts(0, 0, 0, 0, 0), "We counted twice.", counted
        )
    return round_


def test_people_are_added_up_in_the_groups_of_the_turnout(sessions):
    groups = [(["Abbey", "Ashby"], 31), (["Dean"], 11), (["Leith"], 10), (["", "Muir"], 12)]
    turnout = {"places": [{"names": names, "ballots": n} for names, n in groups]}
    assert published_reach(sessions.id, turnout)["reach"] == [
        {"names": ["Abbey", "Ashby"], "sessions": 2, "heads": {"least": 10, "most": 19}, "votes": 31},
        {"names": ["Dean"], "sessions": 1, "heads": {"least": 1, "most": 9}, "votes": 11},
        {"names": ["Leith"], "sessions": 1, "heads": None, "votes": 10},
    ]
    together = {"places": [{"names": ["Abbey", "Leith"], "ballots": 41}, {"names": ["", "Dean"], "ballots": 11}]}
    assert published_reach(sessions.id, together)["reach"] == [
        {"names": ["Abbey", "Leith"], "sessions": 2, "heads": None, "votes": 41}
    ], "where nobody counted at one of them, their sum would be too small"
    assert published_reach(sessions.id, {"places": [{"names": [""], "ballots": 9}]}) == {}


def test_title_sentence_rows_and_bars_say_the_same(app):
    with app.test_request_context():
        chart = reach_chart([TOGETHER, ALONE, FEW])
        assert chart.title == "Abbey had the most votes for each session: 15.5"
        assert chart.sentence.startswith("At the places here, 55 votes were cast in 5 sessions. The people who came")
        assert chart.rows == (
            ("Abbey", "2", "40 to 49", "31", "15.5"),
            ("Muir", "1", "fewer than 10", "12", "12.0"),
            ("Dean and Leith", "2", "Not counted", "12", "6.0"),
        )
        assert [row[1:] for row in chart.values] == [(2, 40, 31, "15.5"), (1, 0, 12, "12.0"), (2, "", 12, "6.0")]
        assert [(bar.value, bar.note) for bar in chart.pictures[0].bars] == [
            (16, "15.5 a session · 31 votes"), (12, "12.0 a session · 12 votes"), (6, "6.0 a session · 12 votes"),
        ]  # fmt: skip
        by_people = how_sorted([chart], "reach.2.down").applied_to(chart)
        assert [row[2] for row in by_people.rows] == ["40 to 49", "fewer than 10", "Not counted"]
        nobody = reach_chart([FEW | {"names": ["Dean"], "heads": None}, FEW | {"heads": None}])
        assert nobody.title == "Several places had the most votes for each session: 12"
        assert "The people who came" not in nobody.sentence
        assert reach_chart([ALONE]) is None and reach_chart([]) is None, "nothing to compare"


def test_it_stands_with_the_turnout_and_can_be_taken_home(app, make, visitor, clock, monkeypatch):
    round_ = make.published(make.voting_round(projects=3), (1,), (2,))
    result = published(round_.id)
    with_reach = replace(result, facts={**result.facts, "reach": [ALONE, TOGETHER]})
    for page in ("result", "chart_files"):
        monkeypatch.setattr(f"pb.pages.results.{page}.published", lambda *_: with_reach)
    with app.test_request_context():
        assert charts_of(with_reach)[-1].name == "reach"
    page = visitor.opens(f"/rounds/{round_.id}/results")
    assert page.tables["Sessions, people and votes by place"][1] == ["Abbey", "2", "40 to 49", "31", "15.5"]
    table = visitor.downloads(f"/rounds/{round_.id}/results/charts/reach.csv").get_data().decode("utf-8-sig")
    assert table.splitlines()[1] == "Abbey,2,40,31,15.5"
