"""Two members take all ballots, count them again on their own computers, and say on the page what came out."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from pb.counting import Outcome
from pb.results.queries.counts import latest_count, recounts_of
from pb.web.access import Role
from tests.support.makers.people import PASSWORD


@pytest.fixture
def round_(make, clock):
    round_ = make.signed(make.counted(make.opened_box(make.voting_round(least_alike=2), *[(1, 2)] * 12, (3,))))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    return round_


def printed(round_) -> str:
    return json.dumps({"awards": Outcome.from_json(latest_count(round_.id).outcome).awards, "rule": "most-votes"})


def counts_again(member, here: str, result: str):
    member.opens(f"{here}/count")
    member.follows("Count all the ballots again")
    member.presses("Take a copy of all the ballots")
    member.opens(f"{here}/recount")
    return (
        member.types("What the program printed", result).types("Your password", PASSWORD).presses("Compare the results")
    )


def test_two_members_count_again_and_the_result_names_them(make, new_visitor, round_):
    here = f"/rounds/{round_.id}/after-close"
    coordinator = new_visitor().signed_in_as(make.account(Role.COORDINATOR))
    assert "Two steering group members must count all the ballots again" in coordinator.opens(here).main
    page = coordinator.opens("/dashboard")
    assert "Count all the ballots again" in page.main and "Publish the result" not in page.main
    page = coordinator.opens(f"{here}/count")
    assert "Publish the result now" not in page.buttons
    assert (
        "13 ballots will be published only as totals" in page.main and "Count all the ballots again" not in page.links
    )
    for name in ("Ann", "Bob"):
        member = new_visitor().signed_in_as(make.account(Role.STEERING, name=name))
        assert "Thank you. You got the same result." in counts_again(member, here, printed(round_)).main
        assert "You have counted the ballots again" in member.opens(f"{here}/recount").main
    coordinator.opens(f"{here}/count")
    page = coordinator.presses("Publish the result now")
    assert (
        "Not everyone can count these votes again, so steering group members did it" in page.main
        and "withheld.csv" in page.main
    )
    assert "Counted again" in page.main and "recount_naive" not in page.main
    assert "There is nothing to do here" in member.opens(f"{here}/recount").main


def test_taking_the_ballots_stands_in_the_record(make, new_visitor, round_):
    member = new_visitor().signed_in_as(make.account(Role.STEERING, name="Ann"))
    member.opens(f"/rounds/{round_.id}/after-close/recount")
    page = (
        member.types("What the program printed", printed(round_))
        .types("Your password", PASSWORD)
        .presses("Compare the results")
    )
    assert page.status == 422 and "Take all the ballots first" in page.main, "nobody copies what they saw on the page"
    member.opens(f"/rounds/{round_.id}/after-close/recount")
    file = member.presses("Take a copy of all the ballots")
    assert file.status == 200
    assert "took a copy of all the ballots, to count them again" in member.opens("/record").main


def test_another_result_and_what_is_no_result_are_refused_and_not_lost(make, new_visitor, round_):
    here = f"/rounds/{round_.id}/after-close"
    member = new_visitor().signed_in_as(make.account(Role.STEERING))
    page = counts_again(member, here, "I counted by hand")
    assert (
        page.status == 422 and "This is not what the program prints." in page.main and "I counted by hand" in page.html
    )
    page = counts_again(member, here, '{"awards": {"1": 5}}')
    assert page.status == 422 and "This is not the result of the count here." in page.main
    assert "awards" in page.html
    assert recounts_of(latest_count(round_.id)) == []


def test_a_round_that_publishes_every_ballot_has_nothing_to_count_again(make, new_visitor, clock):
    round_ = make.counted(make.opened_box(make.voting_round(), (1,)))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    member = new_visitor().signed_in_as(make.account(Role.STEERING))
    assert "Count all the ballots again" not in member.opens(f"/rounds/{round_.id}/after-close/count").main
    assert "There is nothing to do here" in member.opens(f"/rounds/{round_.id}/after-close/recount").main
