"""What a round that was abandoned does not promise any more, and who can turn the proposal down."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.database import db
from pb.programme.queries.letters import receivers
from pb.programme.queries.overview import on_now
from pb.programme.rules.letters import KINDS
from pb.refusals import Refusal
from pb.roles import COORDINATOR, FACILITATOR, STEERING
from pb.rounds import actions
from pb.rounds.models import Round
from pb.rounds.rules.sentences import ROUND_IS_ABANDONED
from pb.venues.queries import staffed
from pb.voting.actions import issue_cards
from pb.voting.actions.card_orders import order_cards
from pb.voting.actions.cast import refusal_of_vote
from pb.voting.actions.group_commit import cast_vote
from pb.voting.queries.online_votes import online_votes
from tests.support.large.walk import queries
from tests.support.makers.voting import COMMAND


def given_up(make, round_: Round) -> Round:
    decision = actions.propose_abandoning(make.actor(COORDINATOR), round_, "The money was withdrawn.")
    actions.agree_to_abandon(make.actor(STEERING), decision)
    return db.session.get_one(Round, round_.id)


def test_nobody_is_led_to_vote_and_no_letter_invites_anybody(make, visitor, clock):
    round_ = make.voting_round(projects=2)
    make.session_at(round_, make.staff(FACILITATOR))
    assert online_votes().is_open and receivers(round_, "vote_dates") and staffed(round_.voting_opens_at)
    ended = given_up(make, round_)
    assert online_votes() == (False, None, False) and staffed(ended.voting_opens_at) == []
    assert [receivers(ended, kind) for kind in KINDS] == [[] for _ in KINDS]
    assert [each.round.id for each in on_now()] == [ended.id]
    clock.set(ended.post_closes_at + timedelta(minutes=1))
    assert on_now() == [] and online_votes() == (False, None, False)
    assert "The result will be on this site" not in visitor.opens("/vote").text


def test_a_draft_gets_no_letters(make):
    draft = actions.make_round(make.actor(COORDINATOR), make.settings(name="Autumn"), draft=True)
    assert [receivers(draft, kind) for kind in KINDS] == [[] for _ in KINDS]


def test_no_cards_are_made_not_even_by_a_command(make):
    ended = given_up(make, make.voting_round(projects=1))
    for attempt in (
        lambda: issue_cards(COMMAND, ended, 1),
        lambda: order_cards(make.actor(COORDINATOR), ended, 1, ""),
    ):
        with pytest.raises(Refusal, match="was abandoned"):
            attempt()


def test_another_turns_the_proposal_down_but_nobody_who_only_helps_and_no_other_decision(make):
    round_ = make.voting_round(projects=2)
    decision = actions.propose_abandoning(make.actor(COORDINATOR), round_, "We have no time.")
    with pytest.raises(Refusal, match="in your role"):
        actions.withdraw_abandoning(make.actor(FACILITATOR), decision)
    actions.withdraw_abandoning(make.actor(STEERING), decision)
    other = actions.propose_extension(
        make.actor(STEERING),
        db.session.get_one(Round, round_.id),
        round_.voting_closes_at,
        round_.post_closes_at + timedelta(days=1),
        "The post is slow.",
    )
    with pytest.raises(Refusal, match="another kind of decision"):
        actions.withdraw_abandoning(make.actor(COORDINATOR), other)


def test_a_vote_on_its_way_reads_that_the_round_has_ended_and_one_that_is_in_has_its_receipt(make):
    round_ = make.voting_round(projects=1)
    one, two = (make.vote(round_, card, 1) for card in make.cards(round_, 2))
    receipt = cast_vote(one)
    given_up(make, round_)
    with pytest.raises(Refusal, match=str(ROUND_IS_ABANDONED)):
        cast_vote(two)
    assert cast_vote(one) == receipt


def test_a_vote_asks_the_database_nothing_before_its_turn(app, make):
    round_ = make.voting_round(projects=2)
    vote = make.vote(round_, make.cards(round_, 1)[0], 1)
    with queries(app) as sent:
        assert refusal_of_vote(vote) is None
    assert sent == []
