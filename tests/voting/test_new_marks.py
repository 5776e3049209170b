"""Votes that lie in a shut box are marked anew with everything else, and count as before."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from pb.database import db
from pb.rounds.models import Round
from pb.voting.actions.new_marks import mark_anew
from pb.voting.models import Envelope
from tests.support.box_looked_into import would_be_set_aside
from tests.support.makers.voting import COMMAND
from tests.support.safety import tampering
from tests.support.safety.racing import open_the_box

pytestmark = pytest.mark.both_databases


def test_votes_in_a_box_are_marked_one_by_one_as_they_lie_there(make):
    round_id = make.voting_round().id
    make.cast(db.session.get_one(Round, round_id), (1,), (2, 3))
    table = Envelope.__table__
    right = dict(db.session.execute(select(table.c.right_key, table.c.keyed_mark)).all())
    tampering.without_any_guard()
    with db.engine.begin() as connection:
        connection.execute(update(table).values(keyed_mark="0" * 64))
    db.session.rollback()
    assert would_be_set_aside(db.session.get_one(Round, round_id)) == {"wrong_mark": 2}
    mark_anew(COMMAND)
    assert dict(db.session.execute(select(table.c.right_key, table.c.keyed_mark)).all()) == right
    assert would_be_set_aside(db.session.get_one(Round, round_id)) == {}
    assert open_the_box(db.session.get_one(Round, round_id)) == 2
