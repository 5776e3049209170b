"""A tablet that needs no network, and the server itself: what was cast without a network is counted, once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from pb.database import db
from pb.voting import queries
from pb.voting.actions.ballot_keys import load_ballot_key
from pb.voting.models import Envelope, Turnout
from pb.voting.rules.sealing import Choices, EnvelopeOpener
from tests.support import kiosk_alone as alone
from tests.support.browser import TABLET

#: The settings of the round, and what three voters choose.
TYPES = {
    "choose": ({"min_choices": 1, "max_choices": 3}, [{2: 1}, {1: 1, 6: 1}, {3: 1, 4: 1, 5: 1}]),
    "points": ({"ballot_type": "points", "points_to_share": 5, "max_choices": 3}, [{2: 5}, {1: 1, 6: 3}, {4: 1}]),
    "rank": ({"ballot_type": "rank", "max_choices": 3}, [{2: 1}, {6: 1, 1: 2}, {5: 1, 3: 2, 4: 3}]),
}


@pytest.fixture
def round_(make, request):
    settings, _choices = TYPES[request.param]
    return make.voting_round(entitlement="vouch", rotation=True, **settings)


def in_the_box(round_id: int) -> int:
    db.session.rollback()
    return queries.envelopes_in(round_id)


def opened(round_) -> list[Choices]:
    """What the envelopes in the box say, opened with the round's key."""
    opener = EnvelopeOpener(load_ballot_key(round_).private)
    return [opener.unseal(round_.id, each.right_key, each.sealed) for each in db.session.scalars(select(Envelope))]


def in_no_order(ballots: list[Choices]) -> list:
    return sorted(sorted(each.items()) for each in ballots)


@pytest.mark.parametrize(("round_", "kind"), [(kind, kind) for kind in TYPES], indirect=["round_"])
def test_three_votes_without_a_network_are_in_the_box_once_each(
    new_browser_visitor, voting_session, round_, make, kind
):
    tablet = new_browser_visitor(TABLET, has_touch=True, service_workers="allow")
    alone.set_up(tablet, voting_session)
    tablet.context.set_offline(True)
    receipts = {alone.votes(tablet, choices) for choices in TYPES[kind][1]}
    assert in_the_box(round_.id) == 0
    tablet.context.set_offline(False)
    alone.until(lambda: in_the_box(round_.id) == 3, tablet.page)
    alone.all_are_sent(tablet)
    assert set(db.session.scalars(select(Envelope.receipt))) == receipts
    assert set(db.session.scalars(select(Turnout.channel))) == {"kiosk"}
    assert queries.rights_of_session(voting_session.id)["opening", "cast"] == 3
    assert in_no_order(opened(round_)) == in_no_order(TYPES[kind][1])
