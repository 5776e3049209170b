"""A closed account is opened again, a coordinator's by two; and there is always a coordinator."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from pb import clock
from pb.database import db, exclusive_transaction
from pb.people import actions
from pb.people.models import Account, Appointment
from pb.people.queries import waiting_proposals
from pb.refusals import Refusal
from pb.roles import Actor, Role
from tests.support.safety.racing import at_once

pytestmark = pytest.mark.both_databases


def coordinator(make, name: str) -> Actor:
    return Actor(make.account(Role.COORDINATOR, name=name).id, Role.COORDINATOR)


def open_coordinators() -> int:
    query = select(func.count()).select_from(Account).join(Appointment)
    return db.session.scalar(query.where(Appointment.role == Role.COORDINATOR, Account.closed_at.is_(None)))


def account_of(by: Actor) -> Account:
    return db.session.get_one(Account, by.account_id, populate_existing=True)


def test_a_counter_comes_back_in_the_role_they_had(app, make):
    morag, jean = coordinator(make, "Morag"), make.account(Role.COUNTER, name="Jean")
    with pytest.raises(Refusal, match="This account is open"):
        actions.reopen_account(morag, jean)
    actions.close_account(morag, jean)
    assert actions.reopen_account(morag, jean) == []
    assert jean.closed_at is None and jean.roles == {Role.COUNTER}


def test_a_coordinator_comes_back_as_one_when_a_member_agrees(app, make):
    morag, mal = coordinator(make, "Morag"), make.account(Role.COORDINATOR, Role.COUNTER, name="Mal")
    ina, _hugh = (Actor(make.account(Role.STEERING, name=name).id, Role.STEERING) for name in ("Ina", "Hugh"))
    actions.close_account(morag, mal)
    (proposal,) = actions.reopen_account(morag, mal)
    assert mal.closed_at is None and mal.roles == {Role.COUNTER}
    actions.agree_to_proposal(ina, proposal)
    assert mal.roles == {Role.COORDINATOR, Role.COUNTER}


def test_two_coordinators_who_close_each_other_at_once_leave_one(app, make):
    morag, mal = coordinator(make, "Morag"), coordinator(make, "Mal")
    pairs = ((morag, mal.account_id), (mal, morag.account_id))
    db.session.rollback()

    def closes(by: Actor, whom: int) -> None:
        actions.close_account(by, db.session.get_one(Account, whom))

    done = at_once(app, [lambda by=by, whom=whom: closes(by, whom) for by, whom in pairs])
    assert sorted(type(each).__name__ for each in done) == ["NoneType", "Refusal"], done
    db.session.expire_all()
    assert open_coordinators() == 1


def test_the_database_closes_no_last_coordinator_and_takes_no_last_role(app, make):
    morag, mal = coordinator(make, "Morag"), coordinator(make, "Mal")
    actions.close_account(morag, account_of(mal))
    for change in (
        lambda session: setattr(session.get_one(Account, morag.account_id), "closed_at", clock.now()),
        lambda session: session.delete(session.get_one(Appointment, (morag.account_id, "coordinator"))),
    ):
        with pytest.raises(Refusal, match="at least one coordinator"), exclusive_transaction() as session:
            change(session)
    db.session.rollback()
    assert open_coordinators() == 1


def test_the_page_opens_it_again_and_its_owner_signs_in(visitor, make):
    jean = make.account(Role.COUNTER, name="Jean Orr")
    office = make.account(Role.COORDINATOR, name="Morag Bell")
    visitor.signed_in_as(office).opens(f"/people/{jean.id}")
    visitor.presses("Close this account")
    page = visitor.opens(f"/people/{jean.id}")
    assert "This account was closed on" in page.main
    assert "account is open again" in visitor.presses("Open this account again").main
    assert "Close this account" in visitor.opens(f"/people/{jean.id}").main


def test_a_coordinator_without_a_role_yet_reads_who_can_agree_and_signs_out(visitor, new_visitor, make):
    morag, mal = coordinator(make, "Morag"), make.account(Role.COORDINATOR, name="Mal")
    ina, _hugh = (Actor(make.account(Role.STEERING, name=name).id, Role.STEERING) for name in ("Ina", "Hugh"))
    actions.close_account(morag, mal)
    office = new_visitor().signed_in_as(account_of(morag))
    office.opens(f"/people/{mal.id}")
    assert "Until then they have no role" in office.presses("Open this account again").main
    visitor.signed_in_as(mal)
    page = visitor.opens("/dashboard")
    assert page.status == 403 and "Before you are coordinator again, a steering group member must agree." in page.main
    assert "This can be done by Hugh or Ina." in page.main
    db.session.expire_all()
    (proposal,) = waiting_proposals()
    actions.refuse_proposal(ina, proposal)
    assert "Ask the coordinator." in visitor.opens("/dashboard").main
    assert visitor.presses("Sign out").status == 200
    assert visitor.opens("/dashboard").heading == "Sign in"
