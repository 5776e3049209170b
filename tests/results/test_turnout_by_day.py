"""Turnout by day: what is published of it, and that it gives no smaller number away."""

from __future__ import annotations

import csv
import io
import re
from fractions import Fraction

from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from pb.database import db
from pb.pages.results.turnout_charts import days_in_words, turnout_charts
from pb.paper.actions import cast_bundle
from pb.results.queries import facts
from pb.results.rules.groups import LEAST, TurnoutGroup, in_a_row, split, split_of_days
from pb.web.access import Role
from tests.support.makers.papers import counter

DAYS = range(5)
PLACES = ("Abbey", "Bruntsfield", "Craigmillar")
ballots = st.integers(0, 25)
rounds = st.tuples(
    st.dictionaries(st.tuples(st.none(), st.just("online"), st.sampled_from(DAYS)), ballots),
    st.dictionaries(st.tuples(st.sampled_from(PLACES), st.sampled_from(["kiosk", "paper"]), st.sampled_from(DAYS)), ballots),
    st.dictionaries(st.just((None, "post", None)), ballots),
).map(lambda parts: parts[0] | parts[1] | parts[2]).filter(bool)  # fmt: skip


def of_two(cells: dict) -> dict:
    sums: dict = {}
    for (place, channel, _day), n in cells.items():
        sums[place, channel] = sums.get((place, channel), 0) + n
    return sums


@given(rounds)
def test_no_group_of_fewer_than_ten_can_be_worked_out_from_places_channels_and_days(cells):
    """Every published number is a sum over cells; a hidden number is known when it is a combination of those sums."""
    beside, order = split(of_two(cells)), sorted(cells, key=str)
    days = split_of_days(cells, [*DAYS, None], beside)
    published = [[1] * len(order)]
    for view, groups in enumerate((beside.places, beside.channels, days)):
        published += [[int(cell[view] in group.members) for cell in order] for group in groups]
    hidden = [lambda cell, own=own: cell == own for own in order]
    hidden += [lambda cell, own=own, view=view: cell[view] == own[view] for own in order for view in range(3)]
    hidden += [
        lambda cell, own=own, out=out: all(cell[v] == own[v] for v in range(3) if v != out)
        for own in order
        for out in range(3)
    ]
    for belongs in hidden:
        row = [int(belongs(cell)) for cell in order]
        number = sum(cells[cell] for cell in order if belongs(cell))
        assert number >= LEAST or all(row) or rank(published) < rank([*published, row]), (row, days)


def rank(rows) -> int:
    rows, found = [[Fraction(value) for value in row] for row in rows], 0
    for column in range(len(rows[0])):
        pivot = next((r for r in range(found, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for r in range(found + 1, len(rows)):
            factor = rows[r][column] / rows[found][column]
            rows[r] = [a - factor * b for a, b in zip(rows[r], rows[found], strict=True)]
        found += 1
    return found


def test_neighbouring_days_are_put_together_until_they_have_ten_votes():
    assert in_a_row({1: 12, 2: 3, 3: 8, 4: 20, 5: 1}) == (
        TurnoutGroup((1,), 12),
        TurnoutGroup((2, 3), 11),
        TurnoutGroup((4, 5), 21),
    )


def test_a_day_that_would_give_a_small_venue_away_is_told_with_its_neighbour():
    """On Tuesday only the two venues were open: Tuesday less the large one would be the three people of the small
    one.
    """
    cells = {
        (None, "online", "Mon"): 40,
        ("Abbey", "paper", "Tue"): 30,
        ("Dean", "paper", "Tue"): 3,
        ("Leith", "paper", "Wed"): 14,
    }
    beside = split(of_two(cells))
    assert TurnoutGroup(("Abbey",), 30) in beside.places
    told = (TurnoutGroup(("Mon",), 40), TurnoutGroup(("Tue", "Wed"), 47))
    assert split_of_days(cells, ["Mon", "Tue", "Wed"], beside) == told


def test_a_venue_is_not_known_to_who_takes_the_votes_from_home_of_the_day_before():
    """From home 15 a day: Monday less 15 less Heron and Mill would be the 12 of Larch, and so the 7 of Peat on Tuesday."""
    cells = {(None, "online", day): 15 for day in range(5)} | {
        ("Heron", "paper", 0): 6, ("Mill", "paper", 0): 7, ("Larch", "paper", 0): 12,
        ("Peat", "paper", 1): 7, ("Otter", "paper", 1): 13, ("Quarry", "paper", 1): 15, ("Rowan", "paper", 2): 0,
    }  # fmt: skip
    beside = split(of_two(cells))
    assert TurnoutGroup(("Larch", "Peat"), 19) in beside.places or len(beside.places) < 6
    days = [group.members for group in split_of_days(cells, range(5), beside)]
    assert days == [(0, 1, 2), (3,), (4,)]


@given(rounds)
def test_on_no_days_that_are_told_together_did_fewer_than_ten_vote_at_venues(cells):
    for group in split_of_days(cells, [*DAYS, None], split(of_two(cells))):
        here = [n for cell, n in cells.items() if cell[0] and cell[2] in group.members]
        assert not here or sum(here) >= LEAST


def test_a_stretch_of_days_in_words(app):
    assert days_in_words(["2026-07-27"]) == "Monday 27 July"
    assert days_in_words(["2026-07-27", "2026-07-28"]) == "27 and 28 July"
    assert days_in_words(["2026-07-27", "2026-07-28", "2026-07-29"]) == "27 to 29 July"
    assert (
        days_in_words(["2026-07-31", "2026-08-01", ""])
        == "31 July and 1 August, and by post or in a box left for several days"
    )
    assert days_in_words([""]) == "By post, or in a box left for several days"


def test_days_are_named_in_the_language_of_the_reader(app):
    with force_locale("fr"):
        assert days_in_words(["2026-07-27"]) == "lundi 27 juillet"
        assert days_in_words(["2026-07-31", "2026-08-01"]) == "31 juillet and 1 août", (
            "its words for and are not translated yet"
        )


def test_where_all_days_are_equal_none_is_said_to_have_the_fewest(app):
    days = [{"names": [f"2026-05-0{n}"], "ballots": 12} for n in (4, 5)]
    (chart,) = turnout_charts({"ballots": 24, "days": days})
    assert (
        chart.title == "2 days had the most votes: 12 each"
        and chart.sentence == "Votes on paper are shown on the day of their session."
    )


def test_the_chart_does_not_call_one_of_several_equal_days_or_two_venues_the_first(app):
    days = [{"names": [f"2026-05-{n:02d}"], "ballots": ballots} for n, ballots in ((4, 30), (5, 30), (6, 12))]
    places = [{"names": [""], "ballots": 43}, {"names": ["Abbey", "Dean"], "ballots": 29}]
    by_place, by_day = turnout_charts({"ballots": 72, "places": places, "days": days})
    assert by_day.title == "2 days had the most votes: 30 each" and by_day.sentence.startswith(
        "Of the days with votes, Wednesday 6 May had the fewest: 12."
    )
    assert by_place.title == "40% of the votes were cast at venues"
    (mixed,) = turnout_charts(
        {"ballots": 30, "places": [{"names": ["Abbey"], "ballots": 18}, {"names": ["", "Dean"], "ballots": 12}]}
    )
    assert mixed.title == "Busiest venue: Abbey, with 18 of 30 votes" and "%" not in mixed.sentence, (
        "home is not told apart"
    )


def test_the_page_and_the_file_tell_the_votes_of_each_day(make, visitor, clock):
    clock.set("2026-05-04 11:00")
    round_ = make.voting_round()
    make.cast(round_, *[(1,)] * 12)
    clock.set("2026-05-05 11:00")
    make.published(round_, *[(2,)] * 36)
    page = visitor.opens(f"/rounds/{round_.id}/results")
    table = page.tables["Votes by day"]
    assert table[1:] == [["26 April to 4 May", "12", "25%"], ["Tuesday 5 May", "36", "75%"]]
    assert "Tuesday 5 May had the most votes: 36" in page.headings
    assert (
        "Of the days with votes, 26 April to 4 May had the fewest: 12." in page.main
        and "Days with few votes are added together" in page.main
    )
    data = visitor.downloads(f"/rounds/{round_.id}/results/files/turnout.csv").get_data().decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(data, newline="")) if row["split"] == "day"]
    assert [(row["group"], row["votes"]) for row in rows] == [("26 April to 4 May", "12"), ("Tuesday 5 May", "36")]


def test_turnout_is_read_in_the_order_in_which_a_cast_takes_the_tables(make):
    """PostgreSQL locks tables in the order of the FROM; another one, and the box and a reader could wait for each
    other.
    """
    read: list[str] = []
    round_ = make.voting_round()
    event.listen(db.engine, "before_cursor_execute", lambda _c, _cursor, statement, *_rest: read.append(statement))
    make.published(round_, (1,), (2,))
    tables = [
        re.findall(r"(?:FROM|JOIN) (\w+)", sql) for sql in read if "turnout.cast_on" in sql and "voting_session" in sql
    ]
    assert tables == [["voting_right", "turnout", "voting_session"]]


def test_a_paper_counts_for_the_day_of_its_session_and_not_for_the_day_on_which_it_was_typed(make, visitor, clock):
    clock.set("2026-05-04 11:00")
    round_ = make.voting_round(entitlement="vouch")
    make.cast(round_, *[(2,)] * 12)
    clock.set("2026-05-05 11:00")
    team, typists = make.staff(Role.FACILITATOR), [make.staff(Role.COUNTER, declared_in=round_) for _ in range(2)]
    voting_session = make.session_at(round_, team, venue="Abbey Lunch Club")
    serials = make.papers(voting_session, printed=12, issued=12)
    clock.set("2026-05-07 11:00")
    bundle = make.bundle(voting_session, in_box=12, one=typists[0], two=typists[1])
    for pass_number, typist in enumerate(typists, start=1):
        make.typed(bundle, typist, pass_number, dict.fromkeys(serials, "1"))
    cast_bundle(counter(typists[0]), bundle)
    make.published(round_, *[(3,)] * 16)
    table = visitor.opens(f"/rounds/{round_.id}/results").tables["Votes by day"]
    assert table[1:] == [
        ["26 April to 4 May", "12", "30%"],
        ["Tuesday 5 May", "12", "30%"],
        ["6 and 7 May", "16", "40%"],
    ]


def test_where_people_could_vote_and_nobody_did_is_in_the_groups_as_where_few_did(make):
    """Else a reader would know of all who came to a session, or have a card, that they did not vote."""
    round_ = make.voting_round(projects=2, entitlement="vouch")
    make.cards(round_, 3)
    team = make.staff(Role.FACILITATOR, declared_in=round_)
    with_tablet, with_papers, neither = (
        make.session_at(round_, team, venue=name) for name in ("Abbey", "Dean", "Leith")
    )
    make.kiosk(with_tablet)
    make.papers(with_papers, 2, 0)
    cells = facts.ballots_by_cell(make.fresh(round_))
    assert {cell[:2] for cell in cells} == {
        (None, "online"), (with_tablet.venue_id, "kiosk"), (with_papers.venue_id, "paper")
    }  # fmt: skip
    assert not cells.total() and neither.venue_id not in {cell[0] for cell in cells}
