"""Somebody with two roles works at every desk that either role opens, and the record says in which one."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from pb.database import db
from pb.record.models import RecordLine
from pb.web.access import COORDINATOR, COUNTER, FACILITATOR, STEERING

PINS = {"name": "Tablet 1", "next_pin": "4821", "leave_pin": "937315"}


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch")


def desk(voting_session) -> str:
    return f"/rounds/{voting_session.round_id}/session-desk/{voting_session.id}"


def sets_up_a_kiosk(person, voting_session) -> str:
    """The role in which the record says that it was done."""
    person.opens(desk(voting_session))
    page = person.posts(f"{desk(voting_session)}/kiosk", {**PINS, "public_key": person.makes_a_kiosk_key()})
    assert page.status == 200 and page.address == "/kiosk/measure", page.text
    return db.session.scalars(
        select(RecordLine.role).where(RecordLine.act == "kiosk.paired").order_by(RecordLine.position.desc())
    ).first()


def test_a_coordinator_who_facilitates_acts_as_facilitator_in_their_team_and_as_coordinator_elsewhere(
    new_visitor, make, round_
):
    morag = make.staff(COORDINATOR, FACILITATOR, declared_in=round_)
    own, other = make.session_at(round_, morag), make.session_at(round_, make.staff(FACILITATOR))
    for voting_session, role in ((own, "facilitator"), (other, "coordinator")):
        assert sets_up_a_kiosk(new_visitor().signed_in_as(morag), voting_session) == role


def test_a_coordinator_who_facilitates_and_has_not_declared_acts_as_coordinator(visitor, make, round_):
    morag = make.staff(COORDINATOR, FACILITATOR)
    own = make.session_at(round_, morag)
    assert sets_up_a_kiosk(visitor.signed_in_as(morag), own) == "coordinator"


@pytest.mark.parametrize("second", [COUNTER, STEERING])
def test_another_role_beside_it_opens_no_desk_of_another_team(visitor, make, round_, second):
    rose = make.staff(FACILITATOR, second, declared_in=round_)
    own, other = make.session_at(round_, rose), make.session_at(round_, make.staff(FACILITATOR))
    visitor.signed_in_as(rose)
    assert visitor.opens(desk(own)).status == 200
    assert visitor.opens(desk(other)).status == 403
    assert visitor.opens(f"/rounds/{round_.id}/sessions").links.get("Change") is None


def test_the_list_of_sessions_leads_to_the_desks_that_are_open_to_a_person(new_visitor, make, round_):
    rose, morag = make.staff(FACILITATOR, COUNTER, declared_in=round_), make.staff(COORDINATOR, FACILITATOR)
    own, other = make.session_at(round_, rose), make.session_at(round_, make.staff(FACILITATOR))
    once = make.session_at(round_, former := make.staff(COUNTER, declared_in=round_))
    for account, theirs in ((rose, {own}), (morag, {own, other, once}), (former, set())):
        html = new_visitor().signed_in_as(account).opens(f"/rounds/{round_.id}/sessions").html
        assert {each for each in (own, other, once) if f'href="{desk(each)}"' in html} == theirs


def test_a_facilitator_who_counts_and_has_not_declared_is_asked_to_at_both_desks(visitor, make, round_):
    rose = make.staff(FACILITATOR, COUNTER)
    visitor.signed_in_as(rose)
    for path in (desk(make.session_at(round_, rose)), f"/rounds/{round_.id}/paper-desk"):
        page = visitor.opens(path)
        assert page.status == 403 and "Declare my interests" in page.links


def test_a_coordinator_who_counts_and_has_not_declared_opens_the_paper_desk(visitor, make, round_):
    visitor.signed_in_as(make.staff(COORDINATOR, COUNTER))
    assert visitor.opens(f"/rounds/{round_.id}/paper-desk").heading == "Paper desk"
