"""The next fortnight is started from a published round, with its settings, sessions, money and projects."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from pb.clock import LOCAL
from pb.database import db
from pb.mark_keeping import mark_everything
from pb.programme.actions.following import start_next_round
from pb.programme.queries.leftovers import Leftovers, leftovers
from pb.programme.rules.following import following, later, weeks_until_it_can_start
from pb.projects.queries import applications
from pb.record.actions import acting
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.rounds.queries import newest_first, settings_of
from pb.venues.queries import sessions_of
from pb.web.access import Actor, Role
from tests.support.acts import SOMETHING_DONE
from tests.support.round_settings import change_settings

BY = Actor(None, Role.COMMAND)


@pytest.fixture
def published(make):
    """£1,000 in the pot; projects of £400, £500 and £300: number 1 and 2 win, £100 is left."""
    round_ = make.voting_round(costs=[40_000, 50_000, 30_000], name="Spring")
    make.session_at(round_, make.account(Role.FACILITATOR, name="Rose"), venue="Thistle Club")
    return make.published(round_, (1,), (1, 2), (1, 2), (3,))


@pytest.fixture
def desk(visitor, make):
    return visitor.signed_in_as(make.account())


def test_the_next_round_takes_over_settings_sessions_money_and_projects(desk, published):
    page = desk.opens(f"/rounds/{published.id}/next-round")
    assert "£100 was not spent in this round." in page.main and "1 voting session will be planned again" in page.main
    desk.types("Name of the next round", "Summer").types("How many weeks later should it be?", "12")
    page = desk.ticks("Add the money that was not spent", "3. Project number 3, £300").presses("Start the next round")
    assert page.heading == "Summer" and "The next round has been set up as a draft." in page.text
    started = newest_first()[0]
    assert (started.name, started.money_pence, started.follows_id) == ("Summer", 110_000, published.id)
    assert started.voting_opens_at.astimezone(LOCAL).time() == published.voting_opens_at.astimezone(LOCAL).time()
    assert (started.frozen_at, started.max_choices, started.rule) == (None, published.max_choices, published.rule)
    (session,) = sessions_of(started.id)
    assert session.starts_at == later(sessions_of(published.id)[0].starts_at, 12) and len(session.team) == 1
    (carried,) = applications(started.id)
    assert (carried.title, carried.group_name, carried.pot_id) == ("Project 3", "Group 3", started.pots[0].id)
    assert carried.sent_at and not carried.assessments and carried.resume_code_hash is None
    assert "The next round has been started" in desk.opens(f"/rounds/{published.id}/next-round").main


def test_money_and_projects_stay_behind_where_nobody_asks_for_them(published):
    started = start_next_round(BY, published, name="Summer", weeks=12, with_money=False)
    assert (started.money_pence, applications(started.id)) == (100_000, [])


@pytest.mark.parametrize(("with_money", "then"), [(False, (100_000, None)), (True, (265_000, 165_000))])
def test_the_round_after_the_next_does_not_start_from_carried_money(published, monkeypatch, with_money, then):
    second = start_next_round(BY, published, name="Summer", weeks=12, with_money=True)
    assert [(pot.amount_pence, pot.carried_pence) for pot in second.pots] == [(110_000, 10_000)]
    monkeypatch.setattr("pb.programme.actions.following.leftovers", lambda round_: Leftovers((165_000,), ()))
    third = start_next_round(BY, second, name="Autumn", weeks=12, with_money=with_money)
    assert [(pot.amount_pence, pot.carried_pence) for pot in third.pots] == [then]


def test_carried_money_is_a_line_of_its_own_and_stays_when_the_settings_change(desk, published):
    started = start_next_round(BY, published, name="Summer", weeks=12, with_money=True)
    page = desk.opens(f"/rounds/{started.id}")
    assert "Money in the pot £1,000 Carried over from the round before £100" in " ".join(page.main.split())
    page = desk.opens(f"/rounds/{started.id}/settings/money")
    assert "£100 was carried over from the round before. It is added to what you enter here." in page.main
    change_settings(BY, started, pots=(("", 150_000),))
    assert [(pot.amount_pence, pot.carried_pence) for pot in started.pots] == [(160_000, 10_000)]


def test_a_pot_into_which_money_was_carried_is_not_removed(published):
    started = start_next_round(BY, published, name="Summer", weeks=12, with_money=True)
    others = {"pots": (("North", 150_000), ("South", 160_000)), "pot_ids": (None, None)}
    with pytest.raises(Refusal, match="Money was carried over into a pot you want to remove"):
        change_settings(BY, started, **others)


def test_a_next_round_whose_applications_would_have_opened_already_is_refused(published):
    with pytest.raises(Refusal, match="Applications would have opened already. Enter more weeks."):
        start_next_round(BY, published, name="Summer", weeks=1, with_money=False)
    assert [round_.name for round_ in newest_first()] == ["Spring"]


def test_the_form_says_that_applications_would_have_opened_already(desk, published):
    """The applications of this round opened seven weeks ago."""
    desk.opens(f"/rounds/{published.id}/next-round")
    desk.types("Name of the next round", "Summer").types("How many weeks later should it be?", "1")
    page = desk.presses("Start the next round")
    assert (page.status, page.errors) == (422, ["Applications would have opened already. Enter more weeks."])


@pytest.mark.parametrize(("before", "then"), [("NULL", True), ("true", True), ("false", False)])
def test_two_decide_on_applications_in_the_round_after_one_that_is_older_than_the_setting(published, before, then):
    with acting(BY, SOMETHING_DONE) as act:
        older = text(f"UPDATE round SET assessed_by_two = {before}")
        mark_everything(act.session, lambda: act.session.execute(older))
    started = start_next_round(BY, published, name="Summer", weeks=12, with_money=False)
    assert started.assessed_by_two is then


def test_a_round_is_followed_once_and_only_when_it_is_published(desk, make, published):
    start_next_round(BY, published, name="Summer", weeks=12, with_money=False)
    with pytest.raises(Refusal, match="already been started from this one"):
        start_next_round(BY, db.session.get(Round, published.id), name="Autumn", weeks=12, with_money=False)
    running = make.voting_round()
    assert desk.opens(f"/rounds/{running.id}/next-round").status == 409
    with pytest.raises(Refusal, match="published result"):
        start_next_round(BY, running, name="Winter", weeks=12, with_money=True)
    assert len(newest_first()) == 3


def test_a_project_that_won_or_is_of_another_round_is_not_carried_over(published, make):
    (unfunded,) = leftovers(published).unfunded
    assert unfunded.number == 3
    winner = unfunded.project_id - 1
    elsewhere = make.application(make.applying_round()).id
    for stranger in (winner, elsewhere):
        with pytest.raises(Refusal, match="Only projects that were not funded"):
            start_next_round(BY, published, name="Summer", weeks=12, with_money=True, project_ids=[stranger])
    assert "Summer" not in [round_.name for round_ in newest_first()]


def test_mistakes_in_the_form_are_said_beside_their_field(desk, published):
    desk.opens(f"/rounds/{published.id}/next-round")
    page = (
        desk.types("Name of the next round", "spring")
        .types("How many weeks later should it be?", "0")
        .presses("Start the next round")
    )
    assert page.status == 422
    assert page.errors == [
        "There is already a round with this name. Enter a different name.",
        "Enter how many weeks later it should be, from 1 to 104.",
    ]


def test_weeks_go_by_fortnights_until_applications_open_in_the_future(clock):
    opens = clock.set("2026-03-02 09:00")
    assert weeks_until_it_can_start(opens, opens + timedelta(days=1)) == 2
    assert weeks_until_it_can_start(opens, opens + timedelta(weeks=5)) == 6


def test_summer_time_does_not_move_the_clock_time_of_a_session(clock):
    winter = clock.set("2026-03-20 11:00")
    assert f"{later(winter, 2).astimezone(LOCAL):%d %m %H:%M %Z}" == "03 04 11:00 BST"


def test_the_most_one_group_can_ask_for_is_held_against_all_the_money_of_a_pot(published):
    """£1,000 and £100 carried over: up to £1,100 in this round, and never more than there is in the next one."""
    started = start_next_round(BY, published, name="Summer", weeks=12, with_money=True)
    change_settings(BY, started, ceiling_pence=110_000)
    with pytest.raises(Refusal, match="must not be more than is in a pot"):
        change_settings(BY, started, ceiling_pence=110_001)
    own = settings_of(db.session.get_one(Round, started.id))
    assert following(own, name="Autumn", weeks=2).ceiling_pence == 100_000
    assert following(own, name="Autumn", weeks=2, carried=(5_000,)).ceiling_pence == 105_000
