"""A release ends what was declared before it was proposed, in its own project and what that was earlier, and no more."""

from __future__ import annotations

import pytest

from pb.database import exclusive_transaction
from pb.people import actions as people
from pb.people.queries import ever_interested, has_declared_interest
from pb.projects.models import Project
from pb.refusals import Refusal
from pb.roles import STEERING
from tests.support.makers.projects import actor_of

pytestmark = pytest.mark.both_databases


@pytest.fixture
def three(make):
    return [make.account(STEERING) for _ in range(3)]


@pytest.fixture
def earlier(make):
    return make.application(make.applying_round())


@pytest.fixture
def later(make, earlier):
    """The same project in the next round."""
    made = make.application(make.applying_round())
    with exclusive_transaction() as session:
        session.get_one(Project, made.id).carried_from_id = earlier.id
    return made


def declares(person, project, why="My sister sings there.") -> None:
    people.declare_interest(actor_of(person), round_id=project.round_id, project_id=project.id, description=why)


def proposes(by, holder, project):
    return people.propose_release(
        actor_of(by), holder, round_id=project.round_id, project_id=project.id, reason="She left the choir"
    )


def test_two_who_stand_close_to_what_it_became_release_nobody_from_that(three, earlier, later):
    one, two, three_ = three
    declares(one, earlier)
    for each in three:
        declares(each, later)
    people.agree_to_release(actor_of(three_), proposes(two, one, earlier), round_id=earlier.round_id)
    assert has_declared_interest(one.id, later.id) and (one.id, later.id) in ever_interested(later.round_id)
    assert not has_declared_interest(one.id, earlier.id)


def test_who_is_released_from_what_it_became_is_free_of_what_was_declared_earlier(three, earlier, later):
    one, two, three_ = three
    declares(one, earlier)
    assert has_declared_interest(one.id, later.id)
    people.agree_to_release(actor_of(three_), proposes(two, one, later), round_id=later.round_id)
    assert not has_declared_interest(one.id, later.id) and (one.id, later.id) not in ever_interested(later.round_id)


def test_what_is_declared_after_the_proposal_holds(three, earlier, clock):
    one, two, three_ = three
    declares(one, earlier)
    proposal = proposes(two, one, earlier)
    clock.forward(minutes=1)
    declares(one, earlier, "Now my brother sings there too.")
    people.agree_to_release(actor_of(three_), proposal, round_id=earlier.round_id)
    assert has_declared_interest(one.id, earlier.id)


def test_a_proposer_who_has_an_interest_by_now_has_proposed_nothing(three, earlier):
    one, two, three_ = three
    declares(one, earlier)
    proposal = proposes(two, one, earlier)
    declares(two, earlier)
    with pytest.raises(Refusal, match="has declared an interest in the project since"):
        people.agree_to_release(actor_of(three_), proposal, round_id=earlier.round_id)
    people.refuse_release(actor_of(three_), proposal, round_id=earlier.round_id)
    assert has_declared_interest(one.id, earlier.id)
