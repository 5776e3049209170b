"""Whole votes that somebody takes out, right and all: no envelope tells of them, but the opening asks what was noted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from pb import clock
from pb.database import db
from pb.rounds.models import Round
from pb.voting import actions
from pb.voting.actions.daily_totals import note_days
from pb.web.access import Role
from tests.support.box_looked_into import would_be_set_aside
from tests.support.safety import tampering

pytestmark = pytest.mark.databases_in_turn


def meddle(*statements: str) -> None:
    with db.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    db.session.rollback()


def take_out_a_vote() -> None:
    """Its card can be used again."""
    key = db.session.scalar(text("SELECT min(right_key) FROM envelope"))
    meddle(
        f"DELETE FROM envelope WHERE right_key = '{key}'",
        f"DELETE FROM turnout WHERE right_key = '{key}'",
        f"UPDATE voting_right SET status = NULL WHERE key = '{key}'",
    )


def take_out_a_card() -> None:
    take_out_a_vote()
    meddle("DELETE FROM voting_right WHERE status IS NULL")


def shorten_the_record() -> None:
    meddle("DELETE FROM record_line WHERE position = (SELECT max(position) FROM record_line)")


@pytest.mark.parametrize(
    ("is_noted", "damage", "aside", "left"),
    [
        (True, take_out_a_vote, {"days_differ": 1}, 11),
        (False, take_out_a_card, {"cards_differ": 1}, 11),
        (False, shorten_the_record, {"record_differs": 1}, 12),
    ],
)
def test_the_opening_sees_it_and_two_people_confirm(
    make, is_noted: bool, damage: Callable[[], None], aside: dict[str, int], left: int
):
    round_ = make.voting_round(projects=6, max_choices=3)
    make.cast(round_, *[(1,)] * 12)
    by, other = make.actor(Role.COORDINATOR), make.account(Role.STEERING).id
    if is_noted:
        with clock.moved(clock.now() + timedelta(days=2)):
            assert note_days(clock.now()) == 1
    assert would_be_set_aside(round_) == {}
    tampering.without_any_guard()
    damage()
    round_ = db.session.get(Round, round_.id)
    assert would_be_set_aside(round_) == aside
    with clock.moved(round_.post_closes_at + timedelta(hours=1)):
        with pytest.raises(actions.TwoMustConfirm):
            actions.decrypt_ballot_box(by, round_)
        assert actions.decrypt_ballot_box(by, round_, confirmed=actions.ConfirmedSetAside(aside, other)) == left
