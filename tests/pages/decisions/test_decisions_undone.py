"""What two have decided can be undone by two; once anybody has voted under it, it is replaced in public."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.database import db
from pb.refusals import Refusal
from pb.rounds import actions
from pb.rounds.models import Decision, Round
from pb.rounds.rules import closes_at, post_closes_at, undoing, withdrawn_projects
from pb.voting.queries import frozen_ballot, withdrawn_numbers
from pb.web.access import Actor, Role


@pytest.fixture
def round_(make):
    return make.voting_round()


@pytest.fixture
def accounts(make):
    return [make.account(Role.STEERING, name=name) for name in ("Ina", "Hugh")]


@pytest.fixture
def ina(accounts, visitor):
    return visitor.signed_in_as(accounts[0])


@pytest.fixture
def hugh(accounts, new_visitor):
    return new_visitor().signed_in_as(accounts[1])


@pytest.fixture
def two(accounts):
    return [Actor(each.id, Role.STEERING) for each in accounts]


def fresh(round_) -> Round:
    db.session.rollback()
    return db.session.get(Round, round_.id)


def withdraws(two, round_, votes: int | None = None) -> Decision:
    project = next(line.project_id for line in frozen_ballot(round_.id).lines if line.number == 2)
    made = actions.propose_withdrawal(two[0], fresh(round_), project, "The group has folded.")
    actions.agree_to(two[1], made, votes)
    return made


def extends(two, round_, days: int) -> Decision:
    later = [closes + timedelta(days=days) for closes in (round_.voting_closes_at, round_.post_closes_at)]
    made = actions.propose_extension(two[0], fresh(round_), *later, "Snow")
    actions.agree_to(two[1], made)
    return made


def undo_it(ina, hugh, round_, reason: str = "It was the wrong number."):
    ina.opens(f"/rounds/{round_.id}/decisions")
    ina.follows("Undo this decision")
    ina.types("Why should it be undone?", reason).presses("Propose to undo it")
    hugh.opens(f"/rounds/{round_.id}/decisions")
    return hugh.presses("I agree")


def test_before_anybody_has_voted_it_is_undone_and_both_reasons_stay_in_public(ina, hugh, two, round_, new_visitor):
    withdraws(two, round_, 0)
    ina.opens(f"/rounds/{round_.id}/decisions")
    ina.follows("Undo this decision")
    assert "People have voted since" not in ina.page.main
    page = ina.presses("Propose to undo it")
    assert page.status == 422 and page.errors == ["Enter the reason. Everyone will be able to read it."]
    page = ina.types("Why should it be undone?", "It was the wrong number.").presses("Propose to undo it")
    assert "Another steering group member must agree to it." in page.text and "I agree" not in page.buttons
    assert "Proposal: undo a decision" in page.main and withdrawn_numbers(frozen_ballot(round_.id)) == {2}
    hugh.opens(f"/rounds/{round_.id}/decisions")
    assert "The decision: Project 2, Project number 2, has been withdrawn" in hugh.page.main
    page = hugh.presses("I agree")
    assert "Undone: Project 2, Project number 2, has been withdrawn" in page.main
    assert "Undo this decision" not in "".join(page.links)
    assert withdrawn_numbers(frozen_ballot(round_.id)) == frozenset()
    page = new_visitor().opens(f"/rounds/{round_.id}")
    assert "before anyone voted under it" in page.main and "while people voted" not in page.main
    assert "Reason: The group has folded." in page.main and "Reason: It was the wrong number." in page.main
    assert page.main.count("Decided by Ina and Hugh") == 2


def test_once_somebody_has_voted_under_it_it_is_replaced_in_public(make, ina, hugh, round_, new_visitor):
    make.cast(round_, (1,))
    ina.opens(f"/rounds/{round_.id}/decisions")
    ina.selects("Which project?", "2. Project number 2").types("Why should it be withdrawn?", "They said so.")
    ina.presses("Propose to withdraw this project")
    hugh.opens(f"/rounds/{round_.id}/decisions")
    hugh.presses("I agree")
    ina.opens(f"/rounds/{round_.id}/decisions")
    assert "People have voted since" not in ina.follows("Undo this decision").main, "the one vote was there before"
    make.cast(round_, (3,))
    assert "People have voted since this was decided" in ina.opens(ina.page.address).main
    undo_it(ina, hugh, round_)
    page = new_visitor().opens(f"/rounds/{round_.id}")
    assert "This decision was in force while people voted. It was replaced on" in page.main
    assert "before anyone voted" not in page.main


@pytest.mark.both_databases
def test_nobody_undoes_a_decision_alone_and_nobody_twice(two, round_):
    made = withdraws(two, round_, 0)
    undo = actions.propose_undoing(two[1], made, "It was the wrong number.")
    with pytest.raises(Refusal, match="someone else must agree"):
        actions.agree_to(two[1], undo, 0)
    with pytest.raises(Refusal, match="already been proposed"):
        actions.propose_undoing(two[0], made, "Me too")
    assert withdrawn_projects(fresh(round_)) == {made.project_id}
    actions.agree_to(two[0], undo, 0)
    assert withdrawn_projects(fresh(round_)) == set() and set(undoing(fresh(round_))) == {made.id}
    for again, words in ((made, "already been undone"), (undo, "propose it again")):
        with pytest.raises(Refusal, match=words):
            actions.propose_undoing(two[0], again, "Again")
    again = withdraws(two, round_, 0)
    assert withdrawn_projects(fresh(round_)) == {made.project_id} and again.id != made.id


def test_a_proposal_is_no_decision_and_needs_nobody_to_be_withdrawn(two, round_):
    project = frozen_ballot(round_.id).lines[0].project_id
    waiting = actions.propose_withdrawal(two[0], round_, project, "They asked")
    with pytest.raises(Refusal, match="only a proposal"):
        actions.propose_undoing(two[1], waiting, "No")
    undo = actions.propose_undoing(two[0], withdraws(two, round_), "It was the wrong number.")
    actions.withdraw_proposal(two[0], undo)
    assert undoing(fresh(round_)) == {} and len(withdrawn_projects(fresh(round_))) == 1


@pytest.mark.both_databases
def test_a_longer_vote_is_undone_until_the_first_close_has_passed(two, round_, clock):
    frozen = closes_at(round_), post_closes_at(round_)
    made = extends(two, round_, 2)
    clock.set(frozen[0] - timedelta(minutes=1))
    undo = actions.propose_undoing(two[0], made, "The snow has gone")
    clock.set(frozen[0])
    with pytest.raises(Refusal, match="Voting has already been extended because of this decision"):
        actions.agree_to(two[1], undo)
    assert closes_at(fresh(round_)) == frozen[0] + timedelta(days=2)
    clock.set(frozen[0] - timedelta(minutes=1))
    actions.agree_to(two[1], db.session.get(Decision, undo.id))
    assert (closes_at(fresh(round_)), post_closes_at(fresh(round_))) == frozen


def test_of_two_extensions_the_later_one_goes_back_to_the_first(two, round_):
    first, second = extends(two, round_, 1), extends(two, round_, 3)
    with pytest.raises(Refusal, match="A later decision has set"):
        actions.propose_undoing(two[0], first, "Why not")
    actions.agree_to(two[1], actions.propose_undoing(two[0], second, "Less snow"))
    assert closes_at(fresh(round_)) == round_.voting_closes_at + timedelta(days=1)


@pytest.mark.both_databases
def test_what_was_decided_before_the_opening_stands_after_it_and_what_was_decided_after_can_go(
    make, two, round_, clock
):
    before = withdraws(two, round_, 0)
    make.opened_box(round_, (1,), (2, 3))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    with pytest.raises(Refusal, match="has been opened since this was decided"):
        actions.propose_undoing(two[0], before, "They won after all")
    project = next(line.project_id for line in frozen_ballot(round_.id).lines if line.number == 3)
    after = actions.propose_withdrawal(two[0], fresh(round_), project, "The wrong one")
    actions.agree_to(two[1], after, 2)
    actions.agree_to(two[1], actions.propose_undoing(two[0], after, "I misread it"), 2)
    assert withdrawn_projects(fresh(round_)) == {before.project_id}


def test_a_coordinator_undoes_nothing(make, two, round_, new_visitor):
    made = withdraws(two, round_, 0)
    coordinator = new_visitor().signed_in_as(make.account())
    page = coordinator.opens(f"/rounds/{round_.id}/decisions")
    assert "Undo this decision" not in "".join(page.links)
    assert coordinator.opens(f"/rounds/{round_.id}/decisions/{made.id}/undo").status == 403
