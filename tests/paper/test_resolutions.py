"""What two people decide about what does not add up: proposed by one, agreed by another, once, about what is still so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.edits import NothingChanged
from pb.paper import actions
from pb.paper.models import Resolution
from pb.paper.queries import gaps
from pb.paper.rules.resolutions import CHOICES, REASONS, ResolutionChoice
from pb.refusals import Refusal
from pb.web.access import STEERING, Actor
from tests.support.makers.voting import COMMAND

SENT_OUT, LENT, DESTROYED, LOST = CHOICES["batch"]


@pytest.fixture
def round_(make, clock):
    """After the last post, with two papers for the post that did not come back."""
    round_ = make.voting_round(entitlement="vouch")
    actions.print_batch(COMMAND, round_.id, None, 2)
    clock.set(round_.post_closes_at + timedelta(hours=1))
    return round_


@pytest.fixture
def batch(round_) -> int:
    (gap,) = gaps(round_.id)
    assert (gap.kind, gap.number) == ("batch", 2)
    return gap.batch.id


@pytest.fixture
def two(make):
    return [Actor(make.staff(STEERING).id, STEERING) for _ in range(2)]


def test_a_choice_is_sent_by_a_form_as_its_outcome_and_its_reason():
    assert (SENT_OUT.key, CHOICES["surplus"][0].key) == ("explain:sent_out", "count:not_recorded")
    keys = [choice.key for choice in CHOICES["surplus"]]
    assert len(set(keys)) == len(keys) and {choice.reason for choice in CHOICES["held"]} <= set(REASONS)


def test_one_proposes_another_agrees_and_then_it_is_decided(round_, batch, two):
    morag, ina = two
    actions.propose_resolution(morag, round_.id, "batch", batch, LOST)
    proposed = actions.propose_resolution(morag, round_.id, "batch", batch, SENT_OUT)
    assert Resolution.query.all() == [proposed], "a proposal that nobody agreed to is replaced"
    with pytest.raises(Refusal, match="You proposed this, so someone else must agree to it."):
        actions.agree_resolution(morag, proposed)
    assert gaps(round_.id) != []
    actions.agree_resolution(ina, proposed)
    assert (proposed.outcome, proposed.reason, proposed.number) == ("explain", "sent_out", 2)
    assert (proposed.proposed_by, proposed.agreed_by) == (morag.account_id, ina.account_id) and gaps(round_.id) == []
    with pytest.raises(Refusal, match="Two people have already decided this."):
        actions.agree_resolution(ina, proposed)


def test_what_is_settled_meanwhile_is_neither_proposed_nor_agreed(round_, batch, two):
    morag, ina = two
    first = actions.propose_resolution(morag, round_.id, "batch", batch, SENT_OUT)
    actions.agree_resolution(ina, first)
    for subject in (batch, batch + 1):
        with pytest.raises(Refusal, match="settled in the meantime") as refused:
            actions.propose_resolution(morag, round_.id, "batch", subject, LOST)
        assert "Go back to the list" in str(refused.value.next_step)
    assert Resolution.query.all() == [first]


@pytest.mark.parametrize(
    "choice", [ResolutionChoice("count", "lost"), ResolutionChoice("explain", "late"), CHOICES["held"][0]]
)
def test_an_answer_that_is_not_on_the_list_of_its_matter_is_refused(round_, batch, two, choice):
    with pytest.raises(Refusal, match="Choose one of the answers on the list."):
        actions.propose_resolution(two[0], round_.id, "batch", batch, choice)
    assert Resolution.query.count() == 0


def test_the_same_proposal_again_is_no_second_act(round_, batch, two):
    first = actions.propose_resolution(two[0], round_.id, "batch", batch, LOST)
    with pytest.raises(NothingChanged):
        actions.propose_resolution(two[0], round_.id, "batch", batch, LOST)
    assert Resolution.query.all() == [first]
