"""Two votes with one attempt would have one receipt, and an opening that writes one twice breaks, for ever. (Of tablets that
were set up before decision 182: since then a receipt is of an envelope.)
"""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from pb import clock as time
from pb.codes import older_receipt_of
from pb.database import db
from pb.rounds.models import Round
from pb.venues.models import VotingSession
from pb.voting import actions, queries
from pb.voting.models import Kiosk
from tests.support.ballot_types import values_of
from tests.support.makers.voting import COMMAND
from tests.support.safety.to_decide import decide
from tests.support.tablets import Tablet

pytestmark = pytest.mark.both_databases


@pytest.fixture
def tablet(make, voting_session) -> Tablet:
    found = Tablet(make.kiosk(voting_session), older_scripts=True)
    found.makes_contact(wanted=12)
    return found


def opens(round_id: int) -> int:
    round_ = db.session.get_one(Round, round_id)
    with time.moved(round_.post_closes_at + timedelta(hours=1)):
        return actions.decrypt_ballot_box(COMMAND, round_)


def test_of_two_votes_with_one_attempt_the_second_is_held_and_the_box_can_be_opened(make, tablet):
    first, other = tablet.vote(1), tablet.vote(3)
    second = replace(tablet.vote(2), attempt=first.attempt)
    assert tablet.sends(first, second, other) == ["taken", "held", "taken"]
    assert tablet.sends(first, second, other) == ["taken", "held", "taken"], "the answers were lost"
    tablet.waiting = []
    tablet.makes_contact()
    actions.leave(tablet.session, tablet.kiosk)
    make.accounted(tablet.session)
    decide(make, tablet.round_id, "held", tablet.kiosk_id, "count:voter_was_there")
    assert opens(tablet.round_id) == 3 and values_of(tablet.round_id) == [{1: 1}, {2: 1}, {3: 1}]
    assert {older_receipt_of(each.attempt) for each in (first, other)} < set(queries.receipts(tablet.round_id))
    unknown = replace(second, right_key="0" * 32)
    assert tablet.sends(unknown) == ["refused"], "the receipt alone is not that of a vote of this opening"


def test_held_votes_with_one_attempt_go_in_with_receipts_of_their_own(make, tablet):
    votes = [tablet.vote(1), tablet.vote(2), tablet.vote(3)]
    alike = [replace(each, attempt=votes[0].attempt) for each in votes]
    actions.stop_kiosk(COMMAND, tablet.session, tablet.kiosk)
    assert tablet.sends(*alike) == ["held"] * 3
    tablet.waiting = []
    tablet.makes_contact()
    make.accounted(tablet.session)
    decide(make, tablet.round_id, "held", tablet.kiosk_id, "count:voter_was_there")
    assert opens(tablet.round_id) == 3 and len(queries.receipts(tablet.round_id)) == 3


def test_of_tablets_that_are_set_up_now_votes_with_one_attempt_have_two_receipts(make, voting_session, tablet):
    now = Tablet(make.kiosk(voting_session))
    now.makes_contact()
    first, second = now.vote(1), now.vote(2)
    assert now.sends(first, replace(second, attempt=first.attempt)) == ["taken", "taken"]


def test_of_two_tablets_that_send_one_attempt_at_one_moment_one_vote_goes_in(app, make, tablet, voting_session):
    other = Tablet(make.kiosk(voting_session), older_scripts=True)
    other.makes_contact()
    attempt = secrets.token_hex(16)
    sent = [(each.session_id, each.kiosk_id, replace(each.vote(1), attempt=attempt)) for each in (tablet, other)]
    db.session.remove()

    def send(one: tuple) -> list[str]:
        with app.app_context():
            here = db.session.get_one(VotingSession, one[0]), db.session.get_one(Kiosk, one[1])
            return list(actions.take_votes(*here, [one[2]], accounted=False).values())

    with ThreadPoolExecutor(2) as tablets:
        assert sorted(tablets.map(send, sent)) == [["held"], ["taken"]]
    assert queries.envelopes_in(tablet.round_id) == 1
