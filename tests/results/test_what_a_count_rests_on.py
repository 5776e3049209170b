"""What goes into a count and out of it, to the letter: a count and its signatures outlive an update of the program."""

from __future__ import annotations

import hashlib
import json

from pb.pages.results.charts import charts_of
from pb.pages.results.files import published_files
from pb.pages.results.result_view import published
from pb.paper.actions import cast_bundle, submit_ballot_paper_account
from pb.paper.rules import PaperCounts
from pb.results.queries.counts import latest_count, publication_of
from pb.results.queries.facts import published_facts_of
from pb.roles import Actor, Role
from pb.voting.queries import box_opening_of
from tests.support.makers.papers import SEAL, counted, counter
from tests.support.makers.results import DIGITS


def plainly(value) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def test_the_hash_of_all_that_goes_into_a_count_is_the_one_that_is_written_down(make):
    """Were another name or order used after an update, every stored count would be out of date."""
    round_ = make.published(make.voting_round(projects=2, costs=[30_000, 40_000]), (1, 2), (1,))
    salt = box_opening_of(round_.id).ballots_salt
    ballots = hashlib.sha256(f"{salt}\n1:1\n1:1 2:1".encode()).hexdigest()
    silent = dict.fromkeys(("satisfaction", "support", "min_support", "min_support_percent", "add_one_step"))
    inputs = {
        "rulebook": {
            **silent,
            "rule": "most-votes",
            "tie_rule": "cost-then-lot",
            "exclusions": [],
            "part_funding": False,
            "fund_without_votes": False,
        },
        "projects": [[1, 30_000, None, None, False], [2, 40_000, None, None, False]],
        "budgets": [[None, 100_000]],
        "lot": [str(round_.id), DIGITS],
        "ballots": ballots,
    }
    assert latest_count(round_.id).inputs_hash == hashlib.sha256(plainly(inputs).encode()).hexdigest()


def test_published_facts_are_written_in_one_way_only(make):
    """So that their hash in the record can be worked out from what they say."""
    facts = publication_of(make.published(make.voting_round(), (1,), (2,)).id).facts
    again = json.dumps(json.loads(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert facts == again and list(json.loads(facts)) == sorted(json.loads(facts))


def test_the_file_says_how_many_projects_a_ballot_could_name(make):
    round_ = make.published(make.voting_round(min_choices=1, max_choices=4), (1,), (2, 3))
    lines = published_files(published(round_.id))["election.pb"].decode().splitlines()
    assert {"min_length;1", "max_length;4"} <= set(lines)
    points = make.published(make.voting_round(ballot_type="points", min_choices=1, max_choices=4), (1,), (2,))
    lines = published_files(published(points.id))["election.pb"].decode().splitlines()
    assert {"min_length;1", "max_length;4"} <= set(lines)


def test_the_line_of_the_votes_needed_is_drawn_up_to_the_longest_bar(make):
    """1 has 3 votes, 2 two, 3 and 4 one each. Pot £1,000: with one vote needed 1 and 3 fit."""
    ballots = (1, 2), (1, 2), (1, 3), (4,)
    for needed, drawn in ((3, "3 votes needed"), (1, None)):
        costs = [60_000, 50_000, 10_000, 45_000]
        round_ = make.published(make.voting_round(projects=4, costs=costs, min_support_votes=needed), *ballots)
        chart = charts_of(published(round_.id))[0]
        assert (chart.pictures[0].least and chart.pictures[0].least[1]) == drawn
        assert ("A project needed at least 3 votes." in chart.sentence) == bool(drawn)
    assert "Of the funded projects, “Project number 3” has the fewest: 1 vote." in chart.sentence
    assert "Of the projects not funded, “Project number 2” has the most: 2 votes." in chart.sentence


def test_votes_that_nobody_got_are_said_where_no_line_can_show_them(make):
    round_ = make.published(make.voting_round(projects=2, min_support_votes=3), (1,), (2,))
    chart = charts_of(published(round_.id))[0]
    assert chart.pictures[0].least is None and "A project needed at least 3 votes." in chart.sentence


def test_projects_that_are_all_level_are_not_said_to_have_the_fewest(make):
    chart = charts_of(published(make.published(make.voting_round(projects=2), (1, 2), (1, 2)).id))[0]
    assert chart.sentence == "Both projects are funded."


def test_the_rights_of_a_round_are_its_own(make):
    """Three papers went out and two came back in one round; four went out and two came back in the other."""
    host, one, two = (make.staff(role) for role in (Role.FACILITATOR, Role.COUNTER, Role.COUNTER))
    round_, other = (make.voting_round(entitlement="vouch") for _ in range(2))
    elsewhere = make.session_at(other, host)
    make.papers(elsewhere, 4, 4)
    figures = PaperCounts(4, 4, 0, 0, 2)
    submit_ballot_paper_account(
        Actor(host.id, Role.FACILITATOR), elsewhere, figures, heads=counted(elsewhere, figures), seal=SEAL
    )
    make.cast(other, *[(1,)] * 5)
    here = make.session_at(round_, host)
    serials = make.papers(here, 3, 3)
    bundle = make.bundle(here, in_box=2, one=one, two=two)
    for pass_number, who in ((1, one), (2, two)):
        make.typed(bundle, who, pass_number, dict.fromkeys(serials[:2], "1"))
    cast_bundle(counter(one), bundle)
    make.published(round_, (1,), (2,), (3,))
    rights = published_facts_of(make.fresh(round_), latest_count(round_.id))["rights"]
    assert (rights["codes"], rights["cast"], rights["taken_away"], rights["spoiled"]) == (3, 5, 1, 0)
