"""Ballots that somebody changed after the opening are not counted, signed or published, guards or no guards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text

from pb import clock as program_clock
from pb.codes import shown
from pb.database import db
from pb.record import queries as record
from pb.refusals import Refusal
from pb.results import actions as results
from pb.results.actions import counts
from pb.results.models import Publication, Signature
from pb.results.queries.counts import latest_count
from pb.roles import Role
from pb.voting.models import Ballot, Choice, Receipt, Turnout, VotingRight
from tests.support.safety import tampering

pytestmark = pytest.mark.databases_in_turn
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
    with program_clock.moved(after):
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
    monkeypatch.setattr(counts, "hash_of_ballots", lambda *_: "0" * 64)
    results.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))
    with pytest.raises(Refusal, match=DIFFER):
        make.sign(round_)
    assert any("count 1 is of other ballots" in said for said in record.check_everything())


def changes(statement: str, **values) -> None:
    tampering.without_any_guard()
    with db.engine.begin() as connection:
        assert connection.execute(text(statement), values).rowcount == 1
    db.session.expire_all()


def signed(make, round_) -> None:
    results.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))
    make.signed(round_)


@pytest.mark.parametrize("column", ["channel", "receipt"])
def test_turnout_and_receipts_that_were_changed_are_not_published(make, round_, column):
    """Else somebody puts them back afterwards, and nobody is told that what was published is untrue."""
    with program_clock.moved(round_.post_closes_at + timedelta(hours=2)):
        signed(make, round_)
        key = db.session.scalars(select(Turnout.right_key).order_by(Turnout.right_key)).first()
        code = db.session.scalars(select(Receipt.code).order_by(Receipt.code)).first()
        change, back = {
            "channel": (
                ("UPDATE turnout SET channel = 'post' WHERE right_key = :key", {"key": key}),
                ("UPDATE turnout SET channel = 'online' WHERE right_key = :key", {"key": key}),
            ),
            "receipt": (
                ("UPDATE receipt SET code = :other WHERE code = :code", {"code": code, "other": "2" * len(code)}),
                ("UPDATE receipt SET code = :code WHERE code = :other", {"code": code, "other": "2" * len(code)}),
            ),
        }[column]
        changes(change[0], **change[1])
        with pytest.raises(Refusal, match="not those that were there when the ballot box was opened"):
            results.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
        changes(back[0], **back[1])
        results.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    assert record.check_everything() == []


def test_a_number_that_was_changed_for_the_moment_of_the_publication_is_told_of(make):
    round_ = make.voting_round()
    spare = make.cards(round_, 2)[0].number
    make.counted(make.opened_box(round_, (1,), (2,)))
    table = VotingRight.__table__
    card = db.session.execute(select(table).where(table.c.card_number == spare)).mappings().one()
    with program_clock.moved(round_.post_closes_at + timedelta(hours=2)):
        make.signed(round_)
        changes("DELETE FROM voting_right WHERE card_number = :number", number=spare)
        results.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    with db.engine.begin() as connection:
        connection.execute(insert(table).values(dict(card)))
    db.session.rollback()
    assert record.check_everything() == [
        f"{make.fresh(round_).name}: these numbers of the published result are not those of the database: codes."
    ]


def test_no_file_is_made_of_receipts_that_were_changed(make, round_, new_visitor, clock):
    """It would be kept, and be untrue also when they are put back."""
    clock.set(round_.post_closes_at + timedelta(hours=2))
    signed(make, round_)
    results.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    make.draws_when_asked()
    code = db.session.scalars(select(Receipt.code).order_by(Receipt.code)).first()
    both = {"code": code, "other": "2" * len(code)}
    changes("UPDATE receipt SET code = :other WHERE code = :code", **both)
    file = f"/rounds/{round_.id}/results/files/receipts.csv"
    answer = new_visitor().downloads(file)
    assert answer.status_code == 503 and "not those that were there" in answer.get_data(as_text=True)
    changes("UPDATE receipt SET code = :code WHERE code = :other", **both)
    assert shown(code) in new_visitor().downloads(file).get_data(as_text=True)
