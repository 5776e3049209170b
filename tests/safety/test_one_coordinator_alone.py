"""One coordinator with every power they can reach never is both people of an act of two.

The acts are listed from the code: a new one fails here until somebody plays it. Each play does the first half as the
coordinator could, tries the second half as everybody whom they control, and then shows that another person can.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pb.database import db
from pb.people.models import Account
from pb.people.queries import waiting_proposals
from pb.roles import APPOINTED, Role
from pb.shown import ChangedSince
from tests.support.safety.alone import Alone
from tests.support.safety.plays import OF_TWO, PLAYS
from tests.support.safety.plays_of_votes import replaced_card
from tests.support.sources import TOP, expect_none

pytestmark = pytest.mark.databases_in_turn

TEMPLATES = sorted((TOP / "templates").rglob("*.html"))


def forms_of(view: str) -> list[str]:
    """What the templates say where they begin a form that posts to this view."""
    begun = re.findall(r"(?:post_button|fields\.post)\((?:(?!}}|%}).)*", "".join(map(Path.read_text, TEMPLATES)), re.S)
    return [form for form in begun if f'"{view}"' in form]


def sends(name: str) -> str:
    return f'shown=as_shown("{name}"'


@pytest.mark.parametrize("name", OF_TWO)
def test_a_coordinator_alone_never_gets_the_second(app, make, name):
    assert name in PLAYS, f"{name} is an act of two that nobody has played here yet"
    alone = Alone(app, make)
    alone.grabs_power()
    play = PLAYS[name](alone)
    alone.tries(play)
    assert not play.happened()
    play.second_half(play.other)
    assert play.happened(), "not even another person can do it: the play says nothing"


@pytest.mark.parametrize("name", OF_TWO)
def test_nobody_agrees_to_something_else_than_their_page_showed(app, make, name):
    play = PLAYS[name](Alone(app, make))
    for shown in ("", "0" * 20):
        with pytest.raises(ChangedSince):
            play.second_half(replace(play.other, shown=shown))
        assert not play.happened()
    expect_none(f"{form} does not send what it shows" for form in forms_of(play.views[-1]) if sends(name) not in form)
    assert [form for form in forms_of(play.views[-1]) if sends(name) in form]


def test_a_coordinator_alone_never_ends_a_card_that_works(app, make):
    alone = Alone(app, make)
    alone.grabs_power()
    play = replaced_card(alone)
    alone.tries(play)
    assert not play.happened(), "the voter's code has ended, and nobody else agreed"
    play.second_half(play.other)
    assert play.happened()


def test_the_coordinator_of_the_play_has_reached_what_can_be_reached_and_is_still_one(app, make):
    alone = Alone(app, make)
    alone.grabs_power()
    held = db.session.get_one(Account, alone.account.id).roles
    assert held == {Role.COORDINATOR, Role.FACILITATOR, Role.COUNTER}
    assert alone.identities == [alone.account.id]
    assert len(waiting_proposals()) == len(APPOINTED)  # one for each puppet


def test_every_play_is_of_an_act_that_exists():
    assert set(PLAYS) == set(OF_TWO)
