"""What a page reads once: it is kept for that page only, never for an act, and never where a row was changed outside."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from pb import read_once
from pb.damaged import naming_the_damaged
from pb.database import db, transaction
from pb.marked import Forged
from pb.people.models import Account
from pb.people.queries import names, people_in
from pb.roles import COORDINATOR, FACILITATOR, STEERING
from pb.venues.queries import sessions_of
from tests.support.large.walk import queries

pytestmark = pytest.mark.both_databases


@pytest.fixture
def round_(make):
    return make.voting_round(projects=3)


def test_a_page_asks_once_and_no_caller_changes_what_the_next_one_is_given(app, make):
    member = make.account(STEERING)
    read_once.begin()
    with queries(app) as sent:
        people_in(STEERING).clear()
        assert [each.id for each in people_in(STEERING)] == [member.id]
    assert len([each for each in sent if "FROM account" in each]) == 1


def test_a_room_that_is_called_without_a_page_keeps_nothing(app, make):
    make.account(STEERING)
    with queries(app) as sent:
        people_in(STEERING)
        people_in(STEERING)
    assert len([each for each in sent if "FROM account" in each]) == 2


def test_an_act_reads_for_itself(app, make):
    """Somebody else's change comes between the page and the act."""
    member = make.account(STEERING)
    read_once.begin()
    assert len(people_in(STEERING)) == 1
    with app.app_context(), transaction():
        db.session.get_one(Account, member.id).name = "Isobel Muir"
    with transaction():
        assert names()[member.id] == "Isobel Muir"
    assert names()[member.id] == "Isobel Muir"


def test_the_next_page_reads_for_itself(make, visitor):
    coordinator, other = make.account(COORDINATOR), make.account(FACILITATOR)
    visitor.signed_in_as(coordinator)
    assert other.name in visitor.opens("/people").text
    with transaction():
        db.session.get_one(Account, other.id).name = "Isobel Muir"
    assert "Isobel Muir" in visitor.opens("/people").text


def test_a_row_that_was_changed_outside_is_not_kept(app, voting_session):
    round_id = voting_session.round_id
    db.session.rollback()
    db.session.execute(text("UPDATE voting_session SET cancelled_because = 'Rain'"))
    db.session.commit()
    db.session.expunge_all()
    read_once.begin()
    with naming_the_damaged(db.session()) as damaged:
        assert len(sessions_of(round_id)) == 1
        assert len(damaged) == 1
    with pytest.raises(Forged):
        sessions_of(round_id)
