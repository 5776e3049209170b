"""What one person has begun waits for another on the dashboard in every phase, and what is not due yet is not asked for."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from pb.paper import actions as paper
from pb.paper.actions.resolutions import propose_resolution
from pb.paper.rules.resolutions import ResolutionChoice
from pb.people.actions import agree_to_release, declare_interest, propose_release
from pb.programme.queries.chores import chores_of
from pb.programme.rules.chores import Chore, ChoreKind
from pb.projects import actions as projects
from pb.projects.queries import ballot_lines
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.refusals import Refusal
from pb.voting import actions as voting
from pb.voting.queries.card_account import stacks_of
from tests.support.makers.projects import WORDS
from tests.support.team import Team

SENT_OUT = ResolutionChoice("explain", "sent_out")
DESTROYED = ResolutionChoice("explain", "destroyed")


@pytest.fixture
def team(make, clock):
    return Team(make, clock)


def of_kind(round_, *kinds: ChoreKind) -> list[Chore]:
    return [each for each in chores_of(round_, 0) if each.kind in kinds]


NUMBERS = (ChoreKind.PROPOSE_RESOLUTION, ChoreKind.AGREE_RESOLUTION)


def test_papers_of_the_post_are_not_asked_for_before_the_last_post_but_a_proposal_is(team, new_visitor):
    round_ = team.voting()
    batch = paper.print_batch(team.actor("Morag"), round_.id, None, 2)
    assert of_kind(round_, *NUMBERS) == []
    address = f"/rounds/{round_.id}/after-close/resolutions"
    morag = new_visitor().signed_in_as(team.people["Morag"])
    page = morag.opens(address)
    assert "There is nothing to decide now" in page.main and "Not due yet Nobody" not in page.main
    assert page.main.index("Not due yet") < page.main.index("2 papers were printed and have not come back")
    propose_resolution(team.actor("Ann"), round_.id, "batch", batch.id, SENT_OUT)
    (waiting,) = of_kind(team.fresh(round_), *NUMBERS)
    assert (waiting.kind, waiting.besides) == (ChoreKind.AGREE_RESOLUTION, {team.people["Ann"].id})
    asked = "Check what was proposed about the numbers of the post, and agree if it is right"
    assert asked in morag.opens("/dashboard").links
    page = morag.opens(address)
    assert "Not due yet" not in page.main and "I agree" in str(page.buttons)


def test_spare_papers_have_words_of_their_own_and_were_sent_to_nobody(team, new_visitor):
    round_ = team.voting()
    batch = paper.print_batch(team.actor("Morag"), round_.id, None, 4, spare=True)
    with pytest.raises(Refusal, match="Choose one of the answers"):
        propose_resolution(team.actor("Ann"), round_.id, "batch", batch.id, SENT_OUT)
    page = (
        new_visitor()
        .signed_in_as(team.people["Morag"])
        .opens(f"/rounds/{round_.id}/after-close/resolutions/batch/{batch.id}")
    )
    assert page.heading == "What should happen: Spare papers"
    assert "The papers were not used, and we have destroyed them" in page.main and "sent to voters" not in page.main
    propose_resolution(team.actor("Ann"), round_.id, "batch", batch.id, DESTROYED)
    (waiting,) = of_kind(team.fresh(round_), *NUMBERS)
    assert str(waiting.where) == "the spare papers"


def test_cards_that_one_person_counted_during_the_vote_wait_for_another(team):
    round_ = team.voting()
    team.make.cards(round_, 4)
    voting.send_out_cards(team.actor("Morag"), round_, 1, 4, "the lunch club")
    kinds = (ChoreKind.COUNT_STACK, ChoreKind.CONFIRM_STACK)
    assert of_kind(team.fresh(round_), *kinds) == [], "nobody has to begin before the close"
    voting.count_stack(team.actor("Morag"), stacks_of(round_.id)[0], 4, "", "")
    assert [each.kind for each in of_kind(team.fresh(round_), *kinds)] == [ChoreKind.CONFIRM_STACK]


def test_cards_that_nobody_says_went_anywhere_are_work_once_the_vote_has_closed(team, clock, new_visitor):
    round_ = team.voting()
    team.make.cards(round_, 5)
    voting.send_out_cards(team.actor("Morag"), round_, 1, 2, "the lunch club")
    assert of_kind(team.fresh(round_), ChoreKind.PLACE_CARDS) == []
    clock.set(round_.post_closes_at + timedelta(hours=1))
    (waiting,) = of_kind(team.fresh(round_), ChoreKind.PLACE_CARDS)
    assert waiting.number == 3
    page = new_visitor().signed_in_as(team.people["Morag"]).opens("/dashboard")
    assert "Write down where 3 voting cards went" in page.main
    voting.send_out_cards(team.actor("Morag"), round_, 3, 5, "the library")
    assert of_kind(team.fresh(round_), ChoreKind.PLACE_CARDS) == []


def test_a_text_waits_for_its_second_person_while_groups_apply(team, make):
    round_ = team.declared(make.applying_round())
    project = make.eligible(round_)
    projects.write_ballot_text(team.actor("Ina"), project, BallotTextChange(title="A day by the water", body=WORDS))
    (waiting,) = of_kind(team.fresh(round_), ChoreKind.CHECK_TEXTS)
    assert (waiting.number, waiting.besides) == (1, {team.people["Ina"].id})
    projects.approve_ballot_text(team.actor("Hugh"), project)
    assert of_kind(team.fresh(round_), ChoreKind.CHECK_TEXTS) == []


def test_a_release_from_an_interest_waits_for_whoever_may_agree_to_it(team, new_visitor):
    round_ = team.voting()
    project_id = ballot_lines(round_.id)[0].project_id
    held = {"round_id": round_.id, "project_id": project_id}
    declare_interest(team.actor("Hugh"), **held, description="I sing there.")
    release = propose_release(team.actor("Ina"), team.people["Hugh"], **held, reason="He has left the choir.")
    (waiting,) = of_kind(team.fresh(round_), ChoreKind.AGREE_RELEASE)
    assert waiting.people == {team.people[name].id for name in ("Morag", "Jo")}
    said = "Decide whether Hugh is released from an interest"
    for name, is_asked in (("Morag", True), ("Jo", True), ("Hugh", False), ("Ina", False)):
        page = new_visitor().signed_in_as(team.people[name]).opens("/dashboard")
        assert bool(re.search(rf"{said}.{{0,90}}?Do this next", page.main)) == is_asked, (name, page.main)
    agree_to_release(team.actor("Jo"), release, round_id=round_.id)
    assert of_kind(team.fresh(round_), ChoreKind.AGREE_RELEASE) == []


def test_of_a_release_that_a_coordinator_proposed_a_member_is_the_second(team):
    round_ = team.voting()
    project_id = ballot_lines(round_.id)[0].project_id
    held = {"round_id": round_.id, "project_id": project_id}
    declare_interest(team.actor("Ann"), **held, description="I sing there.")
    propose_release(team.actor("Morag"), team.people["Ann"], **held, reason="She has left.")
    (waiting,) = of_kind(team.fresh(round_), ChoreKind.AGREE_RELEASE)
    assert waiting.people == {team.people[name].id for name in ("Ina", "Hugh", "Jo")}
