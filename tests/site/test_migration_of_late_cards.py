"""Cards that came with votes from tablets: an older version does not know them, and without them the tables are as they were."""

from __future__ import annotations

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from pb.codes import new_code
from pb.database import db, transaction
from pb.keystore import desk_key, load_key
from pb.mark_keeping import mark_everything
from pb.marked import delete_rows
from pb.record.actions import acting
from pb.voting.models import HeldEnvelope, VotingRight
from pb.web.access import FACILITATOR
from tests.support.acts import SOMETHING_DONE
from tests.support.make import Make
from tests.support.makers.voting import COMMAND
from tests.support.tablets import Tablet

pytestmark = pytest.mark.both_databases
BEFORE = "0172_public_times"


def rows() -> list[tuple]:
    with db.engine.connect() as connection:
        columns = "key, status, from_stock, keyed_mark"
        return sorted(map(tuple, connection.execute(text(f"SELECT {columns} FROM voting_right"))), key=repr)


def test_a_card_that_waits_or_was_taken_keeps_the_older_version_away_and_nothing_else_does(migrated):
    make = Make(migrated)
    round_ = make.voting_round(entitlement="code")
    with transaction():
        load_key(desk_key(round_.id))
    with acting(COMMAND, SOMETHING_DONE) as act:  # an older version cannot keep what it does not know
        unset = text("UPDATE round SET objection_days = NULL")
        mark_everything(act.session, lambda: [act.session.execute(unset)])
    tablet = Tablet(make.kiosk(make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))))
    tablet.makes_contact(wanted=12)
    tablet.unused.append(tablet.begins())
    tablet.makes_contact()
    assert tablet.sends(tablet.vote(1, code=new_code())) == ["held"]
    db.session.remove()
    with pytest.raises(SystemExit):
        downgrade(revision=BEFORE)
    db.session.remove()
    with transaction() as session:
        delete_rows(session, HeldEnvelope, HeldEnvelope.kiosk_id == tablet.kiosk_id)
    db.session.remove()
    kept = rows()
    downgrade(revision=BEFORE)
    assert rows() == kept
    upgrade()
    assert rows() == kept
    (card,) = make.cards(db.session.get_one(type(round_), tablet.round_id))
    assert tablet.sends(tablet.vote(2, code=card.code)) == ["taken"]
    assert db.session.query(VotingRight).filter(VotingRight.with_card).count() == 1
    db.session.remove()
    with pytest.raises(SystemExit):
        downgrade(revision=BEFORE)
    db.session.remove()
