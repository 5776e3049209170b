"""What an act on somebody's account refuses when the page that offered it is old. The race itself: tests/safety."""

from __future__ import annotations

import pytest

from pb.database import db
from pb.people import actions, queries
from pb.people.models import Account
from pb.record import queries as record
from pb.refusals import Refusal
from pb.roles import Actor, Role


@pytest.fixture
def morag(make):
    return Actor(make.account(Role.COORDINATOR, name="Morag").id, Role.COORDINATOR)


def test_a_closed_account_is_not_closed_again_given_a_role_or_new_codes(app, make, morag):
    jean = make.account(Role.COUNTER, name="Jean")
    actions.close_account(morag, jean)
    closed_at, lines = jean.closed_at, record.length()
    for act, says in (
        (lambda: actions.close_account(morag, jean), "has already been closed"),
        (lambda: actions.appoint(morag, jean, (Role.FACILITATOR,)), "account has been closed"),
        (lambda: actions.propose_new_codes(morag, jean), "account has been closed"),
    ):
        with pytest.raises(Refusal, match=says):
            act()
    assert record.length() == lines and jean.closed_at == closed_at and jean.roles == {Role.COUNTER}


def test_nobody_is_left_without_a_role(app, make, morag):
    jean = make.account(Role.COUNTER, name="Jean")
    with pytest.raises(Refusal, match="Select at least one role") as refused:
        actions.appoint(morag, jean, ())
    assert refused.value.status == 422 and jean.roles == {Role.COUNTER}


def test_whose_account_was_closed_meanwhile_becomes_no_member(app, make, morag):
    ina, _hugh = (Actor(make.account(Role.STEERING, name=name).id, Role.STEERING) for name in ("Ina", "Hugh"))
    jean = make.account(Role.COUNTER, name="Jean")
    (proposal,) = actions.appoint(morag, jean, (Role.COUNTER, Role.STEERING))
    actions.close_account(morag, jean)
    with pytest.raises(Refusal, match="account has been closed"):
        actions.agree_to_proposal(ina, proposal)
    db.session.rollback()
    assert db.session.get_one(Account, jean.id).roles == {Role.COUNTER}


def test_an_invitation_is_withdrawn_once_and_not_when_it_was_used(app, make, morag):
    tokens = [actions.invite(morag, name=name, role=Role.COUNTER) for name in ("Jean", "Isla")]
    withdrawn, used = sorted(queries.open_invitations(), key=lambda each: each.name, reverse=True)
    actions.withdraw_invitation(morag, withdrawn)
    actions.accept_invitation(tokens[1], sign_in_name="isla", password="porridge and salt")
    assert (withdrawn.name, used.name) == ("Jean", "Isla")
    for each in (withdrawn, used):
        with pytest.raises(Refusal, match="already been used or withdrawn"):
            actions.withdraw_invitation(morag, each)
    assert used.withdrawn_at is None
