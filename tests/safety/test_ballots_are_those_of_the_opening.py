"""Ballots that somebody changed after the opening are not counted, signed or published, guards or no guards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from pb import clock
from pb.database import db
from pb.record import queries as record
from pb.refusals import Refusal
from pb.results import actions as results
from pb.results.actions import counts
from pb.results.models import Publication, Signature
from pb.results.queries.counts import latest_count
from pb.roles import Role
from pb.voting.models import Ballot, Choice
from tests.support.safety import tampering

pytestmark = pytest.mark.both_databases
DIFFER = "not the ballots that were in the ballot box"


@pytest.fixture
def round_(make):
    """One whose box is open and whose lot is drawn."""
    round_ = make.opened_box(make.voting_round(), (1, 2), (1,), (3,))
    make.lot(round_)
    return round_


def somebody_adds_a_choice() -> None:
    """To a ballot on which it was not chosen."""
    tampering.without_any_guard()
    with db.engine.begin() as connection:
        key = connection.scalars(select(Ballot.key).order_by(Ballot.key)).first()
        connection.execute(insert(Choice.__table__).values(ballot_key=key, number=6, value=1))
    db.session.expire_all()


def test_they_are_not_counted(make, round_):
    assert record.check_everything() == []
    somebody_adds_a_choice()
    with pytest.raises(Refusal, match=DIFFER):
        results.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))
    assert latest_count(round_.id) is None
    assert any("the ballots are not those" in said for said in record.check_everything())


def test_what_was_counted_before_is_not_signed_and_what_was_signed_is_not_published(make, round_):
    after = round_.post_closes_at + timedelta(hours=2)
    with clock.moved(after):
        results.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))
        make.signed(round_)
        somebody_adds_a_choice()
        with pytest.raises(Refusal, match=DIFFER):
            make.sign(round_)
        with pytest.raises(Refusal, match=DIFFER):
            results.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    assert len(db.session.scalars(select(Signature.account_id)).all()) == 2
    assert db.session.scalars(select(Publication.round_id)).all() == []


def test_a_count_of_other_ballots_is_not_signed_although_its_ballots_are_right_again(make, round_, monkeypatch):
    tampering.without_any_guard()
    monkeypatch.setattr(counts, "hash_at_opening", lambda *_: "0" * 64)
    results.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))
    with pytest.raises(Refusal, match=DIFFER):
        make.sign(round_)
    assert any("count 1 is of other ballots" in said for said in record.check_everything())
