"""Votes that were sealed on a tablet: each is in the box once, held, or refused, whatever happens meanwhile."""

from __future__ import annotations

import secrets
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from pb import clock as time
from pb.codes import code_of_digest
from pb.database import db
from pb.rounds import actions as decisions
from pb.rounds.models import Round
from pb.venues.models import VotingSession
from pb.voting import actions, queries
from pb.voting.models import Envelope, Kiosk, KioskContact, StockedOpening, Turnout, VotingRight
from pb.web.access import COORDINATOR, FACILITATOR, STEERING, Actor
from tests.support.ballot_types import values_of
from tests.support.box_looked_into import would_be_set_aside
from tests.support.makers.voting import COMMAND
from tests.support.safety.guarded_frozen import project_of, propose
from tests.support.safety.to_decide import decide
from tests.support.tablets import Tablet

pytestmark = pytest.mark.databases_in_turn


def stops(tablet) -> None:
    actions.stop_kiosk(COMMAND, tablet.session, tablet.kiosk)


def opens(tablet) -> int:
    """The tablet is heard out, its session accounted for, and the box opened."""
    round_ = db.session.get_one(Round, tablet.round_id)
    with time.moved(round_.post_closes_at + timedelta(hours=1)):
        return actions.decrypt_ballot_box(COMMAND, round_)


def test_a_vote_that_was_sealed_on_the_tablet_is_counted_as_it_was_chosen(make, tablet):
    votes = [tablet.vote(1, 2), tablet.vote(3, assisted=True)]
    assert tablet.sends() == ["taken", "taken"] and tablet.waiting == []
    assert db.session.scalars(select(Turnout.assisted).order_by(Turnout.assisted)).all() == [False, True]
    assert set(db.session.scalars(select(Envelope.receipt))) == {code_of_digest(each.digest) for each in votes}
    tablet.makes_contact()
    actions.leave(tablet.session, tablet.kiosk)
    make.accounted(tablet.session)
    assert opens(tablet) == 2 and values_of(tablet.round_id) == [{1: 1, 2: 1}, {3: 1}]
    assert db.session.scalars(select(StockedOpening.key)).all() == []
    assert tablet.sends(*votes) == ["taken", "taken"], "the answer was lost on the way, until after the opening"
    late = tablet.vote(2, right=votes[0].right_key)
    assert tablet.sends(late) == ["refused"]
    assert db.session.get_one(KioskContact, tablet.kiosk_id).refused == 1


def test_the_opening_leaves_no_stock_of_a_tablet_that_was_stopped(make, tablet):
    tablet.vote(1)
    tablet.sends()
    tablet.makes_contact()
    assert db.session.scalars(select(StockedOpening.key)).all()
    stops(tablet)
    make.accounted(tablet.session)
    assert opens(tablet) == 1 and db.session.scalars(select(StockedOpening.key)).all() == []


def test_the_same_votes_again_change_nothing(tablet):
    """The answer was lost, or two tabs of the tablet send the same."""
    first = [tablet.vote(1), tablet.vote(2)]
    for _ in range(3):
        assert tablet.sends(*first) == ["taken", "taken"]
    assert queries.envelopes_in(tablet.round_id) == 2
    assert tablet.sends(replace(first[0], attempt=secrets.token_hex(16))) == ["refused"], (
        "another vote of the same turn"
    )
    assert queries.envelopes_in(tablet.round_id) == 2


@pytest.mark.both_databases
def test_two_that_send_the_same_at_one_moment_put_it_in_once(app, tablet):
    votes = [tablet.vote(1) for _ in range(4)]
    id_, session_id = tablet.kiosk_id, tablet.session_id
    db.session.remove()

    def send(_n: int) -> dict:
        with app.app_context():
            here = db.session.get_one(VotingSession, session_id), db.session.get_one(Kiosk, id_)
            return actions.take_votes(*here, votes, accounted=False)

    with ThreadPoolExecutor(4) as tabs:
        found = list(tabs.map(send, range(4)))
    assert all(set(each.values()) == {"taken"} and len(each) == 4 for each in found)
    assert queries.envelopes_in(tablet.round_id) == 4


def test_a_vote_whose_turn_was_told_before_and_one_whose_was_not_go_in_alike(tablet):
    told = tablet.begins()
    tablet.makes_contact(wanted=12)
    tablet.vote(1, right=told)
    tablet.vote(2)
    assert tablet.sends() == ["taken", "taken"]
    assert queries.rights_of_session(tablet.session_id) == {("opening", "cast"): 2}


def test_from_a_stopped_tablet_votes_are_held_and_two_people_decide(make, tablet):
    told = tablet.begins()
    tablet.makes_contact(wanted=12)
    votes = [tablet.vote(1, right=told), tablet.vote(2), tablet.vote(3)]
    stops(tablet)
    assert tablet.sends(*votes) == ["held"] * 3 and tablet.sends(*votes) == ["held"] * 3
    assert queries.held_by_kiosk(tablet.round_id) == {tablet.kiosk_id: 3} and queries.envelopes_in(tablet.round_id) == 0
    tablet.waiting = []
    tablet.makes_contact()
    make.accounted(tablet.session)
    decide(make, tablet.round_id, "held", tablet.kiosk_id, "count:voter_was_there")
    assert tablet.sends(*votes) == ["taken"] * 3, "the answer was lost, and meanwhile two people let them in"
    assert opens(tablet) == 3


def test_what_two_people_turned_away_stays_refused(make, tablet):
    vote = tablet.vote(1)
    stops(tablet)
    tablet.sends()
    tablet.makes_contact()
    make.accounted(tablet.session)
    decide(make, tablet.round_id, "held", tablet.kiosk_id, "leave_out:not_known")
    assert tablet.sends(vote) == ["refused"] and opens(tablet) == 0


def test_after_the_account_and_after_the_close_they_are_held(make, tablet, round_, clock):
    early, late, last = tablet.vote(1), tablet.vote(2), tablet.vote(3)
    assert tablet.sends(early) == ["taken"]
    tablet.waiting = []
    tablet.begun = [early.right_key]
    clock.set(tablet.session.ends_at + timedelta(hours=2))
    tablet.makes_contact()
    make.accounted(tablet.session)
    assert tablet.sends(late) == ["held"]
    clock.set(round_.voting_closes_at + timedelta(days=2))
    assert tablet.sends(last) == ["held"]
    assert queries.rights_of_session(tablet.session_id) == {("opening", "cast"): 1, ("opening", "unused"): 2}


def test_after_the_close_a_vote_of_a_session_without_an_account_is_held_too(tablet, round_, clock):
    told = tablet.begins()
    tablet.makes_contact()
    tablet.vote(1, right=told)
    clock.set(round_.voting_closes_at + timedelta(hours=3))
    assert tablet.sends() == ["held"]


def test_a_turn_that_was_told_to_have_ended_and_brings_a_vote_is_held(tablet):
    key = tablet.begins()
    tablet.unused = [key]
    tablet.makes_contact()
    tablet.vote(1, right=key)
    assert tablet.sends() == ["held"]


def test_before_voting_opens_a_vote_waits_on_the_tablet(make, clock):
    now = time.now()
    dates = {name: now + timedelta(days=days) for name, days in (("voting_closes_at", 9), ("post_closes_at", 12))}
    round_ = make.voting_round(entitlement="vouch", voting_opens_at=now + timedelta(hours=20), **dates)
    voting_session = make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))
    tablet = Tablet(make.kiosk(voting_session))
    assert len(tablet.makes_contact()) == 5
    vote = tablet.vote(1)
    assert tablet.sends() == [""] and tablet.waiting == [vote] and queries.rights_of_session(tablet.session_id) == {}
    clock.set(now + timedelta(hours=21))
    assert tablet.sends() == ["taken"]


def test_what_nobody_gave_and_what_is_no_envelope_is_refused_and_hinders_no_other(make, tablet, voting_session):
    other = Tablet(make.kiosk(voting_session))
    other.makes_contact()
    good, broken = tablet.vote(1), replace(tablet.vote(2), sealed=b"short")
    strange, others = tablet.vote(1, right="0" * 32), tablet.vote(1, right=other.stock[0])
    assert tablet.sends(broken, strange, others, good) == ["refused", "refused", "refused", "taken"]
    assert db.session.get_one(KioskContact, tablet.kiosk_id).refused == 3


def test_a_code_is_no_opening(make, tablet):
    card = queries.right_of_code(make.cards(db.session.get_one(Round, tablet.round_id))[0].code)
    assert tablet.sends(tablet.vote(1, right=card.key)) == ["refused"]
    assert db.session.get_one(VotingRight, card.key).status is None


def test_in_a_round_that_was_abandoned_votes_are_refused(make, tablet):
    vote = tablet.vote(1)
    decision = decisions.propose_abandoning(
        make.actor(COORDINATOR), db.session.get_one(Round, tablet.round_id), "The money was withdrawn."
    )
    decisions.agree_to_abandon(make.actor(STEERING), decision)
    assert tablet.sends(vote) == ["refused"]


def test_a_vote_for_a_project_that_was_withdrawn_meanwhile_counts_for_its_others(make, tablet, round_):
    vote = tablet.vote(1, 2)
    member = make.staff(STEERING)
    propose(
        round_,
        {"steering": member.id},
        kind="withdraw",
        project_id=project_of(round_),
        agreed_by=make.staff(STEERING).id,
        agreed_at=time.now(),
    )
    assert tablet.sends(vote) == ["taken"]


#: What a tablet that was tampered with may seal, and what becomes of it at the opening.
STRANGE = [
    (b'{"1":1,"2":1,"3":1,"4":1}', "not_allowed"), (b'{"99":1}', "not_allowed"), (b'{"1":7}', "not_allowed"),
    (b"[" * 1024, "does_not_open"), (b'{"1":1e999}', "does_not_open"), (b'{"1":NaN}', "does_not_open"),
    (b'{"1":1.0}', "does_not_open"), (b'{"1":"1"}', "does_not_open"), (b'{"1":null}', "does_not_open"),
    (b"[1,2]", "does_not_open"), (b"null", "does_not_open"), (b'{"1":1,"01":1}', "does_not_open"),
    (b'{"one":1}', "does_not_open"), (b"\xff\xfe", "does_not_open"), (b"", "does_not_open"),
    (b'{"-1":1}', "not_allowed"), (b'{"1":[1]}', "does_not_open"), (b'{"1":' + b"9" * 900 + b"}", "not_allowed"),
]  # fmt: skip


def test_what_no_ballot_allows_is_set_aside_at_the_opening_and_the_others_count(make, tablet, round_):
    """Two people confirm how many there are, and nobody reads them."""
    tablet.makes_contact(wanted=len(STRANGE) + 1)
    for plain, _why in STRANGE:
        tablet.seals(plain)
    tablet.vote(1)
    while tablet.waiting:
        assert set(tablet.sends(*tablet.waiting[:10])) == {"taken"}
    tablet.makes_contact()
    actions.leave(tablet.session, tablet.kiosk)
    make.accounted(tablet.session)
    aside = dict(Counter(why for _plain, why in STRANGE))
    coordinator, member = make.staff(COORDINATOR), make.staff(STEERING)
    with time.moved(round_.post_closes_at + timedelta(hours=1)):
        assert would_be_set_aside(db.session.get_one(Round, round_.id)) == aside
        confirmed = actions.ConfirmedSetAside(aside, also_by=member.id)
        by = Actor(coordinator.id, COORDINATOR)
        assert actions.decrypt_ballot_box(by, db.session.get_one(Round, round_.id), confirmed=confirmed) == 1
    assert values_of(round_.id) == [{1: 1}]
