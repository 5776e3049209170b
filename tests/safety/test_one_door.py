"""The one door, by every channel: what goes in is whole, what may not go in leaves nothing behind."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from pb import passwords
from pb.config import NEVER_WEAKER, SETTINGS
from pb.database import db, transaction
from pb.people.models import Account
from pb.refusals import Refusal
from pb.voting import actions
from pb.voting.models import CHANNELS, Envelope, Kiosk, Turnout, VotingRight
from pb.voting.queries import frozen_ballot
from pb.web.access import Actor, Role
from tests.support.kiosks import KioskKey
from tests.support.safety.racing import cast

KIND = {"online": "code", "kiosk": "opening", "paper": "paper", "post": "post"}


@pytest.fixture
def vote(make, request):
    """A vote that is ready to be cast by the channel, with a right of the kind that this channel spends."""
    round_ = make.voting_round(projects=6, min_choices=1, max_choices=3, entitlement="vouch")
    voting_session = make.session_at(round_, make.staff(Role.FACILITATOR))
    one = make.vote(round_, make.cards(round_)[0], 1, 2)
    channel = request.getfixturevalue("channel")
    if channel == "online":
        return one
    with transaction() as session:
        key = f"{CHANNELS.index(channel):032x}"
        more = {"session_id": voting_session.id} if channel in ("kiosk", "paper") else {}
        session.add(VotingRight(key=key, round_id=round_.id, kind=KIND[channel], **more))
    return replace(one, right_key=key, channel=channel, venue_id=voting_session.venue_id if more else None)


def left_behind(right_key: str) -> tuple[str | None, int, int]:
    """The status of the right, and how many lines of turnout and envelopes there are."""
    db.session.rollback()
    rows = [db.session.scalar(select(func.count()).select_from(model)) for model in (Turnout, Envelope)]
    return db.session.scalar(select(VotingRight.status).where(VotingRight.key == right_key)), *rows


@pytest.mark.both_databases
@pytest.mark.parametrize("channel", CHANNELS)
def test_by_each_channel_right_turnout_and_envelope_go_in_together_or_not_at_all(vote, channel):
    with pytest.raises(RuntimeError, match="the power is cut"), transaction() as session:
        actions.cast(session, vote)
        raise RuntimeError("the power is cut")
    assert left_behind(vote.right_key) == (None, 0, 0)
    receipt = cast(vote)
    assert left_behind(vote.right_key) == ("cast", 1, 1)
    assert cast(vote) == receipt and left_behind(vote.right_key) == ("cast", 1, 1), (
        "the same attempt again changes nothing"
    )
    with pytest.raises(Refusal, match="been cast"):
        cast(replace(vote, attempt="f" * 32))


NOT_ALLOWED = ({}, {1: 1, 2: 1, 3: 1, 4: 1}, {7: 1}, {1: 1, 99: 1}, {1: 2}, {1: 0}, {0: 1}, {-1: 1})


@pytest.mark.parametrize("channel", CHANNELS)
def test_by_each_channel_what_the_ballot_does_not_allow_is_refused_and_spends_nothing(vote, channel):
    for choices in NOT_ALLOWED:
        with pytest.raises(Refusal):
            cast(replace(vote, choices=choices))
        assert left_behind(vote.right_key) == (None, 0, 0), choices


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_right_of_one_round_opens_no_choice_of_another(vote, channel, make):
    other = make.voting_round(projects=6, min_choices=1)
    with pytest.raises(Refusal, match="This code is not for this round"):
        cast(replace(vote, ballot=frozen_ballot(other.id)))
    assert left_behind(vote.right_key) == (None, 0, 0)


def test_passwords_and_pins_are_kept_with_argon2_and_no_two_hashes_are_alike(app, make):
    app.config.update({each.name: each.default for each in SETTINGS if each.name in NEVER_WEAKER})  # as a real vote
    one, _two = (make.account(Role.FACILITATOR) for _ in range(2))
    voting_session = make.session_at(make.voting_round(), one)
    actions.pair(
        Actor(one.id, Role.FACILITATOR),
        voting_session,
        name="",
        next_pin="2468",
        leave_pin="97531",
        public_key=KioskKey().public,
    )
    kiosk = db.session.scalar(select(Kiosk))
    hashes = [*db.session.scalars(select(Account.password_hash)), kiosk.next_pin_hash, kiosk.leave_pin_hash]
    assert len(set(hashes)) == 4 and all(each.startswith("$argon2id$v=19$m=65536,t=3,p=4$") for each in hashes)
    assert passwords.verify_password(hashes[0], "lentil soup on tuesdays") and not passwords.verify_password(
        hashes[0], "lentil soup on mondays"
    )
