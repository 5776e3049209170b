"""A card goes out by post without a paper, to somebody who votes online or on a tablet."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from pb.database import transaction
from pb.refusals import Refusal
from pb.roles import COORDINATOR
from pb.voting import actions
from pb.voting.queries import right_of_card
from pb.voting.queries.post import post_account, postal_votes

pytestmark = pytest.mark.both_databases

ROSE = ("Rose Grant", "Flat 2, 7 Quay Street\nThistlemoor EH6 1AA")


@pytest.fixture
def round_(make):
    round_ = make.voting_round()
    make.cards(round_, 4)
    return round_


@pytest.fixture
def office(make):
    return make.actor(COORDINATOR)


def test_a_card_that_goes_out_alone_votes_online_and_nothing_is_expected_back(office, round_):
    actions.take_request(office, round_, 1, *ROSE, "list", large_print=False, alone=True)
    actions.take_request(office, round_, 2, "Jim", "Elsewhere", "letter", large_print=False)
    actions.send_requests(office, round_, "1-2")
    account = post_account(round_.id)
    assert (account.sent, account.alone, account.not_returned) == (1, 1, 1)
    assert right_of_card(round_.id, 1).status is None, "the card still gives its vote, online or on a tablet"
    with pytest.raises(Refusal, match="was not posted"), transaction() as session:
        session.execute(text("INSERT INTO postal_return (round_id, number) VALUES (:here, 1)"), {"here": round_.id})
    with pytest.raises(Refusal, match="its request stays"), transaction() as session:
        session.execute(text("UPDATE postal_request SET alone = NULL WHERE number = 1"))


def test_a_lost_card_that_went_out_alone_is_replaced_alone(make, office, round_):
    actions.take_request(office, round_, 1, *ROSE, "letter", large_print=False, alone=True)
    actions.send_requests(office, round_, "1")
    make.replaced_card(round_, 1)
    new = actions.send_in_place(office, round_, 1)
    assert {each.request.number: each.request.alone for each in postal_votes(round_.id)} == {1: True, new: True}
