"""Who stands close to a group decides neither that its project is withdrawn nor that this is undone."""

from __future__ import annotations

import pytest

from pb.database import db, exclusive_transaction
from pb.people.actions import declare_interest
from pb.people.models import Account
from pb.people.queries import has_declared_interest
from pb.projects.models import Project
from pb.projects.queries import carried_from
from pb.refusals import Refusal
from pb.rounds import actions
from pb.voting.queries import frozen_ballot
from pb.web.access import Role
from tests.support.makers.projects import actor_of

REASON = "The group has folded."


@pytest.fixture
def round_(make):
    return make.voting_round()


@pytest.fixture
def near(make, round_):
    """A member who stands close to the group of the first project."""
    by = actor_of(make.staff(Role.STEERING))
    declare_interest(by, round_id=round_.id, project_id=touched(round_), description="My sister is a member.")
    return by


@pytest.fixture
def others(make):
    return [actor_of(make.staff(Role.STEERING)) for _ in range(2)]


def touched(round_) -> int:
    return frozen_ballot(round_.id).lines[0].project_id


def test_they_do_not_propose_or_agree_where_their_interest_touches(app, round_, near, others):
    with pytest.raises(Refusal, match="declared an interest in this project"):
        actions.propose_withdrawal(near, round_, touched(round_), REASON)
    proposal = actions.propose_withdrawal(others[0], round_, touched(round_), REASON)
    with pytest.raises(Refusal, match="declared an interest in this project"):
        actions.agree_to(near, proposal)
    actions.agree_to(others[1], proposal)
    with pytest.raises(Refusal, match="declared an interest in this project"):
        actions.propose_undoing(near, proposal, REASON)
    undo = actions.propose_undoing(others[0], proposal, REASON)
    with pytest.raises(Refusal, match="declared an interest in this project"):
        actions.agree_to(near, undo)
    actions.agree_to(others[1], undo)


def test_they_decide_on_every_other_project(app, round_, near, others):
    other = frozen_ballot(round_.id).lines[1].project_id
    proposal = actions.propose_withdrawal(others[0], round_, other, REASON)
    actions.agree_to(near, proposal)
    assert proposal.agreed_by == near.account_id


def test_the_page_offers_them_no_button(visitor, round_, near, others):
    actions.propose_withdrawal(others[0], round_, touched(round_), REASON)
    page = visitor.signed_in_as(_account(near)).opens(f"/rounds/{round_.id}/decisions")
    assert REASON in page.main and "I agree" not in page.buttons
    assert "I agree" in visitor.signed_in_as(_account(others[1])).opens(f"/rounds/{round_.id}/decisions").buttons


def test_an_interest_goes_over_with_a_project_that_is_carried_over_twice(app, make, near, round_):
    applying = make.applying_round()
    again, third = make.application(applying), make.application(applying)
    with exclusive_transaction():
        db.session.get_one(Project, again.id).carried_from_id = touched(round_)
        db.session.get_one(Project, third.id).carried_from_id = again.id
    assert carried_from(third.id) == [again.id, touched(round_)]
    assert has_declared_interest(near.account_id, third.id)
    declare_interest(near, round_id=round_.id, project_id=touched(round_), description="")
    assert has_declared_interest(near.account_id, third.id), "also after they took it back"
    assert not has_declared_interest(make.staff(Role.STEERING).id, third.id)


def _account(by):
    return db.session.get_one(Account, by.account_id)
