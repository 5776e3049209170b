"""An act and its line in the record are one: neither is there without the other; and equal reasons look unlike."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from pb.database import db
from pb.keystore import load_key
from pb.record.actions import acting
from pb.record.actions import record_lines as record
from pb.record.models import Reason, RecordLine
from pb.record.queries import verify_record
from pb.venues.actions.venues import VENUE_ADDED
from pb.venues.models import Venue
from pb.web.access import Actor, Role
from tests.support.acts import SOMETHING_DONE

pytestmark = pytest.mark.both_databases

BY = Actor(None, Role.COMMAND)


class PowerCut(Exception):
    pass


def how_many(model) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def add_a_venue(reason: str = "", fails: bool = False) -> None:
    with acting(BY, VENUE_ADDED, reason=reason) as act:
        act.session.add(Venue(name="Leith Library"))
        act.session.flush()
        if fails:
            raise PowerCut


def test_when_the_line_cannot_be_written_nothing_of_the_act_stays(app, monkeypatch):
    def no_ink(_entry) -> str:
        raise PowerCut

    with monkeypatch.context() as patched, pytest.raises(PowerCut):
        patched.setattr(record, "chained", no_ink)
        add_a_venue(reason="A quiet room")
    assert (how_many(Venue), how_many(RecordLine), how_many(Reason)) == (0, 0, 0)
    add_a_venue(reason="A quiet room")
    assert (how_many(Venue), how_many(RecordLine), how_many(Reason)) == (1, 1, 1)


def test_when_the_text_beside_the_line_cannot_be_written_nothing_of_either_stays(app, monkeypatch):
    load_key("marks")  # made before
    monkeypatch.setattr(record.secrets, "token_hex", lambda _bytes: None)  # a salt that the table does not take
    with pytest.raises(Exception, match="salt"):
        add_a_venue(reason="A quiet room")
    assert (how_many(Venue), how_many(RecordLine), how_many(Reason)) == (0, 0, 0)


def test_an_act_that_fails_leaves_no_line(app):
    with pytest.raises(PowerCut):
        add_a_venue(reason="A quiet room", fails=True)
    assert (how_many(Venue), how_many(RecordLine), how_many(Reason)) == (0, 0, 0)
    assert verify_record().faults == ()


def test_an_act_that_the_database_refuses_leaves_no_line(app):
    add_a_venue()
    with pytest.raises(IntegrityError):
        add_a_venue()
    assert (how_many(Venue), how_many(RecordLine)) == (1, 1)


def test_the_same_reason_given_twice_has_two_hashes(app):
    for _ in range(2):
        with acting(BY, SOMETHING_DONE, reason="Ill health"):
            pass
    lines = list(db.session.scalars(select(RecordLine)))
    assert len({line.reason_hash for line in lines}) == 2
    salts = db.session.scalars(select(Reason.salt))
    assert {len(salt) for salt in salts} == {32}  # 128 bits: nobody can try likely texts on an erased one


def test_what_people_wrote_stands_beside_the_line_and_never_in_it(app):
    with acting(BY, SOMETHING_DONE, reason="Because of Mrs Fairweather"):
        pass
    line = db.session.scalar(select(RecordLine))
    columns = {column.key: getattr(line, column.key) for column in RecordLine.__table__.columns}
    assert "Fairweather" not in json.dumps(columns, default=str)
    assert line.reason.text == "Because of Mrs Fairweather"
