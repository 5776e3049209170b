"""Screens of acts of two that the demo's round does not come to: each is opened on a phone and checked as a page."""

from __future__ import annotations

from datetime import timedelta

from pb.paper.actions import print_batch
from pb.rounds import actions as rounds
from pb.voting.queries import frozen_ballot
from pb.web.access import Actor, Role
from tests.support import browser
from tests.support.makers.voting import COMMAND


def test_cards_that_went_out_and_a_decision_that_is_undone(make, new_browser_visitor):
    round_ = make.voting_round()
    make.cards(round_, 6)
    make.counted_stack(round_, 4, 6, back="6")
    ina, hugh = (make.account(Role.STEERING) for _ in range(2))
    project = frozen_ballot(round_.id).lines[0].project_id
    decision = rounds.propose_withdrawal(Actor(ina.id, Role.STEERING), round_, project, "The group has folded.")
    rounds.agree_to(Actor(hugh.id, Role.STEERING), decision)
    member = new_browser_visitor(browser.PHONE).signed_in_as(ina)
    here = f"/rounds/{round_.id}"
    assert "The library" in member.opens(f"{here}/cards/stacks/4").text
    member.opens(f"{here}/decisions")
    assert "Project number 1" in member.opens(f"{here}/decisions/{decision.id}/undo").text


def test_papers_that_nobody_can_account_for(make, clock, new_browser_visitor):
    round_ = make.voting_round()
    batch = print_batch(COMMAND, round_.id, None, 2)
    clock.set(round_.post_closes_at + timedelta(hours=1))
    member = new_browser_visitor(browser.PHONE).signed_in_as(make.account(Role.STEERING))
    here = f"/rounds/{round_.id}/after-close/resolutions"
    member.opens(here)
    assert "2 papers" in member.opens(f"{here}/batch/{batch.id}").text


def test_all_ballots_are_counted_again(make, clock, new_browser_visitor):
    round_ = make.signed(make.counted(make.opened_box(make.voting_round(least_alike=2), *[(1, 2)] * 12, (3,))))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    member = new_browser_visitor(browser.PHONE).signed_in_as(make.account(Role.STEERING))
    member.opens(f"/rounds/{round_.id}/after-close/count").follows("Count all the ballots again")
    assert "What the program printed" in member.text
