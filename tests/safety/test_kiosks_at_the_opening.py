"""At the opening the votes that came from each kiosk are held against the ballots that it opened."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from pb import clock
from pb.database import db
from pb.marks import mark
from pb.rounds.models import Round
from pb.voting import actions, queries
from pb.voting.models import Envelope, SetAside, Turnout, VotingRight
from pb.voting.rules.envelopes import ENVELOPE, marked_values
from pb.web.access import Actor, Role
from tests.support.box_looked_into import would_be_set_aside
from tests.support.kiosks import KioskKey
from tests.support.safety import tampering

pytestmark = pytest.mark.both_databases
ENVELOPES, TURNOUT = Envelope.__table__, Turnout.__table__


@pytest.fixture
def round_id(make):
    """Two votes from each of two kiosks, one ballot that nobody cast, and two votes from home."""
    round_ = make.voting_round(entitlement="vouch")
    facilitator = make.staff(Role.FACILITATOR)
    voting_session = make.session_at(round_, facilitator)
    ballot, by = queries.frozen_ballot(round_.id), Actor(facilitator.id, Role.FACILITATOR)
    for name in ("Tablet 1", "Tablet 2"):
        actions.pair(by, voting_session, name=name, next_pin="2580", leave_pin="1470", public_key=KioskKey().public)
    for kiosk in queries.kiosks_of(voting_session.id):
        for number in (1, 2):
            key = actions.begin_turn(voting_session, kiosk)
            actions.cast_vote(
                actions.VoteToCast(
                    ballot,
                    key,
                    secrets.token_hex(16),
                    {number: 1},
                    "kiosk",
                    voting_session.venue_id,
                    opened_at=clock.now(),
                )
            )
        actions.begin_turn(voting_session, kiosk)
        actions.end_turn(kiosk)
    make.cast(round_, (3,), (1, 2))
    id_ = round_.id
    tampering.without_any_guard()
    db.session.rollback()
    return id_


def looked(round_id: int) -> dict[str, int]:
    db.session.rollback()
    return dict(would_be_set_aside(db.session.get(Round, round_id)))


def test_votes_and_openings_of_each_kiosk_agree(round_id):
    assert looked(round_id) == {}


def test_a_vote_that_is_missing_from_a_kiosk_shows_at_that_kiosk(round_id):
    one = select(VotingRight.key).where(VotingRight.kind == "opening", VotingRight.status == "cast").limit(1)
    with db.engine.begin() as connection:
        connection.execute(ENVELOPES.delete().where(ENVELOPES.c.right_key == connection.scalar(one)))
    assert looked(round_id) == {"missing": 1, "kiosks_differ": 1}


def test_a_vote_from_home_that_is_said_to_come_from_a_kiosk_shows_even_with_a_right_mark(make, round_id):
    """Somebody has the key for the marks as well."""
    with db.engine.begin() as connection:
        key = connection.scalar(
            select(VotingRight.key).where(VotingRight.kind == "code", VotingRight.status == "cast").limit(1)
        )
        connection.execute(update(TURNOUT).where(TURNOUT.c.right_key == key).values(channel="kiosk"))
        spent, envelope = (
            dict(connection.execute(select(each).where(each.c.right_key == key)).mappings().one())
            for each in (TURNOUT, ENVELOPES)
        )
        new = mark(ENVELOPE, *marked_values(spent, envelope))
        connection.execute(update(ENVELOPES).where(ENVELOPES.c.right_key == key).values(keyed_mark=new))
    assert looked(round_id) == {"kiosks_differ": 1}
    round_ = db.session.get(Round, round_id)
    by, other = Actor(make.account(Role.COORDINATOR).id, Role.COORDINATOR), make.account(Role.STEERING).id
    with clock.moved(round_.post_closes_at + timedelta(hours=1)):
        with pytest.raises(actions.TwoMustConfirm):
            actions.decrypt_ballot_box(by, round_)
        assert (
            actions.decrypt_ballot_box(by, round_, confirmed=actions.ConfirmedSetAside({"kiosks_differ": 1}, other))
            == 6
        )
    assert db.session.scalars(select(SetAside.reason)).all() == ["kiosks_differ"]
