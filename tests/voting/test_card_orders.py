"""An order of cards, without a page: its codes are handed over once, to who ordered them, and what cannot be printed is
cancelled.
"""

from __future__ import annotations

import pytest

from pb import handover
from pb.database import db
from pb.job_running import run_next
from pb.jobs import Job
from pb.people.actions import close_account
from pb.people.models import Account
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.voting import queries
from pb.voting.actions import card_orders, release_cards


@pytest.fixture
def morag(make):
    return Actor(make.staff(Role.COORDINATOR).id, Role.COORDINATOR)


@pytest.fixture
def made(make, morag, monkeypatch):
    """Three cards in parts of two, made; the order and its private key."""
    monkeypatch.setattr(card_orders, "CARDS_IN_A_PART", 2)
    private, public = handover.new_pair()
    order_id = card_orders.order_cards(morag, make.voting_round(), 3, public)
    assert run_next()
    db.session.rollback()
    return db.session.get_one(Job, order_id), private


def statuses(round_id: int) -> dict:
    db.session.rollback()
    return dict(queries.card_counts(round_id))


@pytest.mark.both_databases
def test_each_part_is_fetched_once_and_its_codes_are_those_of_the_cards(make, morag, made):
    card_order, private = made
    (last,) = card_orders.fetch_codes(morag, card_order, private, first=3)
    with pytest.raises(Refusal, match="have already been fetched"):
        card_orders.fetch_codes(morag, card_order, private, first=3)
    rest = card_orders.fetch_codes(morag, card_order, private)
    assert [card.number for card in (*rest, last)] == [1, 2, 3]
    assert [queries.right_of_code(card.code).card_number for card in (*rest, last)] == [1, 2, 3]
    with pytest.raises(Refusal, match="nobody can see them again"):
        card_orders.fetch_codes(morag, card_order, private)


def test_nobody_else_no_other_key_and_nobody_a_day_later_gets_a_code(make, morag, made, clock):
    card_order, private = made
    with pytest.raises(Refusal, match="Someone else ordered these cards"):
        card_orders.fetch_codes(make.actor(Role.COORDINATOR), card_order, private)
    with pytest.raises(Refusal, match="in the browser in which they were ordered"):
        card_orders.fetch_codes(morag, card_order, handover.new_pair()[0])
    clock.forward(hours=25)
    round_id = card_order.round_id  # the job ends the session of who runs it, and with it what was read there
    with pytest.raises(Refusal, match="not printed in time"):
        card_orders.fetch_codes(morag, card_order, private)
    assert run_next() and statuses(round_id) == {"void": 3}


def test_an_order_is_cancelled_once_with_a_reason_and_not_after_its_release(make, morag, made):
    card_order, private = made
    with pytest.raises(Refusal, match="Enter a few words about what happened to the cards."):
        card_orders.cancel_order(morag, card_order, " ")
    assert statuses(card_order.round_id) == {None: 3}
    card_orders.cancel_order(morag, card_order, "The printer caught fire.")
    assert statuses(card_order.round_id) == {"void": 3}
    with pytest.raises(Refusal, match="have already been cancelled"):
        card_orders.cancel_order(morag, card_order, "Again.")


def test_nobody_cancels_what_another_coordinator_ordered_unless_that_person_has_left(make, morag, made):
    """Or one person alone could keep a round without cards."""
    card_order, una = made[0], make.actor(Role.COORDINATOR)
    with pytest.raises(Refusal, match="Someone else ordered these cards"):
        card_orders.cancel_order(una, card_order, "The printer caught fire.")
    assert statuses(card_order.round_id) == {None: 3}
    close_account(una, db.session.get_one(Account, morag.account_id))
    card_orders.cancel_order(una, card_order, "The printer caught fire.")
    assert statuses(card_order.round_id) == {"void": 3}


def test_cards_that_somebody_has_counted_are_not_cancelled_all_together(make, morag, made):
    card_order, private = made
    card_orders.fetch_codes(morag, card_order, private)
    (pack,) = queries.packs(card_order.round_id)
    release_cards(make.actor(Role.STEERING), pack, 3)
    with pytest.raises(Refusal, match="have already been counted and released"):
        card_orders.cancel_order(morag, card_order, "Lost.")
    assert statuses(card_order.round_id) == {None: 3}


def test_where_all_were_fetched_the_day_after_cancels_nothing(make, morag, made, clock):
    card_order, private = made
    card_orders.fetch_codes(morag, card_order, private)
    round_id = card_order.round_id
    clock.forward(hours=25)
    assert run_next() and not run_next() and statuses(round_id) == {None: 3}
