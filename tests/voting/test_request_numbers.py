"""The numbers of a kiosk's requests on both databases: each is taken once, and only upwards."""

from __future__ import annotations

import base64
import random

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select

from pb.database import db, transaction
from pb.refusals import Refusal
from pb.voting import actions
from pb.voting.models import Kiosk
from pb.web.access import Actor, Role
from tests.support.kiosks import KioskKey
from tests.support.safety.racing import at_once

pytestmark = pytest.mark.both_databases


@pytest.fixture
def voting_session(make):
    round_ = make.voting_round(entitlement="vouch")
    return make.session_at(round_, make.staff(Role.FACILITATOR, declared_in=round_))


@pytest.fixture
def kiosk_id(voting_session) -> int:
    pair(voting_session, KioskKey().public)
    found = db.session.scalar(select(Kiosk.id))
    db.session.rollback()
    return found


def pair(voting_session, public_key: str) -> str:
    by = Actor(voting_session.team[0].account_id, Role.FACILITATOR)
    return actions.pair(by, voting_session, name="A", next_pin="2468", leave_pin="97531", public_key=public_key)


def test_a_number_is_taken_once_and_a_lower_one_never(kiosk_id):
    assert [actions.take_request_number(kiosk_id, number) for number in (1, 1, 5, 3, 5, 6)] == [
        None,
        1,
        None,
        5,
        5,
        None,
    ]


def test_of_requests_at_the_same_moment_each_number_is_taken_by_one_and_none_after_a_higher_one(app, kiosk_id):
    numbers = [1 + place // 4 for place in range(40)]
    random.Random(4).shuffle(numbers)
    told = at_once(app, [lambda n=number: actions.take_request_number(kiosk_id, n) for number in numbers])
    taken = [number for number, newest in zip(numbers, told, strict=True) if newest is None]
    assert len(taken) == len(set(taken)) and 10 in taken
    assert all(newest is None or newest >= number for number, newest in zip(numbers, told, strict=True))
    assert db.session.scalar(select(Kiosk.last_count)) == 10


def test_the_kiosk_stays_readable_and_can_be_revoked_whatever_its_number_is(kiosk_id, voting_session):
    actions.take_request_number(kiosk_id, 7)
    kiosk = db.session.get(Kiosk, kiosk_id)
    actions.stop_kiosk(Actor(voting_session.team[0].account_id, Role.FACILITATOR), voting_session, kiosk)
    assert actions.take_request_number(kiosk_id, 8) is None, "a vote whose answer was lost is still told its receipt"


def test_the_database_itself_keeps_key_and_number(kiosk_id):
    actions.take_request_number(kiosk_id, 7)
    for change, sentence in (
        ({"last_count": 6}, "cannot go back"),
        ({"public_key": KioskKey().public}, "cannot be changed"),
    ):
        with pytest.raises(Refusal, match=sentence), transaction() as session:
            session.connection().execute(Kiosk.__table__.update().values(**change))


def published(key) -> str:
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(spki).decode()


def written_short() -> str:
    """A key on the right curve, but with its point compressed: no browser writes it so."""
    point = ec.generate_private_key(ec.SECP256R1()).public_key()
    head = bytes.fromhex("3039301306072a8648ce3d020106082a8648ce3d030107032200")
    return base64.b64encode(head + point.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)).decode()


NO_KEYS = {
    "nothing": lambda: "",
    "no base64": lambda: "nonsense é",
    "no key": lambda: "AAAA",
    "another curve": lambda: published(ec.generate_private_key(ec.SECP384R1())),
    "another kind": lambda: published(ed25519.Ed25519PrivateKey.generate()),
    "written otherwise": written_short,
    "an unknown kind": lambda: base64.b64encode(bytes.fromhex("300c300706052b0e0302070301000a")).decode(),
}


@pytest.mark.parametrize("key", NO_KEYS.values(), ids=NO_KEYS)
def test_no_kiosk_without_a_key(voting_session, key):
    with pytest.raises(Refusal, match="cannot keep a key of its own"):
        pair(voting_session, key())


def test_one_key_is_for_one_kiosk(voting_session):
    key = KioskKey().public
    assert pair(voting_session, key)
    with pytest.raises(Refusal, match="has just been set up"):
        pair(voting_session, key)
