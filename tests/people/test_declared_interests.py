"""What somebody declares of one round says nothing of another."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from pb.database import db
from pb.people import actions
from pb.people.models import Interest
from pb.roles import Actor, Role

pytestmark = pytest.mark.both_databases


def said(by: Actor) -> set[tuple[int, str]]:
    query = select(Interest.round_id, Interest.description).where(Interest.account_id == by.account_id)
    return {(round_id, description) for round_id, description in db.session.execute(query)}


def test_what_was_said_of_a_round_is_replaced_and_that_of_another_stays(app, make):
    jean, ina = (Actor(make.account(Role.STEERING, name=name).id, Role.STEERING) for name in ("Jean", "Ina"))
    first, second = (make.set_up_round().id for _ in range(2))
    for by, round_id in ((jean, first), (ina, first), (jean, second)):
        actions.declare_interest(by, round_id=round_id, description="I chair the lunch club.")
    actions.declare_interest(jean, round_id=first, description="I left the lunch club.")
    assert said(jean) == {(first, "I left the lunch club."), (second, "I chair the lunch club.")}
    actions.declare_interests(jean, round_id=second, description=" ")
    assert said(jean) == {(first, "I left the lunch club."), (second, "")}
    assert said(ina) == {(first, "I chair the lunch club.")}
