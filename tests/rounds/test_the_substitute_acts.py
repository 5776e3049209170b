"""The substitute acts only in place of a member who cannot, once two others on the list have decided so, in public."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pb.database import db, exclusive_transaction
from pb.people.models import Account
from pb.projects.queries import ballot_lines
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.rounds import actions
from pb.rounds.models import Decision, Round
from pb.rounds.queries import may_act_for, members_of
from tests.support.makers.projects import actor_of

WAITS = "you are the substitute, and nobody has asked you to act"


@pytest.fixture
def round_(make):
    ready = make.ready_round(3)
    make.freezes(ready, actor_of(make.staff(Role.COORDINATOR)))
    return db.session.get_one(Round, ready.id)


@pytest.fixture
def ina(round_):
    return Actor(members_of(round_.id)[0].account_id, Role.STEERING)


@pytest.fixture
def hugh(round_):
    return Actor(members_of(round_.id)[1].account_id, Role.STEERING)


@pytest.fixture
def grace(round_):
    return Actor(members_of(round_.id)[-1].account_id, Role.STEERING)


def withdraws(by: Actor, round_: Round, line: int = 0) -> Decision:
    return actions.propose_withdrawal(by, round_, ballot_lines(round_.id)[line].project_id, "The group has folded.")


def steps_in(round_, one, two, instead_of) -> Decision:
    made = actions.propose_substitute(one, round_, instead_of.account_id, "She is away until June.")
    actions.agree_to(two, made)
    return made


def test_until_two_have_decided_the_substitute_decides_nothing_and_then_the_replaced_member_does_not(
    round_, ina, hugh, grace
):
    assert [may_act_for(each.account_id, round_.id) for each in (ina, hugh, grace)] == [True, True, False]
    with pytest.raises(Refusal, match=WAITS):
        withdraws(grace, round_)
    decision = withdraws(ina, round_)
    with pytest.raises(Refusal, match=WAITS):
        actions.agree_to(grace, decision)
    made = steps_in(round_, ina, grace, hugh)
    assert [may_act_for(each.account_id, round_.id) for each in (ina, hugh, grace)] == [True, False, True]
    with pytest.raises(Refusal, match="Someone else acts in your place"):
        actions.agree_to(hugh, decision)
    actions.agree_to(grace, decision)
    actions.agree_to(grace, actions.propose_undoing(ina, made, "He is back."))
    assert [may_act_for(each.account_id, round_.id) for each in (ina, hugh, grace)] == [True, True, False]
    with pytest.raises(Refusal, match=WAITS):
        withdraws(grace, round_, 1)


def test_nobody_brings_the_substitute_in_alone_or_is_asked_about_themself(make, round_, ina, hugh, grace):
    with pytest.raises(Refusal, match="Two other people"):
        actions.propose_substitute(hugh, round_, hugh.account_id, "I am away.")
    waiting = actions.propose_substitute(ina, round_, hugh.account_id, "He is away.")
    for by, words in ((ina, "someone else must agree"), (hugh, "Two other people")):
        with pytest.raises(Refusal, match=words):
            actions.agree_to(by, waiting)
    late = Actor(make.staff(Role.STEERING).id, Role.STEERING)
    with pytest.raises(Refusal, match="Only people on the round’s steering group list"):
        actions.agree_to(late, waiting)
    with pytest.raises(Refusal, match="Only people on the round’s steering group list"):
        actions.propose_substitute(late, round_, hugh.account_id, "Me instead.")
    with pytest.raises(Refusal, match="has already been proposed") as refused:
        actions.propose_substitute(grace, round_, ina.account_id, "She too.")
    assert "or turn it down first" in str(refused.value.next_step)
    actions.withdraw_proposal(grace, waiting)  # as she was told: then hers can be proposed
    hers = actions.propose_substitute(grace, round_, ina.account_id, "She too.")
    actions.agree_to(hugh, hers)
    with pytest.raises(Refusal, match="already acts for someone") as refused:
        actions.propose_substitute(ina, round_, hugh.account_id, "He too.")
    assert "Undo that decision first" in str(refused.value.next_step)


def test_only_for_a_member_of_the_list(round_, ina, grace):
    for wrong in (grace.account_id, 999_999):
        with pytest.raises(Refusal, match="Choose a member"):
            actions.propose_substitute(ina, round_, wrong, "They are away.")


@pytest.mark.both_databases
def test_the_database_itself_lets_nobody_decide_or_sign_who_does_not_act(round_, ina, hugh, grace):
    decision = withdraws(ina, round_)
    agrees = f"UPDATE decision SET agreed_by = {{}}, agreed_at = proposed_at WHERE id = {decision.id}"
    with pytest.raises((IntegrityError, Refusal)), exclusive_transaction() as session:
        session.execute(text(agrees.format(grace.account_id)))
    made = steps_in(round_, grace, ina, hugh)
    with pytest.raises((IntegrityError, Refusal)), exclusive_transaction() as session:
        session.execute(text(agrees.format(hugh.account_id)))
    columns = "reason, proposed_by, proposed_at, agreed_by, agreed_at"
    for who in ("proposed_by", "agreed_by"):
        with pytest.raises((IntegrityError, Refusal)), exclusive_transaction() as session:
            session.execute(
                text(
                    f"INSERT INTO decision (round_id, kind, member_id, {columns}) SELECT round_id, kind, {who}, {columns} "
                    f"FROM decision WHERE id = {made.id}"
                )
            )
    assert db.session.get(Decision, decision.id).agreed_at is None


def test_on_the_pages_two_decide_and_everybody_reads_who_acts(round_, ina, grace, visitor, new_visitor):
    one, two = (db.session.get_one(Account, each.account_id) for each in (ina, grace))
    here, hugh = f"/rounds/{round_.id}/decisions", members_of(round_.id)[1].name
    visitor.signed_in_as(one).opens(here)
    page = visitor.presses("Propose that the substitute acts")
    assert page.status == 422 and len(page.errors) == 2
    visitor.selects("Who cannot act?", hugh).types("Why can they not act?", "Away until June.")
    page = visitor.presses("Propose that the substitute acts")
    assert "Another person on the list must agree" in page.text
    other = new_visitor().signed_in_as(two)
    assert f"Proposal: {two.name}, the substitute, acts in place of {hugh}" in other.opens(here).main
    other.presses("I agree")
    public = new_visitor().opens(f"/rounds/{round_.id}").main
    assert f"{two.name}, the substitute, acts in place of {hugh}" in public and "Away until June." in public
    assert f"{hugh} (does not act now: the substitute acts in their place)" in public
