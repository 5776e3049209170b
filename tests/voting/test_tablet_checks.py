"""A ballot that is checked instead of cast: sealed once more here it comes out alike, or the tablet did not tell the
truth.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from pb.codes import code_of_digest
from pb.database import db
from pb.paper import actions as paper
from pb.rounds.models import Round
from pb.voting import queries
from pb.voting.models import TabletCheck
from pb.voting.rules.ballot_keys import key_of
from pb.voting.rules.envelope_digest import envelope_digest
from pb.voting.rules.sealing import EnvelopeOpener
from pb.voting.rules.tablet_checks import is_as_shown, sealed_with
from tests.support.makers.voting import COMMAND
from tests.support.tablets import Tablet

KEY = key_of(47)
#: RFC 9180, A.3.1: the private key of one message, and its public half, with which an envelope begins.
RFC_SECRET = 0x4995788EF4B9D6132B249CE59A77281493EB39AF373D236A1FE415CB0C2D7BEB
RFC_POINT = (
    "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9b"
    "fcb9382657222d18c4"
)


@pytest.fixture
def tablet(make, voting_session):
    found = Tablet(make.kiosk(voting_session))
    found.makes_contact()
    return found


def kept(tablet) -> list[TabletCheck]:
    return [check for _kiosk, check in queries.tablet_checks_of(tablet.session_id)]


def test_what_is_sealed_with_a_known_key_opens_as_every_envelope():
    sealed = sealed_with(RFC_SECRET, KEY.public, 7, "right", {3: 1, 12: 2})
    assert sealed[:65].hex() == RFC_POINT and len(sealed) == 1105
    assert EnvelopeOpener(KEY.private).unseal(7, "right", sealed) == {3: 1, 12: 2}
    assert sealed == sealed_with(RFC_SECRET, KEY.public, 7, "right", {12: 2, 3: 1}), "always the same bytes"


@pytest.mark.parametrize(
    "said",
    [
        {"choices": {3: 1}},
        {"choices": {}},
        {"ephemeral": 2},
        {"ephemeral": 0},
        {"ephemeral": 2**256 - 1},
        {"right_key": "other"},
        {"round_id": 8},
        {"choices": dict.fromkeys(range(1000, 1200), 1)},
    ],
)
def test_who_says_something_else_than_was_sealed_is_found(said):
    told = {"ephemeral": 5, "public_key": KEY.public, "round_id": 7, "right_key": "right", "choices": {4: 1}}
    sealed = sealed_with(**told)
    assert is_as_shown(sealed, **told)
    assert not is_as_shown(sealed, **{**told, **said})


def code_of(tablet, check) -> str:
    return code_of_digest(envelope_digest(tablet.round_id, check.right_key, check.sealed))


@pytest.mark.databases_in_turn
def test_a_ballot_that_was_checked_is_kept_and_is_no_vote(tablet, round_):
    check = tablet.checks(2, 3)
    for _told in range(2):  # an answer was lost: it is told again
        tablet.begun, tablet.unused = [check.right_key], [check.right_key]
        tablet.makes_contact(checks=[check])
    (found,) = kept(tablet)
    assert found.code == code_of(tablet, check) and found.choices == {2: 1, 3: 1} and found.is_as_shown
    assert dict(queries.rights_of_session(tablet.session_id)) == {("opening", "unused"): 1}
    assert queries.tablet_checks_in(round_.id) == {"checked": 1, "tablets": 1, "not_shown": 0, "not_shown_on": 0}


@pytest.mark.databases_in_turn
def test_a_tablet_that_sealed_something_else_is_found(tablet, round_):
    honest, other = tablet.checks(2), tablet.checks(3)
    tablet.makes_contact(checks=[honest, replace(other, choices={2: 1})])
    found = {each.code: each for each in kept(tablet)}
    assert found[code_of(tablet, honest)].is_as_shown
    lied = found[code_of(tablet, other)]
    assert not lied.is_as_shown and lied.choices == {}
    assert queries.tablet_checks_in(round_.id) == {"checked": 2, "tablets": 1, "not_shown": 1, "not_shown_on": 1}


@pytest.mark.databases_in_turn
def test_only_an_opening_of_this_tablet_that_ended_without_a_vote_is_checked(make, tablet, voting_session):
    other = Tablet(make.kiosk(voting_session))
    other.makes_contact()
    theirs, cast = other.checks(2), tablet.vote(3)
    assert tablet.sends() == ["taken"]
    mine = tablet.checks(2)
    still_open = replace(mine, right_key=tablet.begins())
    tablet.makes_contact(checks=[theirs, replace(mine, right_key=cast.right_key), still_open])
    assert kept(tablet) == []


@pytest.mark.databases_in_turn
def test_what_was_checked_never_becomes_a_vote(tablet):
    check = tablet.checks(2)
    tablet.makes_contact(checks=[check])
    vote = tablet.sealed(check.right_key, check.sealed)
    assert tablet.sends(vote) == ["refused"]
    assert queries.held_by_kiosk(tablet.round_id) == {}


@pytest.mark.databases_in_turn
def test_a_check_cannot_be_changed_and_none_comes_after_the_opening(tablet, make, round_, clock):
    check, late = tablet.checks(2), tablet.checks(3)
    tablet.makes_contact(checks=[check])
    with pytest.raises(DatabaseError, match="checked_stays"), db.engine.begin() as connection:
        connection.execute(text("UPDATE tablet_check SET sealed = NULL"))
    clock.set(round_.post_closes_at + timedelta(hours=1))
    tablet.makes_contact()
    make.accounted(tablet.session)
    paper.open_ballot_box(COMMAND, db.session.get_one(Round, round_.id))
    tablet.makes_contact(checks=[late])
    assert [each.code for each in kept(tablet)] == [code_of(tablet, check)]
