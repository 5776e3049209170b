"""Two votes with one attempt that an older version took: the upgrade goes through, and the box can be opened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text, update

from pb import clock
from pb.database import db, exclusive_transaction
from pb.mark_keeping import mark_everything
from pb.record.actions import acting
from pb.rounds.models import Round
from pb.voting.actions.box_contents import OpenedVote
from pb.voting.actions.box_rows import ballot_rows
from pb.voting.models import Envelope
from pb.voting.queries import frozen_ballot
from tests.support.acts import SOMETHING_DONE
from tests.support.box_looked_into import would_be_set_aside
from tests.support.make import Make
from tests.support.makers.voting import COMMAND

pytestmark = pytest.mark.both_databases


def test_of_those_with_one_receipt_one_counts_and_the_others_are_set_aside(migrated):
    make = Make(migrated)
    round_ = make.voting_round()
    make.cast(round_, (1,), (1,), (2,))
    with acting(COMMAND, SOMETHING_DONE) as act:  # an older version cannot keep what it does not know
        unset = text("UPDATE round SET papers_checked = NULL, objection_days = NULL")
        mark_everything(act.session, lambda: [act.session.execute(unset)])
    id_, closed = round_.id, round_.post_closes_at + timedelta(hours=1)
    db.session.remove()
    downgrade(revision="0072_members_set_votes_aside")
    table = Envelope.__table__
    with exclusive_transaction() as session:
        first = session.scalars(select(table.c.receipt).order_by(table.c.right_key)).first()
        session.connection().execute(update(table).values(receipt=first))
    db.session.remove()
    upgrade()
    receipts = db.session.scalars(select(Envelope.receipt)).all()
    assert len(set(receipts)) == 3 and first in receipts
    with clock.moved(closed):
        assert set(would_be_set_aside(db.session.get_one(Round, id_))) == {"wrong_mark"}


def test_an_opening_writes_a_receipt_once_whatever_is_in_the_box(make):
    ballot = frozen_ballot(make.voting_round().id)
    rows = ballot_rows(ballot, [OpenedVote({1: 1}, False, "A" * 12), OpenedVote({2: 1}, False, "A" * 12)])
    assert [len(each) for each in rows.left] == [2, 2, 1] and len(rows.made_of) == 2
