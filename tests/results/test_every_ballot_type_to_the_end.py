"""Ballots of every type, from screens and from papers, to the published files: the right winners, in the right words."""

from __future__ import annotations

import csv
import io
from argparse import Namespace
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from pb.counting import recount_naive
from pb.database import transaction
from pb.pages.results.charts import charts_of
from pb.pages.results.files import published_files
from pb.pages.results.how_counted import how_counted
from pb.pages.results.result_view import published
from pb.pages.results.what_if import OtherCounts, counts_compared
from pb.paper import actions as paper
from pb.paper import queries
from pb.paper.rules import PaperState
from pb.voting.actions import cast
from pb.voting.queries import box_opening_of, frozen_ballot
from pb.voting.rules.ballots_hash import ballots_hash
from pb.web.access import COUNTER, FACILITATOR
from tests.support.makers.papers import counter

#: Project 1 is on most ballots, and there is £1,000: what is counted decides who gets it.
COSTS = [60_000, 70_000, 30_000, 20_000]
ASKED = Namespace(rule=None, satisfaction=None, support=None, lot=None, round=None, order=None)


@dataclass(frozen=True)
class Case:
    """``screens`` and ``papers`` as they are cast and typed; ``faulty``: a paper that the rules do not allow. What comes
    out: ``support`` by project, who is ``funded``, what stands in ``meta``.
    """

    kind: str
    settings: dict
    screens: tuple[dict[int, int], ...]
    papers: dict[str, dict[int, int]]
    faulty: str
    support: dict[int, int]
    funded: set[str]
    meta: dict[str, str]
    how: str = "We added up the points for each project."


CASES = [
    Case(
        "choose", {"min_choices": 1, "max_choices": 2},
        ({1: 1, 2: 1}, {1: 1}), {"1 3": {1: 1, 3: 1}, "4 1": {1: 1, 4: 1}}, "1 2 3",
        {1: 4, 2: 1, 3: 1, 4: 1}, {"1", "4"},
        {"vote_type": "approval", "min_length": "1", "max_length": "2"},
        "We counted the votes for each project.",
    ),
    Case(
        "budget", {"min_choices": 1, "max_choices": 4, "any_number": True},
        ({1: 1, 4: 1}, {1: 1, 3: 1}), {"2 3": {2: 1, 3: 1}, "4 1": {1: 1, 4: 1}}, "1 2",
        {1: 3, 2: 1, 3: 2, 4: 2}, {"1", "4"},
        {"vote_type": "approval", "min_length": "1", "max_sum_cost": "1000"},
        "We counted the votes for each project.",
    ),
    Case(
        "points", {"min_choices": 1, "max_choices": 3, "points_to_share": 12},
        ({1: 1, 2: 9}, {1: 1, 3: 9}), {"2=9 1/1": {1: 1, 2: 9}, "1=1 4=9": {1: 1, 4: 9}}, "1=12 2=1",
        {1: 4, 2: 18, 3: 9, 4: 9}, {"2", "4"},
        {"vote_type": "cumulative", "min_length": "1", "max_length": "3", "max_sum_points": "12"},
    ),
    Case(
        "rank", {"min_choices": 2, "max_choices": 3},
        ({2: 1, 1: 2}, {3: 1, 1: 2}), {"2 3 1": {2: 1, 3: 2, 1: 3}, "4=1 1=2": {4: 1, 1: 2}}, "1=1 2=1",
        {1: 4, 2: 5, 3: 4, 4: 2}, {"2", "3"},
        {"vote_type": "ordinal", "min_length": "2", "max_length": "3"},
        "On each ballot the last choice had 1 point",
    ),
    Case(
        "score", {"min_choices": 1, "max_choices": 4},
        ({1: 1, 2: 5}, {1: 1, 3: 4}), {"2=5 1=1 3=0": {1: 1, 2: 5}, "1=1 4=3": {1: 1, 4: 3}}, "1=6",
        {1: 4, 2: 10, 3: 4, 4: 3}, {"2", "3"},
        {"vote_type": "scoring", "min_length": "1", "max_length": "4", "min_points": "0", "max_points": "5"},
    ),
]  # fmt: skip


def held(make, clock, case: Case, pot_choices: tuple[tuple[int, int], ...] = ()):
    """The round of a case, published: two votes from screens, two papers, and a faulty one that two people set aside."""
    round_ = make.voting_round(
        costs=COSTS,
        pots=len(pot_choices) or 1,
        pot_choices=pot_choices,
        entitlement="vouch",
        ballot_type=case.kind,
        **case.settings,
    )
    team, one, two = (make.staff(role) for role in (FACILITATOR, COUNTER, COUNTER))
    session_ = make.session_at(round_, team)
    for card, choices in zip(make.cards(round_, len(case.screens)), case.screens, strict=True):
        with transaction() as session:
            cast(session, replace(make.vote(round_, card), choices=choices))
    serials = make.papers(session_, 3, 3)
    clock.set(session_.ends_at + timedelta(minutes=1))
    bundle = make.bundle(session_, in_box=3, one=one, two=two)
    typed = dict(zip(serials, (*case.papers, case.faulty), strict=True))
    make.typed(bundle, one, 1, typed)
    make.typed(bundle, two, 2, typed)
    states = {
        each.paper.serial: each.state
        for each in queries.paper_statuses([bundle.id], frozen_ballot(round_.id))[bundle.id]
    }
    assert [states[serial] for serial in serials] == [PaperState.SETTLED, PaperState.SETTLED, PaperState.TO_RULE]
    faulty = make.paper(bundle, serials[2])
    paper.propose_ruling(counter(one), bundle, faulty, reason="unclear", counts=None)
    paper.agree_ruling(counter(two), bundle, faulty)
    assert paper.cast_bundle(counter(one), bundle) == 2
    assert queries.beside_the_entries(round_.id, list(case.papers.values()))["papers"] == "same"
    round_ = make.published(make.fresh(round_))
    clock.set(round_.post_closes_at + timedelta(hours=3))
    return round_


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_votes_from_screens_and_papers_are_counted_explained_and_counted_again(
    app, make, clock, visitor, tmp_path, case
):
    round_ = held(make, clock, case)
    ballots = [*case.screens, *case.papers.values()]
    opening = box_opening_of(round_.id)
    assert opening.ballots_hash == ballots_hash(((ballot.items(), 1) for ballot in ballots), opening.ballots_salt)
    with app.test_request_context():
        result = published(round_.id)
        assert {row.number: row.support for row in result.rows} == case.support
        assert set(result.outcome.funded) == case.funded
        assert how_counted(result.outcome)[0].startswith(case.how)
        votes = next(chart for chart in charts_of(result) if chart.name.startswith("votes"))
        files = published_files(result)
        other = counts_compared(OtherCounts(result))
    assert other.rules[0][0] == f"Most {'votes' if votes_are_counted(case) else 'points'} first (the published rule)"
    _says_what_is_counted(case, votes)
    lines = {line["number"]: line for line in _rows(files["projects.csv"])}
    counted = "votes" if votes_are_counted(case) else "points"
    assert {int(number): int(line[counted]) for number, line in lines.items()} == case.support
    said = [" ".join(f"{number}:{value}" for number, value in sorted(ballot.items())) for ballot in ballots]
    assert [line["choices"] for line in _rows(files["ballots.csv"])] == sorted(said)
    meta, again = _counted_again(tmp_path, files["election.pb"])
    assert set(again["awards"]) == case.funded
    assert {key: meta.get(key) for key in case.meta} == case.meta and ("max_length" in meta) == (
        "max_length" in case.meta
    )
    page = visitor.opens(f"/rounds/{round_.id}/results").main
    assert case.how in page and votes.title in page


def votes_are_counted(case: Case) -> bool:
    return case.kind in ("choose", "budget")


def _says_what_is_counted(case: Case, votes) -> None:
    """The chart's words and table speak of votes where votes are counted, of points where points are."""
    by_votes = votes_are_counted(case)
    said = " ".join([votes.title, votes.sentence, votes.caption, *(name for name, _kind in votes.columns)]).lower()
    assert ("point" in said, "vote" in said) == (not by_votes, by_votes), said


def _rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def _counted_again(folder, data: bytes) -> tuple[dict[str, str], dict]:
    """META of a Pabulib file, and what the second program makes of the file."""
    file = folder / "election.pb"
    file.write_bytes(data)
    meta, _projects, _votes = recount_naive.read_sections(str(file))
    return meta, recount_naive.recount(str(file), ASKED)


def test_each_pot_has_its_own_points_and_its_own_file(app, make, clock, tmp_path):
    case = Case(
        "points", {"min_choices": 1, "max_choices": 4, "points_to_share": 10},
        ({1: 9, 3: 1, 2: 10}, {3: 4, 4: 10}), {"1=2 3=8 2=5": {1: 2, 3: 8, 2: 5}, "3=10": {3: 10}}, "1=6 3=5",
        {}, set(), {},
    )  # fmt: skip
    round_ = held(make, clock, case, pot_choices=((0, 2), (1, 2)))
    with app.test_request_context():
        result = published(round_.id)
        files = published_files(result)
    assert [{row.number: row.support for row in pot.rows} for pot in result.pots] == [{2: 15, 4: 10}, {1: 11, 3: 23}]
    for name, length, funded in (("election-1.pb", None, {"2", "4"}), ("election-2.pb", "1", {"1", "3"})):
        meta, again = _counted_again(tmp_path, files[name])
        assert (meta.get("min_length"), meta["max_length"], meta["max_sum_points"]) == (length, "2", "10")
        assert set(again["awards"]) == funded
    assert result.outcome.funded == ("2", "4", "3", "1")
