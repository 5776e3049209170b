"""Cards are released once, and a card that nobody has released is taken for nothing."""

from __future__ import annotations

import pytest

from pb.database import transaction
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.voting import actions, queries
from pb.voting.actions.cards import exchange


def test_cards_are_released_once_and_taken_only_after_that(app, make):
    round_ = make.voting_round()
    morag, ina, hugh = (make.actor(role) for role in (Role.COORDINATOR, Role.STEERING, Role.STEERING))
    (card,) = actions.issue_cards(Actor(morag.account_id, Role.COORDINATOR), round_, 1)
    (pack,) = queries.packs(round_.id)
    with pytest.raises(Refusal, match="not ready to be used yet"), transaction() as session:
        exchange(session, queries.right_of_code(card.code))
    actions.release_cards(ina, pack, 1)
    with pytest.raises(Refusal, match="already been released"):
        actions.release_cards(hugh, pack, 1)
    assert pack.released_by == ina.account_id
    with transaction() as session:
        exchange(session, queries.right_of_code(card.code))
    with pytest.raises(Refusal, match="already been handed in"), transaction() as session:
        exchange(session, queries.right_of_code(card.code))
